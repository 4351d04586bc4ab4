// AVIF, HEIC and JPEG XL as boxes (ISO/IEC 14496-12, 4.2; ISO/IEC 23008-12), those inside of others by their path.

import { type Box, writeBox } from '../../../../src/function/container/boxes.ts';
import { attempt, ByteReader } from '../../../../src/function/container/bytes.ts';
import { locationsIn } from '../../../../src/function/container/items.ts';
import { type Container, fieldsAt, type Part } from './container.ts';

/** Boxes that consist of others, and how many bytes stand before the first. */
const nests: Readonly<Record<string, number>> = {
  meta: 4,
  'meta/iprp': 0,
  'meta/iprp/ipco': 0,
  'meta/iref': 4,
  moov: 0,
  'moov/trak': 0,
  'moov/trak/mdia': 0,
  'moov/trak/mdia/minf': 0,
  'moov/trak/mdia/minf/stbl': 0,
};

function takeBoxes(bytes: Buffer, prefix = ''): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const said = bytes.readUInt32BE(at);
    const length = said === 0 ? bytes.length - at : said;
    const name = prefix + bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + length);
    const before = nests[name];
    if (before === undefined) parts.push({ name, body });
    else parts.push(...takeBoxes(body.subarray(before), `${name}/`));
    at += length;
  }
  return parts;
}

function buildBoxes(parts: readonly Part[], prefix = ''): Buffer {
  const built: Buffer[] = [];
  const done = new Set<string>();
  for (const { name, body, declared } of parts) {
    if (!name.startsWith(prefix)) continue;
    const [type = '', ...inner] = name.slice(prefix.length).split('/');
    const path = prefix + type;
    if (inner.length === 0) {
      const box = writeBox(type, body);
      if (declared !== undefined) box.writeUInt32BE(declared >>> 0, 0);
      built.push(box);
    } else if (!done.has(path)) {
      done.add(path);
      built.push(writeBox(type, Buffer.alloc(nests[path] ?? 0), buildBoxes(parts, `${path}/`)));
    }
  }
  return Buffer.concat(built);
}

/** A length of boxes that are alone in their file. */
const lengthOf = (parts: readonly Part[]) => buildBoxes(parts).length;

/** Moves every item of an `iloc` box by so many bytes, where it can be read and its places have four bytes, as encoders write them. */
function moveItems(iloc: Buffer, by: number): Buffer {
  const moved = Buffer.from(iloc);
  const box: Box = { type: 'iloc', from: 0, start: 0, end: iloc.length, isWhole: true };
  for (const { method, base, extents } of attempt(() => locationsIn(new ByteReader(iloc), box))?.entries ??
    []) {
    if (method !== 0) continue;
    const places = base.size > 0 ? [base] : extents.map(({ offset }) => offset);
    for (const { at, size, value } of places) if (size === 4) moved.writeUInt32BE((value + by) >>> 0, at);
  }
  return moved;
}

const placesAt = 'meta/iloc';

/** Items are counted from the start of `mdat` while the file is in parts, and from that of the file when it is put together. */
function moveAll(parts: readonly Part[], direction: 1 | -1): Part[] {
  const data = parts.findIndex(({ name }) => name === 'mdat');
  const top = data === -1 ? 0 : startOf(parts, data);
  return parts.map((part) =>
    part.name === placesAt ? { ...part, body: moveItems(part.body, direction * top) } : part,
  );
}

/** Where in the file the content of the box with this index begins. */
function startOf(parts: readonly Part[], index: number): number {
  const whole = parts.slice(0, index);
  // A box that others are in stands where its first one does, with all of them.
  const later = parts.slice(index).filter(({ name }) => {
    const [top] = name.split('/');
    return name.includes('/') && whole.some((before) => before.name.startsWith(`${top}/`));
  });
  return lengthOf([...whole, ...later]) + 8;
}

export const heif: Container = {
  take: (bytes) => moveAll(takeBoxes(bytes), -1),
  build: (parts) => buildBoxes(moveAll(parts, 1)),
  sizes: [
    ...fieldsAt(/\/ispe$/, 4, 4, 8),
    // Of the track's pictures, and as they are shown.
    ...fieldsAt(/\/stsd$/, 2, 40, 42),
    ...fieldsAt(/\/tkhd$/, 4, 76, 80),
  ],
  facts: [
    // How many samples and bits, and the same in the decoder's configuration.
    ...fieldsAt(/\/pixi$/, 1, 4, 5, 6, 7),
    ...fieldsAt(/\/av1C$/, 1, 0, 1, 2, 3),
    ...fieldsAt(/\/hvcC$/, 1, 16, 17, 18, 21, 22, 23, 25, 27),
    // The size, bits and subsampling of the sequence, where heif-enc has them.
    ...fieldsAt(/\/hvcC$/, 1, ...Array.from({ length: 20 }, (_, byte) => 70 + byte)),
    ...fieldsAt(/\/(irot|imir|pasp|clap)$/, 1, 0, 1, 2, 3),
    ...fieldsAt(/\/clap$/, 4, 0, 4, 8, 12, 16, 20, 24, 28),
    // Of which pictures one consists, or is the alpha.
    ...fieldsAt(/\/(dimg|auxl|thmb|cdsc)$/, 1, 1, 3, 5, 7, 9),
    // How many items, which properties each has, where it is.
    ...fieldsAt(/\/(iloc|iinf|ipma|iref|pitm)$/, 1, 0, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16),
    ...fieldsAt(/\/iloc$/, 4, 14, 18),
    ...fieldsAt(/\/(colr|auxC|hdlr)$/, 1, 0, 4, 5, 7, 9),
    // How the track's pictures are coded and turned, how many there are, and where.
    ...fieldsAt(/\/stsd$/, 1, 0, 4, 7, 8, 11, 12, 15, 118, 119, 120, 123, 124, 125),
    ...fieldsAt(/\/stsd$/, 1, ...Array.from({ length: 20 }, (_, byte) => 172 + byte)),
    ...fieldsAt(/\/tkhd$/, 4, 40, 44, 52, 56),
    ...fieldsAt(/\/(stsc|stsz|stz2|stco|co64|tref)$/, 4, 0, 4, 8, 12, 16),
    // The header of the sequence: profile, size, bits, subsampling.
    ...fieldsAt(/^mdat$/, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
  ],
  bigEndian: true,
};

/** A bare codestream is one part. */
const codestream = 'codestream';
const isBare = (bytes: Buffer) => bytes[0] === 0xff && bytes[1] === 0x0a;

export const jxl: Container = {
  take: (bytes) => (isBare(bytes) ? [{ name: codestream, body: bytes }] : takeBoxes(bytes)),
  build: (parts) =>
    Buffer.concat(parts.map((part) => (part.name === codestream ? part.body : buildBoxes([part])))),
  // Its header is a stream of bits: size, then bits of a sample, alpha, colours.
  sizes: fieldsAt(/^(jxlc|codestream)$/, 1, 2, 3, 4, 5),
  facts: [
    ...fieldsAt(/^(jxlc|codestream)$/, 1, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16),
    ...fieldsAt(/^(jxlp|jxll|ftyp)$/, 1, 0, 1, 2, 3),
  ],
  bigEndian: true,
};
