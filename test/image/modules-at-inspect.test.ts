// Which modules an engine loads when a photo's header is read: those of thumbnails that there can be memory for.

import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import type { OutputFormat } from '../../src/function/format/format.ts';
import { createEngineHost } from '../../wasm/host/host.ts';
import { detectSupport } from '../../wasm/host/runtime-support.ts';
import { testAssets } from '../support/engine.ts';
import { soon } from '../support/thumbnails.ts';

const photo = await sharp({ create: { width: 16, height: 16, channels: 3, background: '#c52' } })
  .jpeg()
  .toBuffer();

test.each([
  [128, []],
  [512, ['heif']],
] as const)('for a thumbnail as AVIF at %i MB: %j', async (memoryMb, expected) => {
  const assets = await testAssets();
  const loaded = new Set<string>();
  const modulesFor: typeof assets.modulesFor = (light, format, outputs?: readonly OutputFormat[]) => {
    const modules = assets.modulesFor(light, format, outputs);
    for (const name of modules) loaded.add(name);
    return modules;
  };
  const host = createEngineHost({ ...assets, modulesFor }, detectSupport());
  onTestFinished(() => host.stop());
  host.setMemoryLimit(memoryMb);
  await host.inspect(photo, 'jpeg', soon(), ['jpeg', 'avif']);
  expect([...loaded].filter((name) => name === 'heif')).toEqual(expected);
});
