// Image files as lists of parts that can be changed and put together again: JPEG segments, PNG chunks, RIFF chunks. What is
// written back has the right lengths and checksums, unless a part says otherwise.

import type { SourceFormat } from '../../../src/function/format/format.ts';
import { pngChunk } from '../../support/png.ts';

export interface Part {
  /** `IHDR`, `VP8X`; of a JPEG its marker, `c0`. */
  readonly name: string;
  readonly body: Buffer;
  /** What its length field says in place of the truth. */
  readonly declared?: number;
}

/** Where a part says how large the picture is: bytes from the start of its body, and how many. */
export interface SizeField {
  readonly part: RegExp;
  readonly at: number;
  readonly size: 2 | 3 | 4;
}

export interface Container {
  /** @param bytes A whole file: one that sharp wrote. */
  take(bytes: Buffer): Part[];
  build(parts: readonly Part[]): Buffer;
  readonly sizeFields: readonly SizeField[];
  readonly bigEndian: boolean;
}

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

const png: Container = {
  take(bytes) {
    const parts: Part[] = [];
    for (let at = signature.length; at < bytes.length; ) {
      const length = bytes.readUInt32BE(at);
      const name = bytes.toString('latin1', at + 4, at + 8);
      parts.push({ name, body: bytes.subarray(at + 8, at + 8 + length) });
      at += length + 12;
    }
    return parts;
  },
  build(parts) {
    const chunks = parts.map(({ name, body, declared = body.length }) => {
      const chunk = pngChunk(name, body);
      chunk.writeUInt32BE(declared >>> 0, 0);
      return chunk;
    });
    return Buffer.concat([signature, ...chunks]);
  },
  sizeFields: [0, 4].map((at) => ({ part: /^IHDR$/, at, size: 4 })),
  bigEndian: true,
};

const webp: Container = {
  take(bytes) {
    const parts: Part[] = [];
    for (let at = 12; at < bytes.length; ) {
      const length = bytes.readUInt32LE(at + 4);
      const name = bytes.toString('latin1', at, at + 4);
      parts.push({ name, body: bytes.subarray(at + 8, at + 8 + length) });
      at += 8 + length + (length % 2);
    }
    return parts;
  },
  build(parts) {
    const chunks = parts.map(riffChunk);
    return riffChunk({ name: 'RIFF', body: Buffer.concat([Buffer.from('WEBP'), ...chunks]) });
  },
  sizeFields: [
    ...[4, 7].map((at) => ({ part: /^VP8X$/, at, size: 3 }) as const),
    ...[6, 8].map((at) => ({ part: /^VP8 $/, at, size: 2 }) as const),
    { part: /^VP8L$/, at: 1, size: 4 },
    ...[6, 9].map((at) => ({ part: /^ANMF$/, at, size: 3 }) as const),
  ],
  bigEndian: false,
};

function riffChunk({ name, body, declared = body.length }: Part): Buffer {
  const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(declared >>> 0, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

const startOfScan = 0xda;
const endOfImage = 0xd9;

/** A scan is one part with the data behind it, since that ends where the next marker is. */
const jpeg: Container = {
  take(bytes) {
    const parts: Part[] = [];
    for (let at = 2; at + 4 <= bytes.length; ) {
      const marker = bytes.readUInt8(at + 1);
      const end = at + 2 + bytes.readUInt16BE(at + 2);
      const next = marker === startOfScan ? nextMarker(bytes, end) : end;
      parts.push({ name: marker.toString(16), body: bytes.subarray(at + 4, next) });
      at = next;
    }
    return parts;
  },
  build(parts) {
    const segments = parts.map(({ name, body, declared }) => {
      const marker = Number.parseInt(name, 16);
      // Of a scan the length counts the header alone: a byte for how many components, two for each, three more.
      const length = marker === startOfScan ? 4 + 2 * (body[0] ?? 0) : body.length;
      const head = Buffer.from([0xff, marker, 0, 0]);
      head.writeUInt16BE((declared ?? length + 2) & 0xffff, 2);
      return Buffer.concat([head, body]);
    });
    return Buffer.concat([Buffer.from([0xff, 0xd8]), ...segments, Buffer.from([0xff, endOfImage])]);
  },
  sizeFields: [1, 3].map((at) => ({ part: /^c[0-2]$/, at, size: 2 })),
  bigEndian: true,
};

/** Not a stuffed zero, nor a restart. */
function nextMarker(bytes: Buffer, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    const next = bytes.readUInt8(at + 1);
    if (bytes[at] === 0xff && next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

/** The formats that are not here are mutated as bytes alone. */
export const containers: Readonly<Partial<Record<SourceFormat, Container>>> = { jpeg, png, webp };
