// Takes out of a GIF all that is not needed to show its pictures (GIF89a specification). Extensions are written anew from what
// they mean, so that nothing can be behind their fields.

import { attempt, ByteReader, latin1 } from '../../container/bytes.ts';
import { Pieces } from '../../container/pieces.ts';
import { blocksOf, extension, type GifBlock, introducer, isOf, tableBytes } from '../gif.ts';

/** Say how often an animation is shown. */
const loops: readonly string[] = ['NETSCAPE2.0', 'ANIMEXTS1.0'];
const screenBytes = 13;

/**
 * The pictures as they are, bit by bit, with their delays, and how often they are shown; no comments, no other applications' data.
 *
 * @param maxBytes Of the result.
 * @returns undefined if it would have more bytes, or if the file is not understood.
 */
export function stripGif(bytes: Uint8Array, maxBytes?: number): Uint8Array | undefined {
  return attempt(() => strip(new ByteReader(bytes), maxBytes));
}

function strip(file: ByteReader, maxBytes?: number): Buffer | undefined {
  const kept = new Pieces(file, maxBytes);
  kept.keep(0, screenBytes + tableBytes(file.u8(10)));
  /** Of the picture that comes next: the last one counts. */
  let control: Buffer | undefined;
  let hasLoop = false;
  for (const block of blocksOf(file)) {
    const { kind, from, end } = block;
    if (kind === extension.plainText) return undefined;
    if (kind === extension.control) {
      control = controlOf(file, block);
      if (!control) return undefined;
    } else if (kind === introducer.image) {
      if (control) kept.add(control);
      control = undefined;
      kept.keep(from, end);
    } else if (!hasLoop && loops.some((application) => isOf(file, block, application))) {
      const loop = loopOf(file, block);
      if (loop) kept.add(loop);
      hasLoop = loop !== undefined;
    } else if (kind === introducer.trailer) {
      kept.keep(from, end);
    }
  }
  return kept.join();
}

/** Disposal, delay and transparent colour. The colour's number means nothing where the flag before it is not set. */
function controlOf(file: ByteReader, { from }: GifBlock): Buffer | undefined {
  if (file.u8(from + 2) !== 4) return undefined;
  const packed = file.u8(from + 3) & 0x1f;
  const transparent = packed & 1 ? file.u8(from + 6) : 0;
  return Buffer.from([0x21, 0xf9, 4, packed, file.u8(from + 4), file.u8(from + 5), transparent, 0]);
}

/** How often an animation is shown; undefined for what else the application says. */
function loopOf(file: ByteReader, { from }: GifBlock): Buffer | undefined {
  const at = from + 14;
  if (file.u8(from + 2) !== 11 || file.u8(at) !== 3 || file.u8(at + 1) !== 1) return undefined;
  const name = file.slice(from, at);
  return Buffer.concat([name, latin1('\x03\x01'), file.slice(at + 2, at + 4), Buffer.alloc(1)]);
}
