// The engines in the function's own thread for tests, from the same parts as in the bundle, without the bundle.

import { buildOwnModules } from '../../wasm/bundle/own-modules.mjs';
import { readModules } from '../../wasm/host/assets.ts';
import { createInlineEncoders } from '../../wasm/inline/encoders.ts';
import type { InlineEngine } from '../../wasm/inline/inline.ts';
import { createKept } from '../../wasm/inline/kept.ts';
import { createJpegEngine } from '../../wasm/jpeg/jpeg.ts';
import { createPngEngine } from '../../wasm/png/png.ts';
import { loadEncoders } from '../../wasm/squoosh/borrowed-encoders.ts';
import { createWebpEngine } from '../../wasm/webp/webp.ts';
import { testAssets } from './engine.ts';

export async function createTestInlineEngines(): Promise<{
  readonly jpeg: InlineEngine;
  readonly png: InlineEngine;
  readonly webp: InlineEngine;
}> {
  const [jpeg, png, webp, assets] = await Promise.all([
    buildOwnModules('jpeg'),
    buildOwnModules('png'),
    buildOwnModules('webp'),
    testAssets(),
  ]);
  const kept = createKept();
  const encoders = createInlineEncoders({
    kept,
    jpeg: () => jpeg.jpegEncodeSimd,
    loadSquoosh: async () => loadEncoders(assets.encoders ?? '', await readModules(assets, ['webpEncoder'])),
    flags: [],
  });
  const common = { version: 'test', encoders, kept, endOthers: () => Promise.resolve() };
  return {
    jpeg: createJpegEngine({ ...common, decoder: () => jpeg.jpegDecodeSimd }),
    png: createPngEngine({ ...common, decoder: () => png.pngDecodeSimd }),
    webp: createWebpEngine({ ...common, decoder: () => webp.webpDecodeSimd }),
  };
}
