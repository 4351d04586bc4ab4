// Conditional and partial reads.

import { describe, expect, test } from 'vitest';
import { checkConditions } from '../../../src/local/cos/condition.ts';
import type { ObjectFacts } from '../../../src/local/cos/object-store.ts';
import { parseRange } from '../../../src/local/cos/range.ts';
import { bucket, send, startCloud } from './cloud.ts';

const modified = Date.UTC(2026, 0, 2, 3, 4, 5);
const facts: ObjectFacts = { key: 'a', headers: {}, etag: '"abc"', crc64: '0', size: 10, modified };
const before = new Date(modified - 1000).toUTCString();
const same = new Date(modified).toUTCString();
const after = new Date(modified + 1000).toUTCString();

test.each([
  [{}, 'go-on'],
  [{ ifMatch: '"abc"' }, 'go-on'],
  [{ ifMatch: 'abc' }, 'go-on'],
  [{ ifMatch: '"x", "abc"' }, 'go-on'],
  [{ ifMatch: '*' }, 'go-on'],
  [{ ifMatch: '"x"' }, 'failed'],
  [{ ifMatch: '' }, 'failed'],
  [{ ifNoneMatch: '"abc"' }, 'not-modified'],
  [{ ifNoneMatch: '*' }, 'not-modified'],
  [{ ifNoneMatch: '"x"' }, 'go-on'],
  [{ ifModifiedSince: before }, 'go-on'],
  [{ ifModifiedSince: same }, 'not-modified'],
  [{ ifModifiedSince: 'yesterday' }, 'go-on'],
  [{ ifUnmodifiedSince: before }, 'failed'],
  [{ ifUnmodifiedSince: same }, 'go-on'],
  [{ ifUnmodifiedSince: 'yesterday' }, 'go-on'],
  // The ETag's word counts, not the date's.
  [{ ifMatch: '"abc"', ifUnmodifiedSince: before }, 'go-on'],
  [{ ifNoneMatch: '"x"', ifModifiedSince: after }, 'go-on'],
  [{ ifMatch: '"x"', ifNoneMatch: '"abc"' }, 'failed'],
  [{ ifMatch: '"abc"', ifNoneMatch: '"abc"' }, 'not-modified'],
])('%j: %s', (conditions, expected) => {
  const check = () => checkConditions(conditions, facts);
  if (expected === 'failed') expect(check).toThrow(expect.objectContaining({ code: 'PreconditionFailed' }));
  else expect(check()).toBe(expected);
});

test.each([
  ['bytes=0-3', { first: 0, last: 3 }],
  ['bytes=3-3', { first: 3, last: 3 }],
  ['bytes=7-', { first: 7, last: 9 }],
  ['bytes=7-99', { first: 7, last: 9 }],
  ['bytes=-3', { first: 7, last: 9 }],
  ['bytes=-99', { first: 0, last: 9 }],
  [undefined, undefined],
  ['bytes=', undefined],
  ['bytes=-', undefined],
  ['bytes=5-3', undefined],
  ['bytes=0-1,3-4', undefined],
  ['lines=0-3', undefined],
])('reads the range %s of 10 bytes', (header, range) => {
  expect(parseRange(header, 10)).toEqual(range);
});

test.each([
  ['bytes=10-', 10],
  ['bytes=10-12', 10],
  ['bytes=-0', 10],
  ['bytes=0-0', 0],
])('refuses the range %s of %i bytes', (header, size) => {
  expect(() => parseRange(header, size)).toThrow(
    expect.objectContaining({ status: 416, code: 'InvalidRange' }),
  );
});

describe('over the wire', async () => {
  const server = await startCloud();
  server.objects.put(bucket, 'a', Buffer.from('0123456789'));

  test('answers 304 with the ETag and no body', async () => {
    const etag = server.objects.get(bucket, 'a')?.etag ?? '';
    const answer = await send(server, { key: 'a', headers: { 'if-none-match': etag } });
    expect([answer.status, answer.body.length, answer.headers.etag]).toEqual([304, 0, etag]);
  });

  test('tells the length of a range to HEAD', async () => {
    const answer = await send(server, { method: 'HEAD', key: 'a', headers: { range: 'bytes=2-4' } });
    expect([answer.status, answer.headers['content-length'], answer.headers['content-range']]).toEqual([
      206,
      '3',
      'bytes 2-4/10',
    ]);
  });

  test('lets a signed query choose headers of the answer', async () => {
    const query = {
      'response-content-type': 'text/x',
      'response-cache-control': 'no-store',
      'response-etag': 'x',
    };
    const { headers } = await send(server, { key: 'a', query });
    expect(headers).toMatchObject({ 'content-type': 'text/x', 'cache-control': 'no-store' });
    expect(headers.etag).toBe(server.objects.get(bucket, 'a')?.etag);
  });
});
