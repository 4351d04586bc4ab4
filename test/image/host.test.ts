// The host replaces the engine's thread whenever it has to, and whoever asks next never notices.

import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import sharp from 'sharp';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { Deadline } from '../../src/function/deadline.ts';
import { parsePresets } from '../../src/function/preset/parse.ts';
import type { EngineAssets } from '../../wasm/host/assets.ts';
import { createEngineHost, type EngineHost } from '../../wasm/host/host.ts';
import { detectSupport } from '../../wasm/host/runtime-support.ts';
import { hostile } from '../fixtures/images/images.ts';
import { expectAlike } from '../support/alike.ts';
import { testAssets } from '../support/engine.ts';
import { makeOne, soon, specOf } from '../support/thumbnails.ts';

const assets = await testAssets();
const square = sharp({ create: { width: 16, height: 16, channels: 3, background: '#c52' } });
const [jpeg, avif] = [await square.jpeg().toBuffer(), await square.avif({ effort: 0 }).toBuffer()];
/** Decoding it takes seconds. */
const endless = readFileSync(hostile.bomb.path);

const decoders = ['vips', 'heif'];
/** Names of libvips' modules that were asked for since the test began: `vips` once for each start of a thread. */
let loaded: string[] = [];
beforeEach(() => {
  loaded = [];
});

function startHost(changes: Partial<EngineAssets> = {}): EngineHost {
  const { module } = { ...assets, ...changes };
  const changed: EngineAssets = {
    ...assets,
    ...changes,
    module(name) {
      if (decoders.includes(name)) loaded.push(name);
      return module(name);
    },
  };
  const host = createEngineHost(changed, detectSupport());
  onTestFinished(() => host.stop());
  return host;
}

/** @returns A promise that is not awaited yet: the render is under way, and the deadline counts from then. */
async function renderEndless(host: EngineHost, deadline: () => Deadline) {
  const info = await host.inspect(endless, 'png', soon());
  const specs = parsePresets('9000x9000,png').map((preset) => specOf(info, preset));
  return { rendering: host.render({ bytes: endless, info, specs }, deadline()) };
}

test('a render that does not end is stopped at the deadline, and the next call gets a fresh thread', async () => {
  const host = startHost();
  const { rendering } = await renderEndless(host, () => Deadline.in(200));
  await expect(rendering).rejects.toMatchObject({
    code: 'deadline',
    message: expect.stringContaining('render'),
  });
  expect((await makeOne(host, jpeg, '8x8')).width).toBe(8);
  expect(loaded).toEqual(['vips', 'vips']);
});

test('a call that waits behind a stopped one gets a fresh thread, too', async () => {
  const host = startHost();
  const { rendering } = await renderEndless(host, () => Deadline.in(200));
  const behind = host.inspect(jpeg, 'jpeg', soon());
  await expect(rendering).rejects.toMatchObject({ code: 'deadline' });
  expect(await behind).toMatchObject({ format: 'jpeg', width: 16 });
  expect(loaded).toEqual(['vips', 'vips']);
});

test('an engine that is stopped in the middle of a render has crashed, and the next call works', async () => {
  const host = startHost();
  const { rendering } = await renderEndless(host, soon);
  await setImmediate();
  host.stop();
  await expect(rendering).rejects.toMatchObject({ code: 'engine-crashed', retryable: true });
  expect((await makeOne(host, jpeg, '8x8')).width).toBe(8);
  expect(loaded).toEqual(['vips', 'vips']);
});

test.each([
  ['exits', 'process.exit(3)'],
  ['throws', "throw new Error('out of its mind')"],
])('a thread that %s by itself has crashed, and the next call works', async (_, deed) => {
  const dies = `${assets.script}\n;if (require('worker_threads').workerData.running === undefined)
    require('worker_threads').parentPort.on('message', ({ op }) => { if (op === 'render') ${deed}; });`;
  const host = startHost({ script: dies });
  const { rendering } = await renderEndless(host, soon);
  await expect(rendering).rejects.toMatchObject({ code: 'engine-crashed', retryable: true });
  expect(await host.inspect(jpeg, 'jpeg', soon())).toMatchObject({ width: 16 });
  expect(loaded).toEqual(['vips', 'vips']);
});

