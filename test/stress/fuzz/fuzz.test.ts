// The short form of `npm run test:fuzz`: what thousands of damaged pictures may not do, a hundred and a half may not either.

import { afterAll, expect, test } from 'vitest';
import { drawGoodPhoto } from './good-photo.ts';
import { mutate } from './mutate.ts';
import { makeSeeds } from './seeds.ts';
import { openSession } from './session.ts';

const count = 150;
/** Not that of the long form: together they see more. */
const run = 2;
const seeds = await makeSeeds();
const session = await openSession(await drawGoodPhoto());
afterAll(() => session.close());

test(`${count} damaged pictures in one instance are each stored whole or refused by name`, async () => {
  const outcomes: string[] = [];
  for (let index = 0; index < count; index++) {
    const mutant = mutate(seeds, { seed: run, index });
    const { outcome, problem } = await session.run(mutant);
    outcomes.push(outcome);
    expect(problem, `number ${index}, ${mutant.name}`).toBeUndefined();
  }
  // Neither so damaged that no decoder looks at them, nor so little that none minds.
  expect(outcomes).toEqual(expect.arrayContaining(['stored', 'source-corrupt', 'source-unsupported']));
});
