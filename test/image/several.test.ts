// Several thumbnails come from one decode: each looks as if it had been made alone, in the order in which they were asked for.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parsePresets } from '../../src/function/preset/parse.ts';
import { samples } from '../fixtures/images/images.ts';
import { expectAlike } from '../support/alike.ts';
import { sharedEngine } from '../support/engine.ts';
import { makeAll, makeOne, soon, specOf } from '../support/thumbnails.ts';

const engine = await sharedEngine();
const presets = [
  '60x60,cover,png',
  '400x,png',
  '200x200,cover,attention,png',
  '120x120,contain,png',
  'x150,jpeg',
  '90x140,fill,webp',
];

test.each(Object.values(samples))('$notable', async ({ path }) => {
  const photo = readFileSync(path);
  const together = await makeAll(engine, photo, presets.map((preset, n) => `p${n}:${preset}`).join(';'));
  expect(together).toHaveLength(presets.length);
  for (const [n, { bytes, width, height }] of together.entries()) {
    const alone = await makeOne(engine, photo, presets[n] ?? '');
    expect([width, height]).toEqual([alone.width, alone.height]);
    // Made alone, it comes from a picture that the decoder has shrunk, and sharpened by that.
    await expectAlike(bytes, alone.bytes, 6);
  }
});

test('each is delivered when it is ready, largest first', async () => {
  const photo = readFileSync(samples.landscape.path);
  const info = await engine.inspect(photo, 'jpeg', soon());
  const specs = parsePresets('a:50x50;b:400x;c:100x').map((preset) => specOf(info, preset));
  const delivered: [number, number][] = [];
  const job = { bytes: photo, info, specs };
  const { thumbnails: all } = await engine.render(job, soon(), (n, { width }) => delivered.push([n, width]));
  expect(delivered).toEqual([
    [1, 400],
    [2, 100],
    [0, 50],
  ]);
  expect(all.map(({ width }) => width)).toEqual([50, 400, 100]);
});
