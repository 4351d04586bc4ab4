// Reads what a PNG says of its colours besides a profile: cICP, before which nothing else counts (W3C PNG, third edition, 4.3).
// gAMA and cHRM are left aside, as by sharp and libvips: for decades programs have written them by habit.

import { pngChunks } from '../../src/function/container/png.ts';
import { Bytes } from './bytes.ts';
import { byCodePoints, type Colourimetry } from './colourimetry.ts';
import { corrupt } from './facts.ts';

/** Bytes of a cICP; another length is not understood. */
const cicpBytes = 4;

/**
 * @param bytes A PNG, of which everything before its picture is read.
 * @returns undefined: its profile says what its colours are, or they are sRGB.
 * @throws {SourceFault} if it ends before its picture begins.
 */
export function readPngColour(bytes: Uint8Array): Colourimetry | undefined {
  const file = new Bytes(bytes);
  for (const { type, start, end } of pngChunks(file)) {
    if (type === 'cICP' && end - start === cicpBytes) return byCodePoints(file.u8(start), file.u8(start + 1));
    if (type === 'IDAT' || type === 'IEND') return undefined;
  }
  throw corrupt('the file ends before its picture begins');
}
