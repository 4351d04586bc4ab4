// For a quote without a sample: what photos take by our own measurements, which were made elsewhere with other photos.

import { coresOf } from '../core-share.ts';
import { type Charging, mostRequests } from './charge.ts';
import type { Estimate, Measurement } from './estimate.ts';
import type { Stratum } from './sampling.ts';

interface Figure {
  /** Milliseconds of a whole core, for a thumbnail of 200 pixels. */
  readonly photoMs: number;
  readonly megabyteMs: number;
}

/**
 * Format -> figures. The built function, warm, on Node.js 20 and one core of an AMD EPYC, November 2026, with photos of 3 and
 * 12 megapixels by code (`npm run bench -- warm` has the like). JPEG is the mean of baseline and progressive.
 */
const figures: Readonly<Record<string, Figure>> = {
  jpeg: { photoMs: 15, megabyteMs: 35 },
  png: { photoMs: 60, megabyteMs: 15 },
  webp: { photoMs: 110, megabyteMs: 170 },
};
/** Of the other formats: the slowest that was measured. */
const otherFigure: Figure = { photoMs: 110, megabyteMs: 170 };

/** Waiting for COS, which is paid for as well: four requests within the region. A guess. */
const networkMs = 60;

const megabyte = 1024 ** 2;

/** What a range by such figures is worth: photos of one size differ by that much, and machines do. */
export const figuresSpread: Pick<Estimate, 'low' | 'high'> = { low: 0.4, high: 3 };

/** One for each stratum: its photo of mean size. */
export function measurementsByFigures(strata: readonly Stratum[], charging: Charging): Measurement[] {
  const cores = Math.min(1, coresOf(charging.memoryMb));
  return strata.map(({ name, objects, bytes }) => {
    const mean = bytes / objects;
    const { photoMs, megabyteMs } = figures[name.split(',')[0] ?? ''] ?? otherFigure;
    const coreMs = photoMs + (megabyteMs * mean) / megabyte;
    return {
      stratum: name,
      bytes: mean,
      ms: coreMs / cores + networkMs,
      overheadMs: 2,
      requests: mostRequests(charging),
    };
  });
}

export function widen({ low, middle, high }: Estimate, spread: Pick<Estimate, 'low' | 'high'>): Estimate {
  return { low: low * spread.low, middle, high: high * spread.high };
}
