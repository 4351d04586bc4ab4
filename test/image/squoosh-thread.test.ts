// The Squoosh engine's script: one text that serves in a worker thread and in process, and leaves no trace.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import sharp from 'sharp';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { RenderSpec, SourceInfo } from '../../src/function/engine/engine.ts';
import { buildSquooshScript } from '../../wasm/bundle/squoosh.mjs';
import { type SquooshModule, squooshModules } from '../../wasm/squoosh/codec-modules.ts';
import type { Delivery, Reply } from '../../wasm/thread/protocol.ts';
import { runScript } from '../../wasm/thread/run-script.ts';
import { samples } from '../fixtures/images/images.ts';
import { runNode } from '../support/child.ts';
import { createSquooshServe, readModules, runInProcess, type Serve } from '../support/squoosh.ts';

const listeners = () =>
  process.eventNames().map((name) => [name, process.listenerCount(name as string)] as const);
const traces = () => ({ listeners: listeners(), names: Object.getOwnPropertyNames(globalThis) });
/** Taken before the script first ran. */
const before = traces();

let text: string;
let modules: Record<SquooshModule, Uint8Array>;
beforeAll(async () => {
  text = (await buildSquooshScript()).text;
  modules = await readModules();
});

const spec: RenderSpec = {
  fit: 'fill',
  gravity: 'centre',
  resizedWidth: 40,
  resizedHeight: 30,
  width: 40,
  height: 30,
  format: 'jpeg',
  quality: 80,
};
const photo = new Uint8Array(readFileSync(samples.landscape.path));
const transparent = new Uint8Array(readFileSync(samples.transparent.path));

/** Asks over the thread's port; answers come in the order of the questions. */
function overPort(worker: Worker): Serve {
  const waiting: ((reply: Reply) => void)[] = [];
  worker.on('message', (message: Reply | Delivery) => {
    if ('ok' in message) waiting.shift()?.(message);
  });
  return (request) =>
    new Promise((resolve) => {
      waiting.push(resolve);
      worker.postMessage(request);
    });
}

async function run(serve: Serve) {
  const boot = serve({ op: 'boot', modules });
  const info = { format: 'jpeg', hasAlpha: false, colour: 'rgb' } as SourceInfo;
  const render = serve({
    op: 'render',
    source: 1,
    job: { bytes: photo, info, specs: [spec, { ...spec, format: 'webp' }] },
  });
  // Takes no time: it would be answered first if order were not kept.
  const inspect = serve({ op: 'inspect', source: 1, bytes: photo, format: 'jpeg' });
  return Promise.all([boot, inspect, render]);
}

const thumbnail = { width: 40, height: 30, bytes: expect.any(Uint8Array) };
const answers = [
  { ok: true },
  { ok: true, answer: { width: 1600, height: 900 } },
  { ok: true, answer: { thumbnails: [thumbnail, thumbnail] }, memory: expect.any(Number) },
];

describe('the script', () => {
  test('answers in a worker thread, in order', async () => {
    const worker = new Worker(text, { eval: true });
    try {
      expect(await run(overPort(worker))).toMatchObject(answers);
    } finally {
      await worker.terminate();
    }
  });

  test('answers in process, where worker_threads cannot be required', async () => {
    const withoutThreads = (name: string) => {
      if (name === 'worker_threads') throw new Error("Cannot find module 'worker_threads'");
      return createRequire(import.meta.url)(name);
    };
    const { serve } = runScript<{ serve: Serve }>(text, withoutThreads);
    expect(await serve({ op: 'boot', modules })).toMatchObject({ ok: true });
    expect(await serve({ op: 'inspect', source: 1, bytes: photo, format: 'jpeg' })).toMatchObject({
      ok: true,
    });
  });

  test('says which module is missing', async () => {
    const { webpDecoder, ...rest } = modules;
    expect(webpDecoder).toBeDefined();
    expect(await runInProcess(text)({ op: 'boot', modules: rest })).toEqual({
      ok: false,
      failure: {
        code: 'engine-unavailable',
        message: 'the WebAssembly module webpDecoder is missing',
        fatal: true,
      },
    });
  });

  test('leaves no handlers on the process and no globals', async () => {
    const serve = await createSquooshServe();
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const info = { format: 'png', hasAlpha: true, colour: 'rgb' } as SourceInfo;
      const job = { bytes: transparent, info, specs: [{ ...spec, format }] };
      const reply = await serve({ op: 'render', source: 1, job });
      expect(reply).toMatchObject({ ok: true });
    }
    expect(traces()).toEqual(before);
  });
});

test.each([
  ['jpeg', photo],
  ['png', transparent],
] as const)('memory does not grow with the number of %ss', async (format, bytes) => {
  const serve = await createSquooshServe();
  const info = { format, hasAlpha: format === 'png', colour: 'rgb' } as SourceInfo;
  const specs = (['jpeg', 'png', 'webp'] as const).map((out) => ({ ...spec, format: out }));
  const memory = async () => {
    const reply = await serve({ op: 'render', source: 1, job: { bytes, info, specs } });
    return reply.ok ? reply.memory : reply.failure;
  };
  const first = [await memory(), await memory()][1];
  for (let i = 0; i < 8; i++) await memory();
  expect(await memory()).toBe(first);
});

test('a decoder that gave up on a JPEG is let go, for it was interrupted', async () => {
  const serve = await createSquooshServe();
  const info = { format: 'jpeg', hasAlpha: false, colour: 'rgb' } as SourceInfo;
  // Its last Huffman table is none.
  const damaged = new Uint8Array(await sharp(photo).jpeg({ progressive: true }).toBuffer());
  const table = Buffer.from(damaged).lastIndexOf(Buffer.from([0xff, 0xc4]));
  damaged.fill(0xff, table + 5, table + 21);
  const failed = await serve({ op: 'render', source: 1, job: { bytes: damaged, info, specs: [spec] } });
  expect(failed).toMatchObject({ failure: { code: 'source-corrupt', fatal: false } });
  const reply = await serve({ op: 'inspect', source: 1, bytes: photo, format: 'jpeg' });
  // An instance of Emscripten's has 16 MB from the start.
  expect(reply.ok && reply.memory).toBeLessThan(16 * 1024 * 1024);
});

test("nothing asks for the network's types: Node.js would load all of its fetch for that", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'squoosh-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const script = join(folder, 'script.cjs');
  writeFileSync(script, text);
  const code = `
    const { readFileSync } = require('fs');
    const files = ${JSON.stringify(squooshModules)};
    const modules = Object.fromEntries(Object.entries(files).map(([name, file]) =>
      [name, new Uint8Array(readFileSync('node_modules/@squoosh/lib/build/' + file))]));
    require(${JSON.stringify(script)}).serve({ op: 'boot', modules }).then(({ ok }) =>
      console.log(ok, process.moduleLoadList.filter((name) => name.includes('undici')).length));`;
  const { stdout, stderr } = await runNode(['-e', code], { cwd: process.cwd(), node: process.execPath });
  expect({ stdout, stderr }).toEqual({ stdout: 'true 0\n', stderr: '' });
});
