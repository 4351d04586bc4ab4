// The assertion that two pictures look the same.

import { expect } from 'vitest';
import { compare } from './similar.ts';

/** @param mean Of 255: how far bands may be apart on average. */
export async function expectAlike(actual: Uint8Array, expected: Uint8Array, mean = 4): Promise<void> {
  const likeness = await compare(actual, expected);
  expect(likeness.dHash, 'difference hash').toBeLessThanOrEqual(5);
  expect(likeness.mean, 'mean difference').toBeLessThanOrEqual(mean);
}
