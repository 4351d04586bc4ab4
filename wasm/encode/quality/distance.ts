// Measures how different a picture looks from the original it was made of. Knows neither encoders nor qualities.

import type { Pixels } from '../../picture/pixels.ts';
import { brightness, colours, halve, type Plane, toLight } from './light.ts';
import { dissimilarity } from './structure.ts';

/** Pixels: a picture with a shorter side has no window left at the coarsest scale, and little to see or to save. */
export const shortestSide = 48;

/**
 * The planes that are compared, each at the scale at which eyes notice differences: they see colours less sharply than
 * brightness.
 */
interface ComparedPlanes {
  readonly bright: Plane;
  /** `coarse` at a quarter of the sides, `coarsest` at an eighth. */
  readonly coarse: Plane;
  readonly coarsest: Plane;
  /** These two at half the sides. */
  readonly redGreen: Plane;
  readonly blueYellow: Plane;
  /** At an eighth of the sides. */
  readonly coarseBlueYellow: Plane;
}

/**
 * Weights that make the sum follow SSIMULACRA2, which equals 100 minus ten times the 0.63rd power of the sum. Fitted to
 * JPEGs, WebPs and AVIFs of 36 photos at two sizes, and checked on a sixth of them that had been left out. At the same
 * sum, SSIMULACRA2 varies by 1.4 (standard deviation); with Butteraugli as in @squoosh/lib it varies by 4 to 7, and
 * that takes three times as long.
 */
const weights = {
  bright: 21,
  coarse: 575,
  coarsest: 335,
  redGreen: 14,
  blueYellow: 6,
  coarseBlueYellow: 37,
};

/**
 * Prepares the original once, for any number of candidates.
 *
 * @returns Measures how different a candidate of the same size looks. 0: identical; 1: not distinguishable side by
 * side; 4: looks the same when seen alone; 8: visibly compressed.
 */
export function createMeter(original: Pixels): (candidate: Pixels) => number {
  const reference = toPlanes(original);
  return (candidate) => {
    const compared = toPlanes(candidate);
    return (
      weights.bright * dissimilarity(reference.bright, compared.bright).worst +
      weights.coarse * dissimilarity(reference.coarse, compared.coarse).mean +
      weights.coarsest * dissimilarity(reference.coarsest, compared.coarsest).worst +
      weights.redGreen * dissimilarity(reference.redGreen, compared.redGreen).worst +
      weights.blueYellow * dissimilarity(reference.blueYellow, compared.blueYellow).worst +
      weights.coarseBlueYellow * dissimilarity(reference.coarseBlueYellow, compared.coarseBlueYellow).worst
    );
  };
}

function toPlanes(pixels: Pixels): ComparedPlanes {
  const whole = toLight(pixels);
  const half = halve(whole);
  const quarter = halve(half);
  const eighth = halve(quarter);
  const [redGreen, blueYellow] = colours(half);
  const [, coarseBlueYellow] = colours(eighth);
  return {
    bright: brightness(whole),
    coarse: brightness(quarter),
    coarsest: brightness(eighth),
    redGreen,
    blueYellow,
    coarseBlueYellow,
  };
}
