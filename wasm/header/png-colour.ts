// What a PNG says of its colours besides a profile: cICP, before which nothing else counts (W3C PNG, third edition, 4.3).
// gAMA and cHRM are not heeded, as sharp and libvips do not: for decades programs have written them by habit.

import { Bytes } from './bytes.ts';
import { byCodePoints, type Colourimetry } from './colourimetry.ts';

/**
 * @param bytes A PNG, of which everything before its picture is read.
 * @returns Undefined: its profile says it, or it is sRGB.
 * @throws {SourceFault} if it ends before its picture begins.
 */
export function readPngColour(bytes: Uint8Array): Colourimetry | undefined {
  const file = new Bytes(bytes);
  for (let at = 8; ; ) {
    const name = file.text(at + 4, 4);
    if (name === 'cICP') return byCodePoints(file.u8(at + 8), file.u8(at + 9));
    if (name === 'IDAT' || name === 'IEND') return undefined;
    at += 12 + file.u32(at);
  }
}
