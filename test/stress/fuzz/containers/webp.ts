// WebP as chunks of RIFF (RFC 9649).

import { type Container, fieldsAt, type Part } from './container.ts';

export const webp: Container = {
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
  sizes: [
    ...fieldsAt(/^VP8X$/, 3, 4, 7),
    ...fieldsAt(/^VP8 $/, 2, 6, 8),
    ...fieldsAt(/^VP8L$/, 4, 1),
    ...fieldsAt(/^ANMF$/, 3, 6, 9),
  ],
  facts: [
    // Which chunks there are: animation, XMP, EXIF, alpha, profile.
    ...fieldsAt(/^VP8X$/, 1, 0, 0, 0),
    ...fieldsAt(/^ANIM$/, 2, 4),
    ...fieldsAt(/^ANMF$/, 3, 0, 3, 12),
    ...fieldsAt(/^ANMF$/, 1, 15),
    ...fieldsAt(/^VP8 $/, 3, 0),
    ...fieldsAt(/^(VP8L|ALPH)$/, 1, 0, 4),
  ],
  bigEndian: false,
};

function riffChunk({ name, body, declared = body.length }: Part): Buffer {
  const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(declared >>> 0, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}
