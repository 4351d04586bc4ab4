// One start of a handler, as the benchmarks measure it: what counts, and what does not pass for a measurement.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cpuOfProgram, type Measured, type Result, runHandler } from './cold/run.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-run-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * @param body Of the handler, which has `event` and `context`.
 * @param before What runs while the file is loaded.
 */
function run(body: string, events: readonly unknown[] = [{}], before = ''): Promise<Result> {
  const file = join(folder, 'index.js');
  writeFileSync(file, `${before}; exports.main_handler = async (event, context) => { ${body} };`);
  return runHandler({
    node: process.execPath,
    file,
    events,
    context: { memory: 128 },
    env: { NAME: 'value' },
  });
}

async function measured(body: string, events?: readonly unknown[], before?: string): Promise<Measured> {
  const result = await run(body, events, before);
  if (result.kind === 'failed') throw new Error(result.message);
  return result.measured;
}

/** Takes so much CPU time, in milliseconds of the process. */
const burn = (ms: number) =>
  `const from = process.cpuUsage(); while (process.cpuUsage(from).user < ${ms * 1000}) {}`;

describe('runHandler', () => {
  test('calls the handler with one event after the other, the context and no more than the environment it is given', async () => {
    process.env['NOT_FOR_CHILDREN'] = 'yes';
    const { invocations } = await measured(
      'return [event, context, process.env.NAME, process.env.NOT_FOR_CHILDREN];',
      [1, 2],
    );
    delete process.env['NOT_FOR_CHILDREN'];
    expect(invocations.map(({ answer }) => answer)).toEqual([
      [1, { memory: 128 }, 'value', null],
      [2, { memory: 128 }, 'value', null],
    ]);
  });

  test('counts the CPU time of threads, and for the process also what comes after the answer', async () => {
    const thread = `
      const { Worker } = require('worker_threads');
      await new Promise((resolve) => new Worker(${JSON.stringify(burn(100))}, { eval: true }).on('exit', resolve));
      setImmediate(() => { ${burn(100)} });`;
    const { cpuMs, invocations } = await measured(thread);
    const answering = invocations[0]?.cpuMs ?? 0;
    expect(answering).toBeGreaterThanOrEqual(100);
    expect(cpuMs).toBeGreaterThanOrEqual(answering + 100);
  });

  test('takes the time to the first answer from the start of the process on, which is before the invocation', async () => {
    const { wallMs, invocations } = await measured('', [1, 2]);
    expect(wallMs).toBeGreaterThan(invocations[0]?.wallMs ?? Number.POSITIVE_INFINITY);
  });

  test('splits the time to the first answer into loading the file and the invocation', async () => {
    const { wallMs, loadMs, invocations } = await measured(burn(100), [1, 2], burn(500));
    const [first] = invocations;
    expect(loadMs).toBeGreaterThanOrEqual(500);
    expect(first?.wallMs).toBeGreaterThanOrEqual(100);
    expect(loadMs + (first?.wallMs ?? 0)).toBeCloseTo(wallMs, 6);
  });

  test('keeps the peak of memory that has been given back, and tells it from the pages of files', async () => {
    const { peakMb, heldMb } = await measured(
      `let much = Buffer.alloc(100 * 1024 * 1024, 1); much = undefined;`,
    );
    expect(heldMb).toBeGreaterThan(100);
    expect(peakMb).toBeGreaterThanOrEqual(heldMb);
  });

  test.each([
    ['an error', `throw new Error('oh')`, { reason: 'it threw', message: 'oh' }],
    [
      'an error with a report, of which the code is the reason',
      `throw Object.assign(new Error('oh'), { report: { records: [{ code: 'deadline' }] } })`,
      { reason: 'deadline', message: 'oh' },
    ],
    [
      'a promise that nobody settles',
      'await new Promise(() => {})',
      { reason: 'it ended without an answer' },
    ],
    ['an exit', 'process.exit(3)', { reason: 'ended with exit code 3' }],
    ['a kill', `process.kill(process.pid, 'SIGKILL')`, { reason: 'killed by SIGKILL' }],
  ])('takes no measurement of %s', async (_name, body, expected) => {
    expect(await run(body)).toMatchObject({ kind: 'failed', ...expected });
  });
});

describe('cpuOfProgram', () => {
  const cpuOf = (content: string): Promise<number> => {
    const file = join(folder, 'program.js');
    writeFileSync(file, content);
    return cpuOfProgram({ node: process.execPath, file, events: [], context: {}, env: {} });
  };

  test('counts what loading a file takes, which needs no handler', async () => {
    expect(await cpuOf(burn(300))).toBeGreaterThanOrEqual(300);
  });

  test.each([`throw new Error('oh')`, 'process.exit(3)'])('refuses %s', async (content) => {
    await expect(cpuOf(content)).rejects.toThrow(/program\.js: (oh|ended with exit code 3)/);
  });
});
