// JPEG as segments (ITU-T T.81, B.1.1.4). A scan is one part with the data behind it, since that ends where the next marker is.

import { type Container, fieldsAt, type Part } from './container.ts';

const startOfScan = 0xda;
const endOfImage = 0xd9;

export const jpeg: Container = {
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
  sizes: fieldsAt(/^c[0-2]$/, 2, 1, 3),
  facts: [
    // Bits of a sample, how many components, and of each the number, the subsampling and the table.
    ...fieldsAt(/^c[0-2]$/, 1, 0, 5, 6, 7, 7, 8, 9, 10, 10, 11, 12, 13, 13, 14),
    // How many components a scan has, which, and its part of a progressive picture.
    ...fieldsAt(/^da$/, 1, 0, 1, 2, 3, 4, 7, 8, 9),
    ...fieldsAt(/^d[bd]$/, 1, 0, 1),
    ...fieldsAt(/^c4$/, 1, 0, 1, 2, 3, 4),
    // The colour space by Adobe, and the profile's pieces.
    ...fieldsAt(/^(ee|e2)$/, 1, 11, 12, 13),
  ],
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
