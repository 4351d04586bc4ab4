// TIFF as the entries of its first directory (TIFF 6.0, section 2), each with its value, and the rest of the file as it is.

import { type Container, fieldsAt, type Part } from './container.ts';

/** Bytes of one value, by type. */
const sizes = [1, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

/** Type and count stand before the value in an entry's body. */
const headLength = 6;

/** Reads little-endian files alone: sharp writes no others. */
export const tiff: Container = {
  take(bytes) {
    const at = bytes.readUInt32LE(4);
    const entries = Array.from({ length: bytes.readUInt16LE(at) }, (_, n): Part => {
      const entry = at + 2 + 12 * n;
      const length = (sizes[bytes.readUInt16LE(entry + 2)] ?? 1) * bytes.readUInt32LE(entry + 4);
      const from = length <= 4 ? entry + 8 : bytes.readUInt32LE(entry + 8);
      const head = bytes.subarray(entry + 2, entry + 2 + headLength);
      const value = bytes.subarray(from, from + length);
      return { name: String(bytes.readUInt16LE(entry)), body: Buffer.concat([head, value]) };
    });
    const next = at + 2 + 12 * entries.length;
    return [
      { name: 'file', body: bytes },
      ...entries,
      { name: 'next', body: bytes.subarray(next, next + 4) },
    ];
  },
  /** The directory goes to the end of the file, so that every offset in it still holds. */
  build(parts) {
    const bodyOf = (name: string) => parts.find((part) => part.name === name)?.body ?? Buffer.alloc(4);
    const file = Buffer.concat([bodyOf('file'), Buffer.alloc(bodyOf('file').length % 2)]);
    const entries = parts.filter(({ name }) => name !== 'file' && name !== 'next');
    const values: Buffer[] = [];
    let end = file.length + 2 + 12 * entries.length + 4;
    const rows = entries.map(({ name, body, declared }) => {
      const row = Buffer.alloc(12);
      row.writeUInt16LE(Number(name), 0);
      body.copy(row, 2, 0, headLength);
      if (declared !== undefined) row.writeUInt32LE(declared >>> 0, 4);
      const value = body.subarray(headLength);
      if (value.length <= 4) {
        value.copy(row, 8);
        return row;
      }
      row.writeUInt32LE(end, 8);
      values.push(value, Buffer.alloc(value.length % 2));
      end += value.length + (value.length % 2);
      return row;
    });
    if (file.length >= 8) file.writeUInt32LE(file.length, 4);
    const count = Buffer.alloc(2);
    count.writeUInt16LE(entries.length);
    return Buffer.concat([file, count, ...rows, bodyOf('next').subarray(0, 4), ...values]);
  },
  sizes: fieldsAt(/^(256|257)$/, 2, headLength),
  facts: [
    // Bits, compression, meaning of the samples, how many, how they are arranged, predictor, extra samples, sample format.
    ...fieldsAt(/^(258|259|262|274|277|284|317|338|339)$/, 1, headLength, headLength, headLength),
    // Where strips and tiles are, how long, how high and wide.
    ...fieldsAt(/^(273|278|279|322|323|324|325)$/, 2, headLength),
    ...fieldsAt(/^\d+$/, 1, 0),
    ...fieldsAt(/^\d+$/, 4, 2),
  ],
  bigEndian: false,
};
