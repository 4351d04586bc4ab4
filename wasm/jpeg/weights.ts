// The weights of a resampling in whole numbers, as assembly/decoder/reduce.ts takes them.

import { lanczos3, weigh } from '../raster/kernel.ts';

export interface WholeWeights {
  /** The number of old pixels for each new one. */
  readonly taps: number;
  /** The index of the first old pixel, for each new one. */
  readonly first: Int32Array;
  /** `taps` weights for each new pixel; their sum is 4096. */
  readonly weights: Int16Array;
}

const whole = 4096;

/**
 * Computes the weights along one axis.
 *
 * @param length The old length in old pixels, the last of which may be only a part of one.
 */
export function weightsAlong(from: number, to: number, length: number): WholeWeights {
  const { taps, first, values } = weigh(from, to, length / to, lanczos3);
  const weights = new Int16Array(values.length);
  for (let pixel = 0; pixel < to; pixel++) {
    let left = whole;
    let largest = pixel * taps;
    for (let at = pixel * taps; at < (pixel + 1) * taps; at++) {
      const weight = Math.round((values[at] as number) * whole);
      weights[at] = weight;
      left -= weight;
      if (weight > (weights[largest] as number)) largest = at;
    }
    // What rounding has lost or added goes to the largest weight, where it is seen least.
    weights[largest] = (weights[largest] as number) + left;
  }
  return { taps, first, weights };
}
