// Pure: a list in pieces.

/**
 * @param size Infinity: all in one piece.
 * @returns Pieces of `size`, the last of what is left; none of an empty list.
 */
export function chunk<T>(all: readonly T[], size: number): T[][] {
  const pieces: T[][] = [];
  for (let at = 0; at < all.length; at += size) pieces.push(all.slice(at, at + size));
  return pieces;
}
