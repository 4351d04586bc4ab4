// Cuts a list into pieces. Pure.

/**
 * @param size Infinity makes one piece of everything.
 * @returns Pieces of `size` elements, of which the last may be shorter. An empty list gives no pieces.
 */
export function chunk<T>(all: readonly T[], size: number): T[][] {
  const pieces: T[][] = [];
  for (let at = 0; at < all.length; at += size) pieces.push(all.slice(at, at + size));
  return pieces;
}
