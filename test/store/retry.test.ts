// The pauses between attempts, and how they bow to COS and to the deadline.

import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Call, tryRepeatedly } from '../../src/function/cos/retry.ts';
import { Deadline } from '../../src/function/deadline.ts';
import { at } from './lab.ts';

beforeAll(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => {
  vi.useRealTimers();
});

const call = (ms: number): Call => ({ operation: 'get', ref: at('cat.jpg'), deadline: Deadline.in(ms) });
const fails = (error: unknown) => ({ done: Promise.reject(error), abort: () => {} });
const busy = (headers = {}) => ({ code: 'SlowDown', statusCode: 503, headers });

/** Runs until it settles; the moments of the attempts in milliseconds from the start, and the outcome. */
async function run(ms: number, answer: (attempt: number) => { done: Promise<unknown>; abort(): void }) {
  const start = Date.now();
  const moments: number[] = [];
  const outcome = tryRepeatedly(call(ms), (attempt) => {
    moments.push(Date.now() - start);
    return answer(attempt);
  }).then(
    (value) => value,
    (error: { code?: string }) => error.code ?? error,
  );
  await vi.runAllTimersAsync();
  return { moments, outcome: await outcome };
}

test.each([
  { random: 0, moments: [0, 0, 0] },
  { random: 0.5, moments: [0, 100, 300] },
  { random: 0.999, moments: [0, 200, 600] },
])('pauses at random up to 200 and 400 ms ($random)', async ({ random, moments }) => {
  vi.spyOn(Math, 'random').mockReturnValue(random);
  const found = await run(60_000, () => fails(busy()));
  expect(found.outcome).toBe('store-unavailable');
  expect(found.moments).toHaveLength(moments.length);
  found.moments.forEach((moment, i) => {
    expect(Math.abs(moment - (moments[i] ?? Number.NaN))).toBeLessThanOrEqual(2);
  });
});

test.each([
  { what: 'seconds', header: () => '2' },
  { what: 'a date', header: () => new Date(Date.now() + 2000).toUTCString() },
])('waits as long as COS asks in $what', async ({ header }) => {
  vi.setSystemTime(1_700_000_000_000);
  const retryAfter = header();
  const found = await run(60_000, (attempt) =>
    attempt === 1 ? fails(busy({ 'retry-after': retryAfter })) : { done: Promise.resolve('ok'), abort() {} },
  );
  expect(found).toEqual({ moments: [0, 2000], outcome: 'ok' });
});

test.each(['soon', '-1', ''])('takes no notice of a Retry-After of "%s"', async (header) => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  expect((await run(60_000, () => fails(busy({ 'retry-after': header })))).moments).toEqual([0, 0, 0]);
});

test('gives up at once when COS asks for more time than is left', async () => {
  const found = await run(1000, () => fails(busy({ 'retry-after': '1' })));
  expect(found).toEqual({ moments: [0], outcome: 'store-unavailable' });
});

test('does not start an attempt with next to no time left', async () => {
  expect(await run(49, () => fails(busy()))).toEqual({ moments: [], outcome: 'deadline' });
});

test('ends at the deadline, aborts what is on its way and says what COS said last', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const abort = vi.fn();
  const stuck = { done: new Promise(() => {}), abort };
  expect(await run(500, (attempt) => (attempt === 1 ? fails(busy()) : stuck))).toEqual({
    moments: [0, 0],
    outcome: 'store-unavailable',
  });
  expect(abort).toHaveBeenCalledTimes(1);
  expect((await run(500, () => stuck)).outcome).toBe('deadline');
  expect(vi.getTimerCount()).toBe(0);
});

test('passes on a bug as it is, after one attempt', async () => {
  const bug = new TypeError('x is not a function');
  expect(await run(1000, () => fails(bug))).toEqual({ moments: [0], outcome: bug });
});
