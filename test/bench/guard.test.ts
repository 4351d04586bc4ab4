// What the guard lets pass, and what it says of what it does not.

import { describe, expect, test } from 'vitest';
import { bestOf, checkGuard, renderGuard } from './guard.ts';

const name = 'warm, jpeg 24 MP to 200, one core: ours to sharp';
const bounds = { [name]: { committed: 1.4, tolerance: 0.25 } };

describe('a figure', () => {
  test.each([
    { found: 1.4, holds: true, outdated: false },
    { found: 1.75, holds: true, outdated: false },
    { found: 1.76, holds: false, outdated: false },
    { found: 1.06, holds: true, outdated: false },
    { found: 1.04, holds: true, outdated: true },
    { found: Number.NaN, holds: false, outdated: false },
  ])(
    'of $found, with 1.40 committed: holds is $holds, outdated is $outdated',
    ({ found, holds, outdated }) => {
      const [verdict] = checkGuard({ [name]: found }, bounds);
      expect(verdict?.problem === undefined).toBe(holds);
      expect(verdict?.outdated).toBe(outdated);
    },
  );

  test('that the run lacks does not hold', () => {
    const verdicts = checkGuard({ 'warm, something else: ours to sharp': 1 }, bounds);
    expect(verdicts.map(({ problem }) => problem)).toEqual([
      `${name} was not measured, committed 1.40, at most 1.75`,
    ]);
  });

  test('that is not committed is not looked at', () => {
    expect(checkGuard({ [name]: 1.4, 'warm, something else: ours to sharp': 99 }, bounds)).toHaveLength(1);
  });
});

test('of two runs, the less of each figure counts, and one that only one run has', () => {
  expect(bestOf({ a: 1, b: 3, c: 5 }, { a: 2, b: 2, d: 7 })).toEqual({ a: 1, b: 2, c: 5, d: 7 });
});

describe('what is printed', () => {
  test('names every figure with its bounds', () => {
    const text = renderGuard(checkGuard({ [name]: 1.5 }, bounds));
    expect(text).toMatch(/ours to sharp\s+1\.50\s+1\.40\s+1\.75\s+holds/);
    expect(text).not.toMatch(/regressed|better/);
  });

  test('names what regressed, by how much, and what to do', () => {
    const text = renderGuard(checkGuard({ [name]: 1.95 }, bounds));
    expect(text).toContain(`regressed: ${name} is 1.95, committed 1.40, at most 1.75`);
    expect(text).toContain('Make it faster again');
  });

  test('hints at a new value where the committed one holds nothing any more', () => {
    const text = renderGuard(checkGuard({ [name]: 0.7 }, bounds));
    expect(text).toContain('Commit the new values');
    expect(text).toContain(`${name}: 0.70`);
    expect(text).not.toContain('regressed');
  });
});