test.each([
  ['is cut short', async () => (await assets.module('vips')).slice(0, 100_000)],
  ['is no WebAssembly', async () => new Uint8Array(1000)],
  ['cannot be inflated', () => Promise.reject(new Error('incorrect data check'))],
])('a module that %s makes the engine unavailable, until a start with a good one', async (_, damaged) => {
  const modules = [damaged, () => assets.module('vips')];
  const host = startHost({
    module(name) {
      if (name !== 'vips') return assets.module(name);
      return modules.shift()?.() ?? Promise.reject(new Error('asked too often'));
    },
  });
  await expect(host.inspect(jpeg, 'jpeg', soon())).rejects.toMatchObject({
    name: 'ThumbnailError',
    code: 'engine-unavailable',
    retryable: true,
  });
  expect((await makeOne(host, jpeg, '8x8')).width).toBe(8);
});

test('the module for AVIF is loaded when the first one comes, and stays', async () => {
  const host = startHost();
  await makeOne(host, jpeg, '8x8');
  expect(loaded).toEqual(['vips']);
  await makeOne(host, avif, '8x8');
  expect(loaded).toEqual(['vips', 'vips', 'heif']);
  await makeOne(host, jpeg, '8x8');
  await makeOne(host, avif, '8x8');
  expect(loaded).toEqual(['vips', 'vips', 'heif']);
});

test.each([
  ['of another photo than the one inspected last', ['png', 'jpeg'], 'png'],
  ['of a photo that was rendered before', ['jpeg'], 'jpeg'],
] as const)('a render %s is of that photo', async (_, inspected, rendered) => {
  const photos = { jpeg, png: await square.clone().negate().png().toBuffer() };
  const host = startHost();
  const info = await host.inspect(photos[rendered], rendered, soon());
  const specs = parsePresets('16x16,png').map((preset) => specOf(info, preset));
  await host.render({ bytes: photos[rendered], info, specs }, soon());
  for (const format of inspected) await host.inspect(photos[format], format, soon());
  const { thumbnails } = await host.render({ bytes: photos[rendered], info, specs }, soon());
  const [encoded] = thumbnails;
  await expectAlike(encoded?.bytes ?? new Uint8Array(), photos[rendered]);
});

test('starting twice starts one thread, which serves', async () => {
  const host = startHost();
  host.start();
  host.start();
  await makeOne(host, jpeg, '8x8');
  expect(loaded).toEqual(['vips']);
});

test.each([
  [512, ['vips', 'vips']],
  [128, ['vips']],
])(
  'after 20 renders an engine with %i MB is followed by one that V8 optimises, with room for it',
  async (memoryMb, starts) => {
    const host = startHost();
    host.setMemoryLimit(memoryMb);
    for (let n = 0; n < 20; n++) await makeOne(host, jpeg, '8x8');
    expect(loaded).toEqual(['vips']);
    for (let n = 0; n < 20; n++) await makeOne(host, jpeg, '8x8');
    expect(loaded).toEqual(starts);
  },
);

test('after 500 renders the next source gets a fresh thread', async () => {
  const host = startHost();
  const info = await host.inspect(jpeg, 'jpeg', soon());
  const specs = parsePresets('8x8').map((preset) => specOf(info, preset));
  for (let n = 0; n < 500; n++) await host.render({ bytes: jpeg, info, specs }, soon());
  expect(loaded).toEqual(['vips']);
  await host.inspect(jpeg, 'jpeg', soon());
  expect(loaded).toEqual(['vips', 'vips']);
});

/** Its decoder holds it whole, six bytes for each pixel: more than the 256 MB that an engine starts with. */
const huge = sharp({ create: { width: 7000, height: 7000, channels: 3, background: '#c52' } })
  .jpeg({ progressive: true, chromaSubsampling: '4:4:4' })
  .toBuffer();

test.each([
  [128, ['vips', 'vips']],
  [1024, ['vips']],
])(
  'an engine of %i MB whose memory had to grow is replaced where memory is short',
  async (memoryMb, starts) => {
    const host = startHost();
    const info = await host.inspect(jpeg, 'jpeg', soon());
    await makeOne(host, await huge, '8x8');
    // Only now: a decode keeps to the memory that is known when it begins.
    host.setMemoryLimit(memoryMb);
    expect(loaded).toEqual(['vips']);
    expect(await host.inspect(jpeg, 'jpeg', soon())).toEqual(info);
    expect(loaded).toEqual(starts);
  },
);
