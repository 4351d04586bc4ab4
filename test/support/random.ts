// Chance that can be had again: the same seed, the same choices. Knows nothing of images.

export interface Random {
  /** A whole number from 0 to `end` - 1; 0 if there is nothing to choose from. */
  below(end: number): number;
  /** @throws {Error} if there is nothing to pick from. */
  pick<T>(from: readonly T[]): T;
  /** True this often. @param share 0-1. */
  chance(share: number): boolean;
}

/** @param numbers Whole; together they are the seed. */
export function createRandom(...numbers: readonly number[]): Random {
  // mulberry32 by Tommy Ettinger, public domain. Its state is stirred once for each number.
  let state = 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  for (const number of numbers) state = (next() * 2 ** 32) ^ number;
  const below = (end: number) => Math.floor(next() * end);
  return {
    below,
    pick(from) {
      const picked = from[below(from.length)];
      if (picked === undefined) throw new Error('there is nothing to pick from');
      return picked;
    },
    chance: (share) => next() < share,
  };
}
