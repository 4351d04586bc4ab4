// Tests callers that use one engine at once, as invocations do that begin together: each gets thumbnails of its own photo.

import sharp from 'sharp';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Deadline } from '../../src/function/deadline.ts';
import { parsePresets } from '../../src/function/preset/parse.ts';
import { buildSquooshScript } from '../../wasm/bundle/squoosh.mjs';
import type { EngineAssets } from '../../wasm/host/assets.ts';
import { squooshFootprint } from '../../wasm/host/footprint.ts';
import { createEngineHost, type EngineHost } from '../../wasm/host/host.ts';
import { detectSupport, type Support } from '../../wasm/host/runtime-support.ts';
import { type SquooshModule, squooshModules } from '../../wasm/squoosh/codec-modules.ts';
import { testAssets } from '../support/engine.ts';
import { readModules } from '../support/squoosh.ts';
import { formatOf, soon, specOf } from '../support/thumbnails.ts';

const vipsAssets = await testAssets();
const squooshAssets = await createSquooshAssets();

async function createSquooshAssets(): Promise<EngineAssets> {
  const [{ text }, modules] = await Promise.all([buildSquooshScript(), readModules()]);
  return {
    name: 'squoosh',
    version: 'squoosh test',
    script: text,
    footprint: squooshFootprint,
    modulesFor: () => Object.keys(squooshModules),
    module: async (name) => modules[name as SquooshModule].slice(),
  };
}

const plain: Support = {
  engine: 'squoosh',
  simd: true,
  threads: true,
  flags: [],
  lightFlags: [],
  codecFlags: [],
  encoderFlags: [],
};
const engines: readonly (readonly [string, EngineAssets, Support, boolean])[] = [
  ['wasm-vips', vipsAssets, detectSupport(), true],
  ['Squoosh in a thread', squooshAssets, plain, false],
  ['Squoosh in the thread of the function', squooshAssets, { ...plain, threads: false }, false],
];

interface Photo {
  readonly bytes: Buffer;
  readonly colour: readonly [red: number, green: number, blue: number];
}

/** Draws a photo of one colour. All have the same size; the formats take turns. */
async function draw(n: number): Promise<Photo> {
  const colour = [(n * 83) % 256, (n * 29) % 256, (n * 173) % 256] as const;
  const [r, g, b] = colour;
  const create = { width: 64, height: 48, channels: 3, background: { r, g, b } } as const;
  const format = (['jpeg', 'png', 'webp'] as const)[n % 3] ?? 'jpeg';
  return { colour, bytes: await sharp({ create }).toFormat(format, { quality: 100 }).toBuffer() };
}

/**
 * Does with a photo what the function does, with a search for its border where the engine can do that.
 *
 * @returns What is wrong with the thumbnails; empty if nothing is.
 */
async function make(host: EngineHost, { bytes, colour }: Photo, trims: boolean): Promise<string[]> {
  const info = await host.inspect(bytes, formatOf(bytes), soon());
  if (trims) await host.findTrim(bytes, info, 10, soon());
  const specs = parsePresets('a:8x6,png;b:16x12,png').map((preset) => specOf(info, preset));
  const { thumbnails } = await host.render({ bytes, info, specs }, soon());
  const wrong = thumbnails.map(async (thumbnail) => {
    const { channels } = await sharp(thumbnail.bytes).toColourspace('srgb').removeAlpha().stats();
    const means = channels.map(({ mean }) => Math.round(mean));
    const isRight = colour.every((band, at) => Math.abs(band - (means[at] ?? 0)) <= 8);
    return isRight ? [] : [`${means} instead of ${colour}`];
  });
  return (await Promise.all(wrong)).flat();
}

describe.each(engines)('%s', (_, assets, support, trims) => {
  const startHost = () => {
    const host = createEngineHost(assets, support);
    onTestFinished(() => host.stop());
    return host;
  };

  test.each([2, 7])('%i callers at once', async (size) => {
    const host = startHost();
    for (let group = 0; group < 6; group++) {
      const photos = await Promise.all(Array.from({ length: size }, (_, n) => draw(group * size + n)));
      const wrong = await Promise.all(photos.map((photo) => make(host, photo, trims)));
      expect(wrong.flat()).toEqual([]);
    }
  });

  test('an engine that is to make room first does what it was asked to do', async () => {
    const host = startHost();
    const photos = await Promise.all([1, 2, 3].map(draw));
    const making = Promise.all(photos.map((photo) => make(host, photo, trims)));
    let isMaking = true;
    const made = making.finally(() => {
      isMaking = false;
    });
    while (isMaking) {
      await host.end(soon());
      await new Promise(setImmediate);
    }
    expect((await made).flat()).toEqual([]);
  });

  test('a caller whose deadline passes while it waits stops no other', async () => {
    const host = startHost();
    const [first, second] = await Promise.all([draw(1), draw(2)]);
    const making = make(host, first, trims);
    const late = host.inspect(second.bytes, formatOf(second.bytes), Deadline.in(0));
    await expect(late).rejects.toMatchObject({ code: 'deadline' });
    expect(await making).toEqual([]);
    expect(await make(host, second, trims)).toEqual([]);
  });
});
