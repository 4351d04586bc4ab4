// PNG as chunks (PNG, third edition, 5.3). What is written back has the right checksums, so that decoders believe it.

import { pngChunk } from '../../../support/png.ts';
import { type Container, fieldsAt, type Part } from './container.ts';

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

export const png: Container = {
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
  sizes: fieldsAt(/^IHDR$/, 4, 0, 4),
  facts: [
    // Bits of a sample, type of colour, compression, filter, interlace.
    ...fieldsAt(/^IHDR$/, 1, 8, 9, 10, 11, 12),
    ...fieldsAt(/^(tRNS|PLTE|sBIT|iCCP|eXIf)$/, 1, 0, 1, 2),
    ...fieldsAt(/^(gAMA|cHRM|pHYs)$/, 4, 0, 4),
  ],
  bigEndian: true,
};
