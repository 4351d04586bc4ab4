// GIF as blocks (GIF89a): the screen with its colours, extensions, images, the trailer.

import { type Container, fieldsAt, type Part } from './container.ts';

const signature = Buffer.from('GIF89a');
/** The screen descriptor without its colours. */
const screenLength = 7;
/** An image descriptor without its introducer and its colours. */
const imageLength = 9;
const extension = 0x21;
const image = 0x2c;

export const gif: Container = {
  take(bytes) {
    const start = signature.length;
    const screenEnd = start + screenLength + coloursOf(bytes[start + 4]);
    const parts: Part[] = [{ name: 'screen', body: bytes.subarray(start, screenEnd) }];
    for (let at = screenEnd; at < bytes.length; ) {
      const introducer = bytes[at];
      const data =
        introducer === image
          ? at + 1 + imageLength + coloursOf(bytes[at + imageLength]) + 1
          : introducer === extension
            ? at + 2
            : undefined;
      const end = data === undefined ? at + 1 : endOfBlocks(bytes, data);
      const name = introducer === image ? 'image' : introducer === extension ? 'extension' : 'trailer';
      parts.push({ name, body: bytes.subarray(at + 1, end) });
      at = end;
    }
    return parts;
  },
  build(parts) {
    const introducers: Readonly<Record<string, readonly number[]>> = {
      screen: [],
      extension: [extension],
      image: [image],
      trailer: [0x3b],
    };
    const blocks = parts.map(({ name, body, declared }) => {
      const block = Buffer.from(body);
      // The length of the first block of data stands behind what came before it.
      const at = name === 'extension' ? 1 : imageLength + coloursOf(block[imageLength - 1]) + 1;
      if (declared !== undefined && name !== 'screen' && at < block.length) block[at] = declared & 255;
      return Buffer.concat([Buffer.from(introducers[name] ?? []), block]);
    });
    return Buffer.concat([signature, ...blocks]);
  },
  sizes: [...fieldsAt(/^screen$/, 2, 0, 2), ...fieldsAt(/^image$/, 2, 4, 6)],
  facts: [
    ...fieldsAt(/^screen$/, 1, 4, 5, 6),
    ...fieldsAt(/^image$/, 2, 0, 2),
    // Flags, and how many bits the first codes have, where the image has no colours of its own.
    ...fieldsAt(/^image$/, 1, 8, 9),
    ...fieldsAt(/^extension$/, 1, 0, 1, 2, 3, 5),
  ],
  bigEndian: false,
};

/** How many bytes of colours these flags announce. */
function coloursOf(flags = 0): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** Where the blocks of data end that begin there. */
function endOfBlocks(bytes: Buffer, from: number): number {
  let at = from;
  while ((bytes[at] ?? 0) !== 0) at += 1 + (bytes[at] ?? 0);
  return Math.min(at + 1, bytes.length);
}
