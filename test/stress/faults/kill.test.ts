// A few kills on this Node.js; the long form is `npm run test:faults`.

import { expect, test } from 'vitest';
import { nodeUnderTest, runtime } from '../../support/runtime.ts';
import { killProblemsOf, runKills } from './kills.ts';
import { chooseMoments } from './moments.ts';

const column = { name: runtime.version, node: nodeUnderTest };

test('killed at 8 moments and delivered again, every thumbnail is there, whole, once', async () => {
  const killed = await runKills(chooseMoments(8, 1), [column]);
  expect(killProblemsOf(killed)).toEqual([]);
  expect(killed).toHaveLength(8);
});
