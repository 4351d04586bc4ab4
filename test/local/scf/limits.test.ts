// SCF's limits, and what goes on after the answer.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startBody, startSource } from './functions.ts';

const onLinux = process.platform === 'linux';

test.each([
  { how: 'waits', code: 433, body: 'await new Promise((r) => setTimeout(r, 600000))', timeoutS: 2 },
  { how: 'never yields', code: 433, body: 'for (;;);', timeoutS: 2 },
  { how: 'exits', code: 439, body: 'process.exit(4)', timeoutS: 120 },
  {
    how: 'dies of a signal',
    code: 439,
    body: 'process.kill(process.pid, "SIGSEGV"); for (;;);',
    timeoutS: 120,
  },
])('answers $code and starts afresh after a function that $how', async ({ code, body, timeoutS }) => {
  const started = startBody(`if (event === 'bad') { ${body} } return process.pid`, { timeoutS });
  const before = await started.invoke('good');
  const bad = await started.invoke('bad');
  const after = await started.invoke('good');
  expect(bad.statusCode).toBe(code);
  expect(bad.answer).toBeUndefined();
  expect(after.statusCode).toBe(200);
  expect(after.coldStart).toBeDefined();
  expect(after.answer).not.toBe(before.answer);
});

test('keeps the instance after a throw', async () => {
  const started = startBody('if (event === "bad") throw new Error("no"); return process.pid');
  const before = await started.invoke('good');
  expect((await started.invoke('bad')).statusCode).toBe(430);
  expect(await started.invoke('good')).toMatchObject({ answer: before.answer });
});

const hog = 'globalThis.kept = Buffer.alloc(event.mb * 1048576, 1);';

test.runIf(onLinux).each([
  {
    when: 'while it works',
    mb: 256,
    limit: 128,
    body: `${hog} await new Promise((r) => setTimeout(r, 600000))`,
  },
  { when: 'just before it answers', mb: 80, limit: 64, body: `${hog} return "big"` },
])('kills an instance that passes its memory $when', async ({ mb, limit, body }) => {
  const started = startBody(body, { memoryMb: limit, enforceMemory: true });
  const { statusCode, error, memoryPeakMb } = await started.invoke({ mb });
  expect(statusCode).toBe(434);
  expect(error?.message).toContain(`the limit is ${limit} MB`);
  expect(memoryPeakMb).toBeGreaterThan(limit);
});

test.runIf(onLinux)('measures memory without a limit, and adds what a function took', async () => {
  const started = startBody(`${hog} return "fine"`, { memoryMb: 128 });
  const small = await started.invoke({ mb: 0 });
  const big = await started.invoke({ mb: 256 });
  expect(big.statusCode).toBe(200);
  expect(small.memoryPeakMb).toBeGreaterThan(1);
  expect(big.memoryPeakMb).toBeGreaterThan(small.memoryPeakMb + 200);
});

test('bills what keeps the event loop busy after the answer', async () => {
  const started = startBody('setTimeout(() => {}, event.ms); return "early"');
  const quiet = await started.invoke({ ms: 0 });
  const busy = await started.invoke({ ms: 2000 });
  expect(busy).toMatchObject({ statusCode: 200, answer: 'early' });
  expect(busy.drainMs).toBeGreaterThanOrEqual(300);
  expect(busy.drainMs).toBeGreaterThan(quiet.drainMs);
  expect(busy.billedMs).toBe(Math.ceil(busy.durationMs + busy.drainMs));
  expect(busy.afterAnswer).toBeUndefined();
});

test('waits for a worker thread that outlives the answer', async () => {
  const started = startBody(`
    new (require('worker_threads').Worker)('setTimeout(() => {}, 2000)', { eval: true });
    return 'early'`);
  expect((await started.invoke({})).drainMs).toBeGreaterThanOrEqual(300);
});

test('tells of the timeout that the caller does not see, and starts afresh', async () => {
  const started = startBody('if (event === "busy") setInterval(() => {}, 1); return process.pid', {
    timeoutS: 2,
  });
  const busy = await started.invoke('busy');
  expect(busy).toMatchObject({ statusCode: 200, afterAnswer: { statusCode: 433 } });
  expect(busy.billedMs).toBeGreaterThanOrEqual(2000);
  const next = await started.invoke('quiet');
  expect(next.afterAnswer).toBeUndefined();
  expect(next.answer).not.toBe(busy.answer);
});

test.runIf(onLinux)(
  'stops the process between events when callbackWaitsForEmptyEventLoop is false',
  async () => {
    const started = startBody(`
    context.callbackWaitsForEmptyEventLoop = false;
    setInterval(() => {}, 1);
    return process.pid`);
    const { answer: pid } = await started.invoke({});
    await expect.poll(() => readFileSync(`/proc/${pid}/status`, 'utf8')).toContain('T (stopped)');
  },
);

test('does not wait when callbackWaitsForEmptyEventLoop is false, and thaws for the next event', async () => {
  const started = startSource(`
    let ticks = 0;
    exports.main_handler = async (event, context) => {
      context.callbackWaitsForEmptyEventLoop = false;
      if (event === 'first') setInterval(() => { ticks += 1; }, 1);
      else await new Promise((resolve) => setTimeout(resolve, 20));
      return { ticks, pid: process.pid };
    };`);
  const first = await started.invoke('first');
  const second = await started.invoke('second');
  expect(first).toMatchObject({ statusCode: 200, answer: { ticks: 0 } });
  expect(first.afterAnswer).toBeUndefined();
  expect(second.answer).toMatchObject({ pid: (first.answer as { pid: number }).pid });
  expect((second.answer as { ticks: number }).ticks).toBeGreaterThan(0);
});
