// The host keeps to the function's memory: it ends an engine before it starts the next, and replaces one that leaves too
// little room. Both are seen where the kernel tells what a process holds.

import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import sharp from 'sharp';
import { expect, onTestFinished, test, vi } from 'vitest';
import { vipsFootprint } from '../../wasm/host/footprint.ts';
import { createEngineHost } from '../../wasm/host/host.ts';
import { detectSupport } from '../../wasm/host/runtime-support.ts';
import { residentBytes } from '../../wasm/thread/resident-memory.ts';
import { testAssets } from '../support/engine.ts';
import { makeOne, soon } from '../support/thumbnails.ts';

const MB = 1024 * 1024;
const assets = await testAssets();
const square = sharp({ create: { width: 16, height: 16, channels: 3, background: '#c52' } });
const jpeg = await square.jpeg().toBuffer();
/** Its decoder holds it whole: 100 MB. */
const large = await sharp({ create: { width: 4200, height: 4200, channels: 3, background: '#c52' } })
  .jpeg({ progressive: true, chromaSubsampling: '4:4:4' })
  .toBuffer();

/** Threads of this process but for those of sharp's own libvips, which end once they have been idle for 15 seconds. */
const threads = () => readdirSync('/proc/self/task').filter((id) => !isOfSharp(id)).length;

/** One that has ended meanwhile was. */
function isOfSharp(thread: string): boolean {
  try {
    return readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim() === 'libvips worker';
  } catch {
    return true;
  }
}

/**
 * @param endTimeout Milliseconds to wait for the end of an engine: by itself longer than any engine takes on a busy machine.
 * @returns With the number of this process' threads at each start of an engine's.
 */
function startHost(endTimeout = 300_000) {
  const starts: number[] = [];
  /** How many engines had been started when what is kept was let go of. */
  const forgotten: number[] = [];
  // By the estimate nothing takes any memory, until a test says so.
  const footprint = { ...vipsFootprint, perSourceByte: 0, decoderBytes: () => 0 };
  const host = createEngineHost(
    {
      ...assets,
      footprint,
      module(name) {
        if (name === 'vips') starts.push(threads());
        return assets.module(name);
      },
    },
    detectSupport(),
    { endTimeout, kept: { forgetAll: () => void forgotten.push(starts.length) } },
  );
  onTestFinished(() => host.stop());
  return { host, starts, footprint, forgotten };
}

test.runIf(process.platform === 'linux')(
  'an engine has ended, all its threads, before the next one starts',
  async () => {
    const { host, starts } = startHost();
    await makeOne(host, jpeg, '8x8');
    // In the middle of its work, which it leaves only where it looks up.
    const stopped = expect(makeOne(host, large, '8x8')).rejects.toMatchObject({ code: 'engine-crashed' });
    await setImmediate();
    host.stop();
    await makeOne(host, jpeg, '8x8');
    await stopped;
    const [first = 0, second = 0] = starts;
    expect(second).toBe(first);
  },
);

test.runIf(process.platform === 'linux').each([
  ['is replaced by a new one, once,', 10, 2],
  ['is kept if there is room beside it', 150, 1],
])('an engine that has grown %s for a photo that takes 50 MB with %i MB left', async (_, leftMb, times) => {
  const { host, starts, footprint } = startHost();
  await makeOne(host, large, '8x8');
  host.setMemoryLimit(Math.ceil((residentBytes() ?? 0) / MB) + leftMb);
  // More than V8 may free meanwhile, and less than the engine has grown by.
  footprint.perSourceByte = (50 * MB) / jpeg.length;
  for (let n = 0; n < 3; n++) expect(await host.inspect(jpeg, 'jpeg', soon())).toMatchObject({ width: 16 });
  expect(starts).toHaveLength(times);
});

test.runIf(process.platform === 'linux')(
  'an engine is kept for a photo for which a new one would not have the room, either',
  async () => {
    const { host, starts, footprint } = startHost();
    await makeOne(host, large, '8x8');
    host.setMemoryLimit(Math.ceil((residentBytes() ?? 0) / MB) + 10);
    footprint.perSourceByte = (1000 * MB) / jpeg.length;
    await makeOne(host, jpeg, '8x8');
    expect(starts).toHaveLength(1);
  },
);

test.runIf(process.platform === 'linux').each([
  ['is let go of before it starts where there is too little room for it', 40, [0]],
  ['is not touched where there is room', 200, []],
])('what others keep for the next photo %s', async (_, leftMb, times) => {
  const { host, forgotten } = startHost();
  host.setMemoryLimit(Math.ceil((residentBytes() ?? 0) / MB) + leftMb);
  await host.inspect(jpeg, 'jpeg', soon());
  await host.inspect(jpeg, 'jpeg', soon());
  expect(forgotten).toEqual(times);
});

test('an engine that does not end is not waited for to the end of the time', async () => {
  const { host, starts } = startHost(2000);
  await makeOne(host, jpeg, '8x8');
  const terminate = vi.spyOn(Worker.prototype, 'terminate').mockReturnValue(new Promise(() => undefined));
  host.stop();
  const hanging = terminate.mock.contexts[0] as Worker | undefined;
  terminate.mockRestore();
  onTestFinished(async () => void (await hanging?.terminate()));
  expect((await makeOne(host, jpeg, '8x8')).width).toBe(8);
  expect(starts).toHaveLength(2);
});
