// What is printed: narrow enough to be read, and no violation without its place.

import { expect, test } from 'vitest';
import type { Killed } from './kill.ts';
import { killProblemsOf, renderKills } from './kills.ts';
import { allCells, type Finished } from './matrix.ts';
import { steps } from './moments.ts';
import { problemsOf, renderMatrix } from './table.ts';

const finished: readonly Finished[] = ['12.16', '16.13', '20.19', '24.11'].flatMap((column) =>
  allCells.map((cell) => ({ ...cell, column, ending: 'thrown', requests: 16, problems: [] })),
);
const killed: Killed = {
  column: '12.16',
  moment: { kind: 'request', step: steps[3], strike: 'lost', afterMs: 0 },
  found: 1,
  problems: ['1 thumbnails were written, not 2'],
};

test('the matrix of four runtimes is less than 100 columns wide, and has every cell', () => {
  const text = renderMatrix(finished);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(100);
  expect(text.match(/thrown 16(?= |$)/gm)).toHaveLength(finished.length);
  expect(problemsOf(finished)).toEqual([]);
});

test('a cell that is wrong is marked, and named with what is wrong', () => {
  const [first] = finished;
  if (!first) throw new Error('there are no cells');
  const wrong = [{ ...first, problems: ['wrong bytes were stored'] }];
  expect(renderMatrix(wrong)).toMatch(/^500 +thrown 16 !$/m);
  expect(problemsOf(wrong)).toEqual(['12.16, get, 500, once: wrong bytes were stored']);
});

test('a kill is counted by its kind and what was found, and named if something is wrong', () => {
  expect(renderKills([killed])).toMatch(/^a request, before COS had it +1 +0 +1 +0 +0$/m);
  expect(killProblemsOf([killed])).toEqual([
    '12.16, killed at PUT of the small one, lost: 1 thumbnails were written, not 2',
  ]);
});
