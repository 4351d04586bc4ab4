// What is searched through, format by format: found by looking at what comes out of the encoders.

import type { OutputFormat } from '../../../src/function/format/format.ts';
import type { QualityRange } from './search.ts';

/**
 * The distance that `auto` keeps. At quality 80 JPEGs of 36 photos lie between 2 and 5 (SSIMULACRA2: 88 to 72), and the worst of
 * them is what somebody who asks for 80 has agreed to. So everything may look as far from its original as hard photos do at 80:
 * the equal worst, not the equal mean. At the equal mean a search saves nothing: what it takes from easy photos it gives to
 * hard ones, whose bytes are more.
 */
export const targetDistance = 4.5;

export type LossyFormat = 'jpeg' | 'webp' | 'avif';

/** Where a search for a quality goes, and where it begins. */
interface AutoRange extends QualityRange {
  readonly start: number;
}

/**
 * Photos end between 52 and 87 with JPEG and WebP, between 26 and 66 with AVIF, whose distance falls the steepest and whose encodes
 * are dear.
 */
export const autoScales: Readonly<Record<LossyFormat, AutoRange>> = {
  jpeg: { lowest: 40, highest: 92, start: 73, slope: -0.033, trials: 5, caution: 2 },
  webp: { lowest: 40, highest: 92, start: 75, slope: -0.034, trials: 5, caution: 2 },
  avif: { lowest: 25, highest: 75, start: 55, slope: -0.056, trials: 3, caution: 2 },
};

/** Below these, fewer pixels look better than fewer bits for each. */
export const qualityFloors: Readonly<Record<LossyFormat, number>> = { jpeg: 30, webp: 25, avif: 28 };

/** With fewer pixels: between what was wished and the floor. */
export const reducedQualities: Readonly<Record<LossyFormat, number>> = { jpeg: 55, webp: 50, avif: 42 };

/** Colours of a palette, from many to few, before pixels go. The first serve with fewer pixels, too. */
export const paletteSizes: Readonly<Record<'png' | 'gif', readonly [number, ...number[]]>> = {
  png: [256, 16],
  gif: [128, 64, 32],
};

export function isLossy(format: OutputFormat): format is LossyFormat {
  return format in qualityFloors;
}
