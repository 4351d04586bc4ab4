// The order in which cases are started, and to whom each result goes.

import { expect, test } from 'vitest';
import { inTurn } from './cold/rounds.ts';

test('each case comes once in a round, and every other round goes backwards', async () => {
  const asked: string[] = [];
  const found = await inTurn(['a', 'b', 'c'], 3, async (one, round) => {
    asked.push(one);
    return `${one}, ${round}`;
  });
  expect(asked.join('')).toBe('abccbaabc');
  expect(found[1]).toEqual(['b', ['b, round 1 of 3', 'b, round 2 of 3', 'b, round 3 of 3']]);
});
