// Finds where an estimate stops to hold.

/** The largest number up to `most` for which it is so, found by halving. */
export function largest(most: number, isSo: (count: number) => boolean): number {
  if (isSo(most)) return most;
  let [below, above] = [0, most];
  while (above - below > 1000) {
    const middle = (below + above) / 2;
    if (isSo(middle)) below = middle;
    else above = middle;
  }
  return below;
}
