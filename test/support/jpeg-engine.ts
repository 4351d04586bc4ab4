// The JPEG engine for tests, from the same parts as in the bundle, without the bundle.

import type { Engine } from '../../src/function/engine/engine.ts';
import { buildJpegModules } from '../../wasm/bundle/jpeg.mjs';
import { createJpegEngine } from '../../wasm/jpeg/jpeg.ts';
import { encoderModules } from '../../wasm/squoosh/codec-modules.ts';
import { testAssets } from './engine.ts';

export async function createTestJpegEngine(): Promise<Engine> {
  const [modules, assets] = await Promise.all([buildJpegModules(), testAssets()]);
  return createJpegEngine({
    version: 'jpeg test',
    module: (name) => modules[name],
    async loadEncoders() {
      const { loadEncoders } = await import('../../wasm/squoosh/borrowed-encoders.ts');
      const contents = await Promise.all(encoderModules.map((name) => assets.module(name)));
      const named = Object.fromEntries(encoderModules.map((name, index) => [name, contents[index]]));
      return loadEncoders(assets.encoders ?? '', named as Record<string, Uint8Array>);
    },
  });
}
