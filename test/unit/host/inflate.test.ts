// The modules of the bundle's file, inflated.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transform } from 'node:stream';
import {
  brotliCompressSync,
  createBrotliDecompress,
  createGunzip,
  gzipSync,
  type ZlibOptions,
} from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { layOut } from '../../../wasm/bundle/payload.mjs';
import { inflate } from '../../../wasm/host/inflate.ts';

/** Half of it cannot be compressed, so that both sides are of many pieces. */
const content = Buffer.concat([randomBytes(1_500_000), Buffer.alloc(1_500_001, 7)]);

/** A file with two modules at its end. */
function bundle(compressed: Buffer) {
  const folder = mkdtempSync(join(tmpdir(), 'inflate-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'index.js');
  const { text, places } = layOut([
    ['module', compressed, content.length],
    ['other', Buffer.from('other'), 5],
  ]);
  writeFileSync(file, `the code\n${text}\n`);
  const { module: place } = places;
  if (!place) throw new Error('there is no place for it');
  return { file, place };
}

test.each([
  ['brotli, in shared memory', brotliCompressSync(content), createBrotliDecompress, true],
  ['gzip, in memory of its own', gzipSync(content), createGunzip, false],
] as const)('by %s', async (_, compressed, create, isShared) => {
  const { file, place } = bundle(compressed);
  const largest = { in: 0, out: 0 };
  const watched = (options: ZlibOptions): Transform => {
    const stream: Transform = create(options);
    const write = stream.write.bind(stream);
    stream.write = (piece: Buffer, ...more: never[]) => {
      largest.in = Math.max(largest.in, piece.length);
      return write(piece, ...more);
    };
    stream.on('data', ({ length }: Buffer) => {
      largest.out = Math.max(largest.out, length);
    });
    return stream;
  };
  const module = await inflate(place, file, watched, isShared);
  expect(content.equals(module)).toBe(true);
  expect(module.buffer instanceof SharedArrayBuffer).toBe(isShared);
  // What is larger stays with the process when it is freed.
  expect(largest.in).toBeLessThanOrEqual(256 * 1024);
  expect(largest.out).toBeLessThanOrEqual(256 * 1024);
});

test('a damaged one is told of', async () => {
  const compressed = gzipSync(content);
  compressed.fill(0, 1000, 2000);
  const { file, place } = bundle(compressed);
  await expect(inflate(place, file, createGunzip, false)).rejects.toThrow(/incorrect|invalid|unexpected/);
});
