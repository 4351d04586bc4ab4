// Chance that can be had again: the same seed, the same choices. Knows nothing of images.

export interface Random {
  /** A whole number from 0 to `end` - 1; 0 if there is nothing to choose from. */
  below(end: number): number;
  /** @throws {Error} if there is nothing to pick from. */
  pick<T>(from: readonly T[]): T;
  /** True this often. @param share 0-1. */
  chance(share: number): boolean;
}

/** @returns Uniform numbers from 0 to 1, without 1. Source: Tommy Ettinger's mulberry32, public domain. */
export function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param numbers Whole; together they are the seed. */
export function createRandom(...numbers: readonly number[]): Random {
  // The seed is stirred once for each number.
  const seed = numbers.reduce((before, number) => (mulberry32(before)() * 2 ** 32) ^ number, 0);
  const next = mulberry32(seed);
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
