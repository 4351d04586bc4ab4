// The Squoosh engine's crops that look at the picture keep what libvips keeps.

import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../src/function/engine/engine.ts';
import type { EngineHost } from '../../wasm/host/host.ts';
import { samples } from '../fixtures/images/images.ts';
import { expectAlike } from '../support/alike.ts';
import { sharedEngine } from '../support/engine.ts';
import { sharedSquooshEngine } from '../support/squoosh.ts';
import { makeOne } from '../support/thumbnails.ts';

let squoosh: Engine;
let vips: EngineHost;
beforeAll(async () => {
  squoosh = await sharedSquooshEngine();
  vips = await sharedEngine();
});

const shapes = ['100x300', '200x200', '300x100', '300x250'];
const cases = (['landscape', 'portrait', 'transparent'] as const).flatMap((name) =>
  (['entropy', 'attention'] as const).map((gravity) => [name, gravity] as const),
);

test.each(cases)('%s by %s', async (name, gravity) => {
  const bytes = new Uint8Array(readFileSync(samples[name].path));
  for (const shape of shapes) {
    const preset = `${shape},cover,${gravity},png`;
    const made = await makeOne(squoosh, bytes, preset);
    expect(`${made.width}x${made.height}`).toBe(shape);
    await expectAlike(made.bytes, (await makeOne(vips, bytes, preset)).bytes, 2.5);
  }
});
