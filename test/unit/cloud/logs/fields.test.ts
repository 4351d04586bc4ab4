// The table of fields against what the function really writes, and everything that is made of the table.

import { expect, test } from 'vitest';
import {
  errorFields,
  indexedFields,
  platformFields,
  recordFields,
} from '../../../../src/cloud/logs/fields.ts';
import { indexRule } from '../../../../src/cloud/logs/index-rule.ts';
import { logAlarm, logQueries } from '../../../../src/cloud/logs/queries.ts';
import { createLog } from '../../../../src/function/log.ts';

const context = { requestId: 'r-1', engine: 'wasm-vips 0.0.19' };
const source = { bucket: 'example-1250000000', key: 'photos/cat.jpg', etag: '"abc"', ms: 412 };

function lineOf(use: (log: ReturnType<typeof createLog>) => void): Record<string, unknown> {
  const lines: string[] = [];
  use(createLog('debug', (line) => lines.push(line)));
  return JSON.parse(lines[0] ?? '{}');
}

const record = lineOf((log) => {
  const figures = { bytesIn: 81920, pixels: 12_000_000, queueMs: 1300, coldStart: true };
  const outcomes = [{ status: 'skipped', code: 'up-to-date', message: 'x' }] as const;
  log.record({ ...source, outcomes }, figures, context);
});

test('the fields of a record are those of the log, in its order', () => {
  expect(Object.keys(record)).toEqual(recordFields.map(({ name }) => name));
});

test('numbers are numbers in the index, and texts are texts', () => {
  const found = Object.entries(record).map(([name, value]) => [
    name,
    typeof value === 'number' ? 'long' : 'text',
  ]);
  expect(found).toEqual(recordFields.map(({ name, type }) => [name, type]));
});

test('the fields of errors are those of the log', () => {
  const line = lineOf((log) => log.error(new Error('a bug'), context));
  expect(Object.keys(line)).toEqual(expect.arrayContaining(errorFields.map(({ name }) => name)));
});

test('the index has each field once, and all of them can be counted', () => {
  const { KeyValues } = indexRule.KeyValue;
  expect(KeyValues.map(({ Key }) => Key)).toEqual([
    ...new Set([...recordFields, ...errorFields, ...platformFields].map(({ name }) => name)),
  ]);
  for (const { Value } of KeyValues) {
    expect(Value.SqlFlag).toBe(true);
    expect('Tokenizer' in Value).toBe(Value.Type === 'text');
  }
});

/** Words of the query language and of SQL, and the names that a query gives to its columns. */
function fieldsOf(query: string): string[] {
  const [search = '', sql = ''] = query.split(' | ');
  const given = [...sql.matchAll(/\bas (\w+)/g)].map(([, name]) => name);
  const searched = [...search.matchAll(/(\w+):/g)].map(([, name]) => name ?? '');
  const counted = [...sql.matchAll(/\((?:distinct )?"?(\w+)"?[,)]|group by (\w+)|select (\w+),/g)].map(
    ([, a, b, c]) => a ?? b ?? c ?? '',
  );
  return [...searched, ...counted].filter((name) => name !== '__TIMESTAMP__' && !given.includes(name));
}

test.each([...logQueries.map(({ query }) => query), ...logAlarm(5).targets.map(({ query }) => query)])(
  '%s asks for fields of the index',
  (query) => {
    const names = indexedFields.map(({ name }) => name);
    expect(fieldsOf(query).length).toBeGreaterThan(0);
    expect(fieldsOf(query).filter((name) => !names.includes(name))).toEqual([]);
  },
);

test('there are six queries, each with what it finds in both languages', () => {
  expect(new Set(logQueries.map(({ id }) => id)).size).toBe(6);
  for (const { finds } of logQueries) {
    expect(finds.en).toMatch(/^[a-z].*[^.]$/);
    expect(finds.zh).toMatch(/[\u4e00-\u9fff]/);
  }
});

test('the alarm looks at what its targets count', () => {
  const { targets, condition } = logAlarm(5);
  const counted = targets.map(({ query }, at) => `$${at + 1}.${/ as (\w+)$/.exec(query)?.[1]}`);
  expect(condition.match(/\$\d\.\w+/g)).toEqual(counted);
});
