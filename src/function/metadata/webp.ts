// Metadata in WebP (RFC 9649): a RIFF file of chunks, with EXIF and XMP behind the picture, animated or not.

import { latin1, toBuffer } from '../container/bytes.ts';
import type { Blocks, SourceBlocks } from './blocks.ts';
import { isUpright } from './exif.ts';
import { isSrgb } from './profile.ts';

/** In VP8X: what the file has. */
const flag = { xmp: 0x04, exif: 0x08, alpha: 0x10, profile: 0x20 } as const;

const exifSignature = 'Exif\0\0';

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

/** All chunks as far as they can be followed. */
function chunksOf(file: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  let at = 12;
  while (at + 8 <= file.length) {
    const length = file.readUInt32LE(at + 4);
    const data = file.subarray(at + 8, at + 8 + length);
    const end = at + 8 + length + (length % 2);
    // What fills up to an even length is 0; anything else is of a picture whose length is a lie.
    const isFilledUp = length % 2 === 0 || !file[end - 1];
    if (data.length < length || !isFilledUp) break;
    chunks.push({ type: file.toString('latin1', at, at + 4), data });
    at = end;
  }
  return chunks;
}

function writeFile(chunks: readonly Chunk[]): Buffer {
  const pieces = chunks.map(({ type, data }) =>
    Buffer.concat([latin1(type), u32le(data.length), data, Buffer.alloc(data.length % 2)]),
  );
  const content = Buffer.concat([latin1('WEBP'), ...pieces]);
  return Buffer.concat([latin1('RIFF'), u32le(content.length), content]);
}

function u32le(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}

export function readWebp(bytes: Uint8Array): SourceBlocks {
  const chunks = chunksOf(toBuffer(bytes));
  const find = (wanted: string) => chunks.find(({ type }) => type === wanted)?.data;
  return { exif: withoutSignature(find('EXIF')), xmp: find('XMP ') };
}

/** JPEG's, which some leave before it. */
function withoutSignature(exif: Buffer | undefined): Buffer | undefined {
  const has = exif?.toString('latin1', 0, exifSignature.length) === exifSignature;
  return has ? exif.subarray(exifSignature.length) : exif;
}

/** @param bytes Of a WebP without metadata. */
export function writeWebp(bytes: Uint8Array, { exif, xmp }: Blocks): Uint8Array {
  const chunks = chunksOf(toBuffer(bytes));
  const extended = extend(chunks);
  if (!extended) return bytes;
  const [header, ...picture] = extended;
  const flags = (exif ? flag.exif : 0) + (xmp ? flag.xmp : 0);
  return writeFile([
    withFlags(header, (given) => given | flags),
    ...picture,
    ...(exif ? [{ type: 'EXIF', data: exif }] : []),
    ...(xmp ? [{ type: 'XMP ', data: xmp }] : []),
  ]);
}

/** Only a file that begins with VP8X can have more than a picture. */
function extend(chunks: readonly Chunk[]): readonly [Chunk, ...Chunk[]] | undefined {
  const [first, ...rest] = chunks;
  if (!first || first.data.length < 10) return undefined;
  if (first.type === 'VP8X') return [first, ...rest];
  const facts = factsOf(first);
  if (!facts) return undefined;
  const data = Buffer.alloc(10);
  data.writeUInt8(facts.hasAlpha ? flag.alpha : 0, 0);
  data.writeUIntLE(facts.width - 1, 4, 3);
  data.writeUIntLE(facts.height - 1, 7, 3);
  return [{ type: 'VP8X', data }, first, ...rest];
}

/** Of a lossy or a lossless picture (RFC 6386, 9.1; RFC 9649, 3.4). */
function factsOf({ type, data }: Chunk): { width: number; height: number; hasAlpha: boolean } | undefined {
  if (type === 'VP8 ') {
    return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff, hasAlpha: false };
  }
  if (type !== 'VP8L') return undefined;
  const bits = data.readUInt32LE(1);
  return {
    width: (bits & 0x3fff) + 1,
    height: ((bits >>> 14) & 0x3fff) + 1,
    hasAlpha: ((bits >>> 28) & 1) === 1,
  };
}

function withFlags({ type, data }: Chunk, change: (given: number) => number): Chunk {
  const changed = Buffer.from(data);
  changed.writeUInt8(change(data.readUInt8(0)), 0);
  return { type, data: changed };
}

const shown: ReadonlySet<string> = new Set(['VP8X', 'ANIM', 'ANMF', 'ALPH', 'VP8 ', 'VP8L']);

/**
 * The picture as it is, bit by bit, animated or not, and nothing else.
 *
 * @returns undefined if that would not show as the photo does: of another colour space than sRGB, turned by EXIF, or not
 * understood.
 */
export function cleanWebp(bytes: Uint8Array): Uint8Array | undefined {
  const chunks = chunksOf(toBuffer(bytes));
  const { exif } = readWebp(bytes);
  if (exif && !isUpright(exif)) return undefined;
  if (chunks.some(({ type, data }) => type === 'ICCP' && !isSrgb(data))) return undefined;
  const [first, ...rest] = chunks.filter(({ type }) => shown.has(type));
  if (!first || (first.type === 'VP8X' && first.data.length < 10)) return undefined;
  if (first.type !== 'VP8X') return writeFile([first]);
  const header = withFlags(first, (given) => given & ~(flag.xmp | flag.exif | flag.profile));
  return writeFile([header, ...rest]);
}
