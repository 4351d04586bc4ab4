// A third of the fault matrix on this Node.js, each fault once; and that a violation would be told.

import { expect, test } from 'vitest';
import { nodeUnderTest, runtime } from '../../support/runtime.ts';
import { allCells, runMatrix } from './matrix.ts';
import { rows } from './rows.ts';
import { problemsOf, renderMatrix } from './table.ts';

const column = { name: runtime.version, node: nodeUnderTest };

test('faults of every third kind, once each, leave every thumbnail stored in the end, and no wrong byte', async () => {
  const third = new Set(rows.filter((_, at) => at % 3 === 2));
  const cells = allCells.filter(({ row, when }) => when === 'once' && third.has(row));
  const finished = await runMatrix([column], cells);
  expect(problemsOf(finished)).toEqual([]);
  expect(finished).toHaveLength(cells.length);
});

test('a fault that ends otherwise than its row says is told with its cell, and marked in the matrix', async () => {
  const denied = {
    name: '403',
    kind: { status: 403 },
    strikes: ['put'],
    once: 'done',
    always: 'done',
  } as const;
  const finished = await runMatrix([column], [{ row: denied, operation: 'put', when: 'once' }]);
  expect(problemsOf(finished)).toEqual([
    expect.stringMatching(new RegExp(`^${column.name}, put, 403, once: ended thrown: .*store-denied`, 's')),
  ]);
  expect(renderMatrix(finished)).toMatch(/^403 +thrown 3 !$/m);
});
