// What many measurements come to. Pure arithmetic.

/**
 * The value of which a share of the others is smaller, interpolated between neighbours.
 *
 * @param share 0-1: a half is the median.
 * @throws {Error} if there are no values: nothing was measured.
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('there are no values to take a median of: nothing was measured');
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The first and the third: half of all values lie between them. */
export function quartiles(values: readonly number[]): readonly [number, number] {
  return [quantile(values, 0.25), quantile(values, 0.75)];
}

/**
 * The ratio in each round. Their median and quartiles say how far to trust it: what slows the machine for a while slows both.
 *
 * @param others As many, each measured right beside the value in its place.
 */
export function roundRatios(values: readonly number[], others: readonly number[]): number[] {
  return values.map((value, round) => value / (others[round] ?? Number.NaN));
}
