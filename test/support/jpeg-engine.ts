// The JPEG engine for tests, from the same parts as in the bundle, without the bundle.

import type { Engine } from '../../src/function/engine/engine.ts';
import { buildOwnModules } from '../../wasm/bundle/own-modules.mjs';
import { readModules } from '../../wasm/host/assets.ts';
import { createJpegEngine } from '../../wasm/jpeg/jpeg.ts';
import { loadEncoders } from '../../wasm/squoosh/borrowed-encoders.ts';
import { encoderModules } from '../../wasm/squoosh/codec-modules.ts';
import { testAssets } from './engine.ts';

export async function createTestJpegEngine(): Promise<Engine> {
  const [modules, assets] = await Promise.all([buildOwnModules('jpeg'), testAssets()]);
  return createJpegEngine({
    version: 'jpeg test',
    decoder: () => modules.jpegDecodeSimd,
    encoder: () => modules.jpegEncode,
    loadEncoders: async () => loadEncoders(assets.encoders ?? '', await readModules(assets, encoderModules)),
  });
}
