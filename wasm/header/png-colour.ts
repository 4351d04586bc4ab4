// What a PNG says of its colours besides a profile (W3C PNG, third edition, 11.3.2 and 4.3: the first of cICP, iCCP, sRGB and
// gAMA counts, the last with cHRM).

import { Bytes } from './bytes.ts';
import { byChromaticities, byCodePoints, type Colourimetry } from './colourimetry.ts';
import { type Primaries, srgbPrimaries } from './primaries.ts';

/**
 * @param bytes A PNG, of which everything before its picture is read.
 * @returns Undefined: its profile says it, or it is sRGB.
 * @throws {SourceFault} if it ends before its picture begins.
 */
export function readPngColour(bytes: Uint8Array): Colourimetry | undefined {
  const file = new Bytes(bytes);
  /** Chunk -> where its content begins. */
  const starts = new Map<string, number>();
  for (let at = 8; ; ) {
    const name = file.text(at + 4, 4);
    if (name === 'IDAT' || name === 'IEND') break;
    starts.set(name, at + 8);
    at += 12 + file.u32(at);
  }
  const cicp = starts.get('cICP');
  if (cicp !== undefined) return byCodePoints(file.u8(cicp), file.u8(cicp + 1));
  const gamma = starts.get('gAMA');
  if (starts.has('iCCP') || starts.has('sRGB') || gamma === undefined) return undefined;
  const chroma = starts.get('cHRM');
  const primaries = chroma === undefined ? srgbPrimaries : readPrimaries(file, chroma);
  return byChromaticities(primaries, file.u32(gamma) / scale);
}

/** Numbers are whole, and so many times too large. */
const scale = 100_000;

function readPrimaries(file: Bytes, at: number): Primaries {
  const xy = (index: number) =>
    [file.u32(at + index * 8) / scale, file.u32(at + index * 8 + 4) / scale] as const;
  return { white: xy(0), red: xy(1), green: xy(2), blue: xy(3) };
}
