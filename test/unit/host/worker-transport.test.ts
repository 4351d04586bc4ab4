// What the host is told of a thread that ends by itself. The thread is a real one, its script is made for the test.

import { expect, test } from 'vitest';
import { vipsFootprint } from '../../../wasm/host/footprint.ts';
import { workerTransport } from '../../../wasm/host/worker-transport.ts';

/** @returns What is told of the death of a thread that runs this. */
function deathOf(script: string): Promise<unknown> {
  const assets = {
    name: 'wasm-vips' as const,
    version: 'none',
    footprint: vipsFootprint,
    script,
    module: () => Promise.resolve(new Uint8Array()),
    modulesFor: () => [],
  };
  return new Promise((resolve) => {
    const transport = workerTransport([], [])(assets, (reason, code) => resolve({ reason, code }));
    transport.keepAlive(true);
  });
}

const ends = [
  ['an error that nothing catches', "throw new Error('unreachable');", /died: unreachable/],
  ['an exit', 'process.exit(3);', /exit code 3/],
] as const;

test.each(ends)('a thread that ends by %s is told with what ended it', async (_, end, reason) => {
  expect(await deathOf(end)).toEqual({ reason: expect.stringMatching(reason), code: undefined });
});

test.each(ends)('once memory was refused, %s is told as a photo that is too big', async (_, end) => {
  // Each number of the bound is set: the limit in MB, and that memory was refused.
  const refuse = "new Int32Array(require('worker_threads').workerData.bound).fill(128);";
  expect(await deathOf(refuse + end)).toEqual({
    reason: expect.stringMatching(/left of the function's 128 MB/),
    code: 'source-too-big',
  });
});
