// Which moments are chosen: the same by the same seed, and all kinds of them.

import { expect, test } from 'vitest';
import { chooseMoments, nameOf, steps, strikes } from './moments.ts';

test('the same seed chooses the same moments, another one others', () => {
  expect(chooseMoments(20, 1)).toEqual(chooseMoments(20, 1));
  expect(chooseMoments(20, 1)).not.toEqual(chooseMoments(20, 2));
});

test('of a hundred half are tied to requests, each step and strike among them', () => {
  const moments = chooseMoments(100, 1);
  const tied = moments.filter(({ kind }) => kind === 'request');
  expect(tied).toHaveLength(50);
  const names = new Set(tied.map((moment) => nameOf(moment).replace(/ for .*/, '')));
  expect(names.size).toBe(steps.length * strikes.length);
});
