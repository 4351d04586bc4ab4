// Whether all pixels of a GIF's frames are in its file (GIF89a, sections 20 to 22 and appendix F). libvips shows what there is, and
// says nothing of the rest.

import { Bytes } from '../header/bytes.ts';
import { corrupt } from '../header/facts.ts';

const extension = 0x21;
const image = 0x2c;
const tableFlag = 0x80;
/** Codes have at most 12 bits. */
const maxCodes = 4096;

/**
 * Follows the frames to their last pixels. Frames behind the end of the file are not missed: a GIF does not say how many it has.
 *
 * @param frames How many are wanted, from the first.
 * @throws {SourceFault} `source-corrupt`, with how much of the first incomplete frame is there.
 */
export function checkGif(bytes: Uint8Array, frames: number): void {
  const file = new Bytes(bytes);
  let at = 13 + tableBytes(file.u8(10));
  for (let frame = 0; frame < frames && at < file.length; ) {
    const kind = file.u8(at);
    if (kind === extension) at = endOfBlocks(file, at + 2);
    else if (kind === image) {
      const pixels = file.u16le(at + 5) * file.u16le(at + 7);
      const data = at + 10 + tableBytes(file.u8(at + 9));
      const found = countPixels(bytes, data, pixels);
      if (found < pixels) {
        const percent = Math.floor((found / pixels) * 100);
        throw corrupt(
          `${percent} % of the pixels of its ${frame === 0 ? '' : `frame ${frame + 1}, the `}picture are there`,
        );
      }
      at = endOfBlocks(file, data + 1);
      frame += 1;
    } else return;
  }
}

/** The bytes of a colour table, by the flags of what it follows. */
function tableBytes(flags: number): number {
  return (flags & tableFlag) === 0 ? 0 : 3 << ((flags & 7) + 1);
}

/** Where the sub-blocks end: behind one of no length, or at the end of the file. */
function endOfBlocks(file: Bytes, from: number): number {
  let at = from;
  while (at < file.length && file.u8(at) > 0) at += 1 + file.u8(at);
  return at + 1;
}

/**
 * Counts the pixels that LZW codes stand for, without making them: each new code is as long as the one before it and one more.
 *
 * @param start Where the size of the first codes stands, before the sub-blocks.
 * @param enough Counted no further.
 */
function countPixels(bytes: Uint8Array, start: number, enough: number): number {
  const firstBits = bytes[start] ?? 0;
  if (firstBits < 1 || firstBits > 11) return 0;
  const clear = 1 << firstBits;
  const lengths = new Int32Array(maxCodes);
  lengths.fill(1, 0, clear);
  let next = clear + 2;
  let width = firstBits + 1;
  let previous = 0;
  let pixels = 0;
  let held = 0;
  let count = 0;
  let at = start + 1;
  let blockEnd = at;
  for (;;) {
    while (count < width) {
      if (at === blockEnd) {
        const length = bytes[at] ?? 0;
        if (length === 0) return pixels;
        at += 1;
        blockEnd = at + length;
      }
      if (at >= bytes.length) return pixels;
      held |= (bytes[at] as number) << count;
      count += 8;
      at += 1;
    }
    const code = held & ((1 << width) - 1);
    held >>>= width;
    count -= width;
    if (code === clear) {
      next = clear + 2;
      width = firstBits + 1;
      previous = 0;
      continue;
    }
    const isEnd = code === clear + 1;
    if (isEnd || code > next || (code === next && previous === 0)) return pixels;
    const length = code === next ? previous + 1 : (lengths[code] as number);
    pixels += length;
    if (pixels >= enough) return pixels;
    if (previous > 0 && next < maxCodes) {
      lengths[next] = previous + 1;
      next += 1;
      if (next === 1 << width && width < 12) width += 1;
    }
    previous = length;
  }
}
