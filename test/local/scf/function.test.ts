// One invocation: what the function does -> status, answer or error, log.

import { expect, test } from 'vitest';
import { startBody, startSource } from './functions.ts';

test.each([
  { does: 'resolves', source: 'exports.main_handler = async (event) => ({ got: event.n })' },
  { does: 'returns', source: 'exports.main_handler = (event) => ({ got: event.n })' },
  {
    does: 'calls back',
    source:
      'exports.main_handler = (event, context, callback) => setTimeout(callback, 1, null, { got: event.n })',
  },
])('answers 200 with what a function $does', async ({ source }) => {
  const invocation = await startSource(source).invoke({ n: 7 });
  expect(invocation).toMatchObject({ statusCode: 200, answer: { got: 7 } });
  expect(invocation.error).toBeUndefined();
});

test('answers null for a function that resolves without a value', async () => {
  expect(await startBody('').invoke({})).toMatchObject({ statusCode: 200, answer: null });
});

test.each([
  { how: 'throws', body: 'throw new TypeError("no such thing")' },
  {
    how: 'throws from a timer',
    body: 'await new Promise(() => setTimeout(() => { throw new TypeError("no such thing") }, 1))',
  },
])('answers 430 with type, message and stack when a function $how', async ({ body }) => {
  const { statusCode, error, answer } = await startBody(body).invoke({});
  expect(statusCode).toBe(430);
  expect(error).toMatchObject({ type: 'TypeError', message: 'no such thing' });
  expect(error?.stack).toContain('index.js');
  expect(answer).toBeUndefined();
});

test.each([
  {
    what: 'a string thrown',
    source: 'exports.main_handler = async () => { throw "bare" }',
    message: /^bare$/,
  },
  {
    what: 'an error called back',
    source: 'exports.main_handler = (e, c, callback) => callback(new Error("called back"))',
    message: /^called back$/,
  },
  {
    what: 'an answer that JSON cannot hold',
    source: 'exports.main_handler = async () => { const a = {}; a.a = a; return a }',
    message: /circular/,
  },
  {
    what: 'a promise that nothing will ever settle',
    source: 'exports.main_handler = () => new Promise(() => {})',
    message: /the event loop is empty/,
  },
])('answers 430 for $what', async ({ source, message }) => {
  const { statusCode, error } = await startSource(source).invoke({});
  expect(statusCode).toBe(430);
  expect(error?.message).toMatch(message);
});

test.each([
  { code: 443, what: 'a syntax error', source: 'exports.main_handler = async (', message: /Unexpected/ },
  { code: 443, what: 'a throw while loading', source: 'throw new Error("at import")', message: /at import/ },
  { code: 437, what: 'no such export', source: 'exports.other = () => {}', message: /exports: other/ },
  {
    code: 437,
    what: 'an export that is no function',
    source: 'exports.main_handler = 1',
    message: /main_handler/,
  },
  { code: 439, what: 'an exit while loading', source: 'process.exit(3)', message: /exit code 3/ },
])('answers $code for $what', async ({ code, source, message }) => {
  const { statusCode, error, coldStart, durationMs } = await startSource(source).invoke({});
  expect(statusCode).toBe(code);
  expect(error?.message).toMatch(message);
  expect(coldStart?.initMs).toBeGreaterThan(0);
  expect(durationMs).toBe(0);
});

test('keeps an instance warm: its globals stay and only the first invocation is a cold start', async () => {
  const counting = startSource('let n = 0; exports.main_handler = async () => (n += 1)');
  const first = await counting.invoke({});
  const second = await counting.invoke({});
  expect([first.answer, second.answer]).toEqual([1, 2]);
  expect(first.coldStart?.initMs).toBeGreaterThan(0);
  expect(second.coldStart).toBeUndefined();
});

test('runs one event at a time, in the order in which they came', async () => {
  const busy = startSource(`
    let running = 0;
    exports.main_handler = async (event) => {
      running += 1;
      const atOnce = running;
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      return { atOnce, event };
    };`);
  const invocations = await Promise.all([1, 2, 3].map((n) => busy.invoke(n)));
  expect(invocations.map(({ answer }) => answer)).toEqual([1, 2, 3].map((event) => ({ atOnce: 1, event })));
  expect(invocations.map(({ coldStart }) => coldStart !== undefined)).toEqual([true, false, false]);
});

test('collects the lines of each invocation apart, from both streams, whole and decoded', async () => {
  const talking = startSource(`
    console.log('loading');
    exports.main_handler = async (event) => {
      console.log('缩略图 ' + event);
      console.error('careful');
      process.stdout.write('unfinished');
    };`);
  const first = await talking.invoke(1);
  const second = await talking.invoke(2);
  expect([...first.log].sort()).toEqual(['careful', 'loading', 'unfinished', '缩略图 1'].sort());
  expect([...second.log].sort()).toEqual(['careful', 'unfinished', '缩略图 2'].sort());
});

test('collects a log of megabytes to its last line, with characters that straddle its chunks', async () => {
  const body = 'for (let n = 0; n < 20000; n += 1) console.log("缩".repeat(33))';
  const { log } = await startBody(body).invoke({});
  expect(log).toHaveLength(20_000);
  expect(new Set(log)).toEqual(new Set(['缩'.repeat(33)]));
});

test('keeps what a process wrote before it exited, ended by a line break or not', async () => {
  const body = 'console.log("last"); process.stdout.write("words"); process.exit(1)';
  expect((await startBody(body).invoke({})).log).toEqual(['last', 'words']);
});

test('says which Node.js does not start', async () => {
  const started = startBody('', { node: '/nowhere/node' });
  await expect(started.invoke({})).rejects.toThrow('cannot start /nowhere/node');
});
