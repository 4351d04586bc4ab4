// How far a picture looks from the one that it was made of. Knows neither encoders nor qualities.

import type { Pixels } from '../../picture/pixels.ts';
import { brightness, colours, halve, type Plane, toLight } from './light.ts';
import { dissimilarity } from './structure.ts';

/** Pixels: with a shorter side there is no window left at the coarsest scale, little to see and less to save. */
export const shortestSide = 48;

/** What is compared, at the sizes at which eyes are picky: colours are seen less sharply than brightness. */
interface ComparedPlanes {
  readonly bright: Plane;
  /** Of a quarter and an eighth of the sides. */
  readonly coarse: Plane;
  readonly coarsest: Plane;
  /** Of half the sides. */
  readonly redGreen: Plane;
  readonly blueYellow: Plane;
  /** Of an eighth of the sides. */
  readonly coarseBlueYellow: Plane;
}

/**
 * Weights that make the sum follow SSIMULACRA2, which is 100 minus the tenfold of the sum's 0.63rd power: fitted to JPEGs, WebPs and
 * AVIFs of 36 photos at two sizes, and tried on a sixth of them that had been left out. At one and the same sum it strays by 1.4
 * (standard deviation), where Butteraugli as @squoosh/lib has it strays by 4 to 7, and takes three times as long.
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
 * @returns How far a candidate of the same size looks from the original. 0: the same; 1: cannot be told from it side by side; 4: looks
 * the same by itself; 8: shows what it is.
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
