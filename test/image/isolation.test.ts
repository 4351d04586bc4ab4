// Untrusted photos are decoded where there is nothing to steal: no environment, no files, no flags of the command line.

import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { createEngineHost } from '../../wasm/host/host.ts';
import { detectSupport } from '../../wasm/host/runtime-support.ts';
import { addFile, fs } from '../../wasm/thread/virtual-fs.ts';
import { threads } from '../../wasm/vips/threads.ts';
import { testAssets } from '../support/engine.ts';
import { soon } from '../support/thumbnails.ts';

const surroundings = '({ env: { ...process.env }, execArgv: process.execArgv })';

test("the engine's thread has an empty environment and no flags", async () => {
  const script = `
    const { parentPort } = require('worker_threads');
    parentPort.on('message', () => parentPort.postMessage({ ok: true, memory: 0, answer: ${surroundings} }));`;
  const host = createEngineHost({ ...(await testAssets()), script }, detectSupport());
  onTestFinished(() => host.stop());
  const answer = await host.inspect(new Uint8Array(1), 'jpeg', soon());
  expect(answer).toEqual({ env: {}, execArgv: [] });
});

test('a thread below it has an empty environment, and is given its script as text', async () => {
  const script = `
    const { parentPort, workerData } = require('worker_threads');
    Atomics.store(workerData.running, 0, 1);
    Atomics.notify(workerData.running, 0);
    parentPort.postMessage({ ...${surroundings}, workerData });`;
  const worker: Worker = new threads.Worker(script, { workerData: 'em-pthread' });
  const [said] = await once(worker, 'message');
  expect([said.env, said.workerData.running]).toEqual([{}, Int32Array.of(1)]);
  await worker.terminate();
});

test.each([
  ['never says that it runs', /^pthread_create: .* did not start within 0\.05 s/, {}, 50],
  [
    'cannot be started',
    /^pthread_create: the system starts no thread for libvips/,
    { argv: 1 as unknown as string[] },
    10_000,
  ],
])('a thread below it that %s is told, and nobody waits for it', (_, message, options, timeout) => {
  expect(() => new threads.Worker('', options, timeout)).toThrow(message);
});

test('the decoders read the modules they were given and no file besides', () => {
  addFile('vips-heif.wasm', Uint8Array.of(0, 97, 115, 109));
  const read = fs['readFileSync'] as (path: string) => Uint8Array;
  expect(read('vips-heif.wasm')).toEqual(Uint8Array.of(0, 97, 115, 109));
  const missing = expect.objectContaining({ code: 'ENOENT' });
  for (const path of ['/etc/passwd', 'package.json', '__proto__', 'constructor']) {
    expect(() => read(path), path).toThrow(missing);
  }
});

test('every other call of fs fails as if nothing existed', () => {
  const calls = Object.keys(createRequire(import.meta.url)('node:fs')).filter(
    (name) => !['readFileSync', 'promises', 'constants'].includes(name),
  );
  expect(calls.length).toBeGreaterThan(50);
  for (const name of calls) {
    const call = fs[name] as (path: string) => unknown;
    expect(() => call('/etc/passwd'), name).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  }
});

test("wasm-vips' glue gets these stand-ins in place of Node.js' own modules", async () => {
  const { script } = await testAssets();
  expect(script).toContain('the engine has no file system');
  expect(script).not.toMatch(
    /require\("(?:node:)?(?:net|http|https|child_process|dgram|tls|fs\/promises)"\)/,
  );
  // Those of our own: threads.ts looks whether file descriptors are left, resident-memory.ts how much memory is used.
  expect(script.match(/require\("(?:node:)?fs"\)/g)).toHaveLength(2);
});
