// What a decoder needs of a GIF: its pictures, with what says how each is drawn and how long it is shown.

import type { Bytes } from '../header/bytes.ts';
import { corrupt } from '../header/facts.ts';
import type { Keep } from './keep.ts';

const introducer = { extension: 0x21, image: 0x2c, trailer: 0x3b } as const;
const control = 0xf9;
/** Say how often an animation is shown. */
const loops: readonly string[] = ['NETSCAPE2.0', 'ANIMEXTS1.0'];

/** Other extensions than those before each picture: some dozens at most. */
const ordinary = 1000;
/** Their bytes: XMP has some dozens of KB. */
const ordinaryBytes = 64 * 1024;
/** Bytes of the extension that says how often an animation is shown, which are 19. A longer one is none. */
const longestLoop = 64;
/** Twice the frames that are admitted: what is left then is refused, by their number. */
const maxFrames = 20_000;

export const keepGif: Keep = (file, kept) => {
  let others = 0;
  let frames = 0;
  let hasLoop = false;
  let leftOut = 0;
  /** Where the last extension is that says how the next picture is drawn. */
  let before: Stretch | undefined;
  let at = 13 + tableBytes(file.u8(10));
  kept.keep(0, at);
  for (;;) {
    const kind = file.u8(at);
    const from = at;
    if (kind === introducer.trailer) {
      kept.keep(from, from + 1);
      return others > ordinary || leftOut > ordinaryBytes;
    }
    if (kind === introducer.extension) {
      at = passSubBlocks(file, from + 2);
      const label = file.u8(from + 1);
      if (before || label !== control) others += 1;
      if (label === control) before = { from, to: at };
      else if (!hasLoop && isLoop(file, from, at)) {
        kept.keep(from, at);
        hasLoop = true;
      } else {
        leftOut += at - from;
      }
    } else if (kind === introducer.image) {
      at = passSubBlocks(file, from + 11 + tableBytes(file.u8(from + 9)));
      if (before) kept.keep(before.from, before.to);
      before = undefined;
      kept.keep(from, at);
      frames += 1;
      if (frames > maxFrames) {
        kept.add(Buffer.from([introducer.trailer]));
        return true;
      }
    } else {
      throw corrupt('a GIF with a block of no known kind');
    }
  }
};

function isLoop(file: Bytes, from: number, to: number): boolean {
  return to - from <= longestLoop && loops.some((name) => file.hasText(from + 3, name));
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

function tableBytes(packed: number): number {
  return packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0;
}

function passSubBlocks(file: Bytes, from: number): number {
  let at = from;
  for (let length = file.u8(at); length > 0; length = file.u8(at)) at += 1 + length;
  return at + 1;
}
