// A process that may open few files: the function answers in time, and says what it lacks. libvips waits without an event loop
// for the threads that it starts, so a thread that cannot start would otherwise stop it until the deadline.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { samples } from '../fixtures/images/images.ts';
import { runNode } from '../support/child.ts';
import { builtFile, openStage, TARGET } from '../support/stage.ts';

const stage = await openStage();
const event = await stage.upload('cat.jpg', readFileSync(samples.landscape.path));

/** Runs the rest of the arguments with a limit on open files, and prints how the invocation ended. */
const program = `
  const { spawnSync } = require('child_process');
  const [limit, ...rest] = process.argv.slice(1);
  const { status, stdout } = spawnSync('sh', ['-c', 'ulimit -n ' + limit + '; exec "$@"', 'sh', process.execPath, ...rest]);
  console.log(JSON.stringify({ status, answer: String(stdout).trim().split('\\n').pop() }));`;
const invocation = `
  const [file, event] = process.argv.slice(1);
  const context = { memory_limit_in_mb: 512, time_limit_in_ms: 200000 };
  const brief = ({ stored, records }) => 'stored ' + stored + (/warnings/.test(JSON.stringify(records)) ? ', late' : '');
  require(file).main_handler(JSON.parse(event), context).then(brief, ({ message }) => message)
    .then((answer) => console.log(JSON.stringify(answer)));`;

test('without a thread for the engine', async () => {
  const preload =
    "const threads = require('worker_threads'); threads.Worker = class { constructor() { throw new Error('EAGAIN'); } };";
  const args = ['-e', preload + invocation, builtFile, JSON.stringify(event)];
  // The engines that have no thread do not trim.
  const env = { ...stage.env, THUMB_LOG: 'silent', THUMB_PRESETS: '200x200,trim' };
  const ended = await runNode(args, { env });
  stage.hear(ended);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout).toMatch(
    /cat\.jpg: engine-unavailable: the engine's thread could not be started: Error: EAGAIN"/,
  );
});

test.each([22, 24, 26, 28, 30, 32])('with %i files at the most', async (limit) => {
  const args = ['-e', program, String(limit), '-e', invocation, builtFile, JSON.stringify(event)];
  const env = { ...stage.env, THUMB_LOG: 'silent', THUMB_PRESETS: 'a:200x,webp;b:300x,avif' };
  const ended = await runNode(args, { env });
  stage.hear(ended);
  const { status, answer } = JSON.parse(ended.stdout);
  expect(status).toBe(0);
  expect(answer).toMatch(/EMFILE|^"stored 2"$/);
  expect(answer).not.toContain('deadline');
  for (const key of stage.server.objects.keys(TARGET)) stage.server.objects.delete(TARGET, key);
});
