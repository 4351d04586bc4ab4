// Log lines of CLS: page after page, and search after search, since CLS ends a search after 10,000 lines.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logsApi } from '../../../../src/cloud/api/log-lines.ts';
import type { ApiRequests } from '../../../../src/cloud/api/requester.ts';
import { collect } from '../../../support/collect.ts';

interface Line {
  readonly Time: number;
  readonly PkgId: string;
  readonly PkgLogId: string;
  readonly LogJson: string;
}

/** CLS in a few lines: newest first, 1,000 to a page, 10,000 to a search. */
function clsWith(lines: readonly Line[]): { readonly requests: ApiRequests; searches(): number } {
  let searches = 0;
  const newestFirst = [...lines].reverse();
  async function cls(_action: string, request: object) {
    const { To, From, Limit, Context } = request as Record<string, number>;
    if (Context === undefined) searches++;
    const found = newestFirst.filter(({ Time }) => Time >= (From ?? 0) && Time <= (To ?? 0)).slice(0, 10_000);
    const start = Number(Context ?? 0);
    const end = start + (Limit ?? 0);
    const ListOver = end >= found.length;
    return { Results: found.slice(start, end), ListOver, Context: ListOver ? '' : String(end) };
  }
  return { requests: { cls } as unknown as ApiRequests, searches: () => searches };
}

/** @param perMs How many lines fall into one millisecond. */
function linesOf(count: number, perMs: number): Line[] {
  return Array.from({ length: count }, (_, at) => ({
    Time: 1 + Math.floor(at / perMs),
    PkgId: 'p',
    PkgLogId: String(at),
    LogJson: JSON.stringify({ at, level: 'info', nested: { a: 1 } }),
  }));
}

async function read(lines: readonly Line[]) {
  const cls = clsWith(lines);
  const search = { topicId: 't', query: '*', from: 0, to: 1_000_000 };
  return { found: await collect(logsApi(cls.requests).search(search)), searches: cls.searches() };
}

test('every line once, newest first, however many there are and however close', async () => {
  const counts = fc.integer({ min: 0, max: 25_000 });
  await fc.assert(
    fc.asyncProperty(counts, fc.integer({ min: 1, max: 3000 }), async (count, perMs) => {
      const { found } = await read(linesOf(count, perMs));
      expect(found.map(({ fields }) => Number(fields['at']))).toEqual(
        Array.from({ length: count }, (_, at) => count - 1 - at),
      );
    }),
    { numRuns: 10 },
  );
});

test('a search goes on where CLS ended the one before', async () => {
  expect((await read(linesOf(9_999, 1))).searches).toBe(1);
  expect((await read(linesOf(25_000, 7))).searches).toBe(3);
});

test('values that are no texts are JSON, and lines that are no JSON are empty', async () => {
  const [line] = linesOf(1, 1);
  if (line === undefined) throw new Error('there is no line');
  const { found } = await read([line, { ...line, PkgLogId: 'x', LogJson: 'START' }]);
  expect(found.map(({ fields }) => fields)).toEqual([{}, { at: '0', level: 'info', nested: '{"a":1}' }]);
});
