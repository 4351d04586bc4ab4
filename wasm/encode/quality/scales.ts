// The ranges that are searched, for each format. The numbers were found by looking at what the encoders produce.

import type { OutputFormat } from '../../../src/function/format/format.ts';
import type { QualityRange } from './search.ts';

/**
 * The distance (distance.ts) that `quality: 'auto'` aims at. JPEGs of 36 photos at quality 80 have distances between 2
 * and 5 (SSIMULACRA2: 88 to 72), and a person who asks for 80 accepts the worst of them. So every picture may differ as
 * much as difficult photos do at 80: the same worst case, not the same mean. With the same mean a search would save
 * nothing, because the bytes saved on easy photos would be spent on difficult ones, which are larger.
 */
export const targetDistance = 4.5;

export type LossyFormat = 'jpeg' | 'webp' | 'avif';

/** The range of a search for a quality, and the quality at which it begins. */
interface AutoRange extends QualityRange {
  readonly start: number;
}

/**
 * In practice photos end between 52 and 87 as JPEG and WebP, and between 26 and 66 as AVIF, whose distance changes
 * fastest with quality and whose encodes are slow.
 */
export const autoScales: Readonly<Record<LossyFormat, AutoRange>> = {
  jpeg: { lowest: 40, highest: 92, start: 73, slope: -0.033, trials: 5, caution: 2 },
  webp: { lowest: 40, highest: 92, start: 75, slope: -0.034, trials: 5, caution: 2 },
  avif: { lowest: 25, highest: 75, start: 55, slope: -0.056, trials: 3, caution: 2 },
};

/** Below these qualities, fewer pixels look better than fewer bits for each pixel. */
export const qualityFloors: Readonly<Record<LossyFormat, number>> = { jpeg: 30, webp: 25, avif: 28 };

/** The quality to use with fewer pixels: between what the preset asked for and `qualityFloors`. */
export const reducedQualities: Readonly<Record<LossyFormat, number>> = { jpeg: 55, webp: 50, avif: 42 };

/** Numbers of colours to try before the size is reduced, from many to few. The first is used with fewer pixels, too. */
export const paletteSizes: Readonly<Record<'png' | 'gif', readonly [number, ...number[]]>> = {
  png: [256, 16],
  gif: [128, 64, 32],
};

export function isLossy(format: OutputFormat): format is LossyFormat {
  return format in qualityFloors;
}
