// Calculates the sizes of thumbnails a second time, with rational numbers of BigInt, so that tests can compare the function's own
// arithmetic with it.

import type { Preset } from '../../src/function/preset/preset.ts';

export interface Sides {
  readonly width: number;
  readonly height: number;
}

/** A scale above 0. */
interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const one: Ratio = { numerator: 1n, denominator: 1n };

function isLess(a: Ratio, b: Ratio): boolean {
  return a.numerator * b.denominator < b.numerator * a.denominator;
}

const smallest = (ratios: readonly Ratio[]) => ratios.reduce((a, b) => (isLess(b, a) ? b : a));
const largest = (ratios: readonly Ratio[]) => ratios.reduce((a, b) => (isLess(a, b) ? b : a));

/** Calculates `round(side * scale)` with a half rounded up, never below 1. */
function scaled(side: number, { numerator, denominator }: Ratio): number {
  const rounded = (2n * BigInt(side) * numerator + denominator) / (2n * denominator);
  return Number(rounded < 1n ? 1n : rounded);
}

/**
 * Calculates the size of one thumbnail.
 *
 * @param photo The sides as seen, after EXIF orientation and trimming.
 */
export function exactSize(
  photo: Sides,
  { width, height, fit, enlarge }: Pick<Preset, 'width' | 'height' | 'fit' | 'enlarge'>,
): Sides {
  const limited = (ratio: Ratio) => (enlarge ? ratio : smallest([ratio, one]));
  const across = width === undefined ? [] : [{ numerator: BigInt(width), denominator: BigInt(photo.width) }];
  const down = height === undefined ? [] : [{ numerator: BigInt(height), denominator: BigInt(photo.height) }];
  if (fit === 'fill') {
    return {
      width: scaled(photo.width, limited(across[0] ?? one)),
      height: scaled(photo.height, limited(down[0] ?? one)),
    };
  }
  const choose = fit === 'inside' || fit === 'contain' ? smallest : largest;
  const scale = limited(choose([...across, ...down]));
  const resized = { width: scaled(photo.width, scale), height: scaled(photo.height, scale) };
  const [boxWidth = resized.width, boxHeight = resized.height] = [width, height];
  if (fit === 'cover') {
    return { width: Math.min(boxWidth, resized.width), height: Math.min(boxHeight, resized.height) };
  }
  if (fit === 'contain') {
    return { width: Math.max(boxWidth, resized.width), height: Math.max(boxHeight, resized.height) };
  }
  return resized;
}
