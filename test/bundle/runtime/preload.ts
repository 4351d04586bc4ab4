// Things that go wrong inside an instance, which nobody can bring about from outside: scripts that Node.js loads before the
// function (NODE_OPTIONS), plain enough for Node.js 10.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const mishaps = {
  // Node.js 10 has no threads: there the decoder gets no more memory.
  'the engine dies while it renders': `
    let threads;
    try { threads = require('worker_threads'); } catch (error) {}
    WebAssembly.Memory.prototype.grow = () => { throw new RangeError('out of memory'); };
    if (threads) threads.Worker = class extends threads.Worker {
      postMessage(request, transfer) {
        if (request.op === 'render') this.terminate();
        else super.postMessage(request, transfer);
      }
    };`,
  'the engine does not start': `
    const zlib = require('zlib');
    const { Transform } = require('stream');
    const value = () => new Transform({ transform: (piece, encoding, done) => done(new Error('incorrect data check')) });
    for (const name of ['createGunzip', 'createBrotliDecompress']) Object.defineProperty(zlib, name, { value });`,
  'the function has a bug': `
    const crypto = require('crypto');
    const { createHash } = crypto;
    crypto.createHash = (name) => {
      if (name === 'sha256') throw new TypeError('a bug on command');
      return createHash(name);
    };`,
} as const;

export type Mishap = keyof typeof mishaps;

/** The environment in which it happens. Call it while tests are collected: the script goes with the file's tests. */
export function environmentOf(mishap: Mishap): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'preload-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'mishap.js');
  writeFileSync(file, mishaps[mishap]);
  return { NODE_OPTIONS: `--require ${file}` };
}
