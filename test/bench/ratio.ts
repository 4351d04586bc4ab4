// How one contender compares with another over all rounds, and how far to trust that. Pure.

import { median, quartiles, roundRatios } from './statistics.ts';

/** Of all rounds: in half of them the ratio was between `low` and `high`. */
export interface Ratio {
  readonly middle: number;
  readonly low: number;
  readonly high: number;
}

/** @param others See `roundRatios`. */
export function compareRounds(values: readonly number[], others: readonly number[]): Ratio {
  const ratios = roundRatios(values, others);
  const [low, high] = quartiles(ratios);
  return { middle: median(ratios), low, high };
}

/** The figures of a ratio by their names, as docs/results.ts reads them. */
export function ratioFigures(name: string, { middle, low, high }: Ratio): Record<string, number> {
  return { [name]: middle, [`${name}, first quartile`]: low, [`${name}, third quartile`]: high };
}
