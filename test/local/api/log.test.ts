// The log of the functions as CLS has it, and its queries.

import { beforeAll, describe, expect, test } from 'vitest';
import { parseLogQuery } from '../../../src/local/api/log-query.ts';
import { codeOf, connectCls, connectScf, newFunction, startCloud } from './cloud.ts';

const cloud = await startCloud({ polls: 0 });
const scf = connectScf(cloud);
const cls = connectCls(cloud);
const { topicId: TopicId } = cloud.account.topic;
const FunctionName = 'logs';
const source = `exports.main_handler = async ({ lines, fail }) => {
  for (const line of lines) console.log(typeof line === 'string' ? line : JSON.stringify(line));
  if (fail) throw new Error('failed');
  return 'done';
};`;

const invoke = (event: object) => scf.InvokeFunction({ FunctionName, Event: JSON.stringify(event) });

interface Found {
  readonly Time: number;
  readonly LogJson: string;
}

/** The same for all pages of a search. */
const later = Date.now() + 3_600_000;

async function search(QueryString: string, more: object = {}) {
  const time = { From: 0, To: later };
  const answer = await cls.request('SearchLog', { TopicId, ...time, QueryString, ...more });
  const lines = answer.Results.map(({ LogJson }: Found) => JSON.parse(LogJson) as Record<string, string>);
  return { ...answer, lines };
}

beforeAll(async () => {
  await scf.CreateFunction({ ...newFunction(FunctionName, source), AutoCreateClsTopic: 'TRUE' });
  await scf.CreateFunction(newFunction('silent', source));
  await invoke({
    lines: [{ level: 'info', ms: 7, key: 'photos/cat.jpg', codes: 'a,b', list: [1] }, 'plain text'],
  });
  await invoke({ lines: [{ level: 'error', ms: 70, key: 'photos/dog.jpg' }], fail: true });
  await scf.InvokeFunction({ FunctionName: 'silent', Event: '{"lines":["unheard"]}' });
});

describe('SearchLog', () => {
  test('has the fields of JSON lines and those of SCF', async () => {
    const { lines } = await search('key:"photos/cat.jpg"');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 'info',
      ms: '7',
      list: '[1]',
      SCF_FunctionName: FunctionName,
      SCF_Type: 'Custom',
      SCF_StatusCode: '202',
      SCF_RetryNum: '0',
      SCF_RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(JSON.parse(lines[0]?.SCF_Message ?? '')).toMatchObject({ ms: 7 });
  });

  test('has the lines of SCF', async () => {
    const { lines } = await search('SCF_Type:Platform AND SCF_StatusCode:430');
    const messages = lines.map(({ SCF_Message }: Record<string, string>) => SCF_Message?.split(' ')[0]);
    expect(messages).toEqual(['Report', 'END', 'ERROR']);
  });

  test('has nothing of functions that log elsewhere', async () => {
    expect((await search('unheard')).lines).toEqual([]);
  });

  test('gives all lines by the page, newest first', async () => {
    const all = (await search('', { Limit: 1000 })).lines;
    expect(all.length).toBeGreaterThan(8);
    const pages: unknown[] = [];
    let Context: string | undefined;
    for (;;) {
      const page = await search('', { Limit: 3, ...(Context !== undefined && { Context }) });
      pages.push(...page.lines);
      if (page.ListOver) break;
      Context = page.Context;
    }
    expect(pages).toEqual(all);
    expect((await search('', { Limit: 1000, Sort: 'asc' })).lines).toEqual(all.toReversed());
    expect((await search('', { Limit: 2, Offset: 1 })).lines).toEqual(all.slice(1, 3));
    const times = all.map(({ SCF_LogTime }: Record<string, string>) => Number(SCF_LogTime));
    expect(times).toEqual(times.toSorted((a: number, b: number) => b - a));
  });

  test('keeps to the time', async () => {
    expect((await search('', { To: 1 })).lines).toEqual([]);
    expect((await search('', { From: Date.now() + 1, To: Date.now() + 2 })).lines).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['another topic', { TopicId: 'other' }, 'ResourceNotFound.TopicNotExist'],
    ['a time that ends before it begins', { From: 2, To: 1 }, 'InvalidParameter'],
    ['too many at once', { Limit: 1001 }, 'InvalidParameter'],
    ['the language of Lucene', { QueryString: undefined, Query: 'a' }, 'UnsupportedOperation'],
    ['SQL', { QueryString: '* | select count(*)' }, 'UnsupportedOperation'],
    ['the context of nothing', { Context: 'x.1' }, 'FailedOperation.InvalidContext'],
    ['a wrong query', { QueryString: 'level:' }, 'FailedOperation.SyntaxError'],
  ])('refuses %s', async (_what, change, code) => {
    const right = { TopicId, From: 0, To: Date.now(), QueryString: '' };
    expect(await codeOf(cls.request('SearchLog', { ...right, ...change }))).toBe(code);
  });

  test('the older names of the query work, too', async () => {
    const answer = await cls.request('SearchLog', {
      TopicId,
      From: 0,
      To: Date.now(),
      Query: 'level:error',
      SyntaxRule: 1,
    });
    expect(answer.Results).toHaveLength(1);
  });
});

describe('a query', () => {
  const fields = {
    level: 'error',
    ms: '70',
    key: 'photos/big dog.jpg',
    codes: 'too-large,timeout',
    empty: '',
  };

  test.each<[string, boolean]>([
    ['', true],
    ['*', true],
    ['level:error', true],
    ['level:ERROR', true],
    ['level:err', false],
    ['level:err*', true],
    ['level:err?r', true],
    ['level:info', false],
    ['level:*', true],
    ['empty:*', true],
    ['other:*', false],
    ['other:error', false],
    ['error', true],
    ['dog.jpg', true],
    ['"big dog.jpg"', true],
    ['"dog.jpg big"', false],
    ['key:"photos/big dog.jpg"', true],
    ['key:"photos/dog.jpg"', false],
    ['key:photos', true],
    ['codes:timeout', true],
    ['codes:too', false],
    ['ms:70', true],
    ['ms:>=70', true],
    ['ms:>70', false],
    ['ms:<71', true],
    ['ms:<=69', false],
    ['level:>=1', false],
    ['other:>=0', false],
    ['empty:>=0', false],
    ['level:error AND ms:>=70', true],
    ['level:error AND ms:>70', false],
    ['level:error ms:>70', false],
    ['level:info OR ms:70', true],
    ['NOT level:info', true],
    ['NOT level:error', false],
    ['level:error NOT ms:70', false],
    ['level:info AND ms:1 OR ms:70', true],
    ['level:info AND (ms:1 OR ms:70)', false],
    ['(level:error)', true],
  ])('%j: %s', (query, expected) => {
    expect(parseLogQuery(query)(fields)).toBe(expected);
  });

  test.each([
    'level:',
    ':error',
    '(level:error',
    'level:error)',
    'AND',
    'a AND',
    'OR a',
    'NOT',
    'ms:>',
    'ms:>x',
    'level:"error',
    '>= 3',
  ])('%j is refused', (query) => {
    expect(() => parseLogQuery(query)).toThrow(/^The query is wrong/);
  });
});
