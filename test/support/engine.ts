// The real engine for tests: the same thread script and modules as in the bundle, without the bundle.

import { readFile } from 'node:fs/promises';
import { buildThread } from '../../build.mjs';
import type { EngineAssets } from '../../wasm/assets.ts';
import { createEngineHost, type EngineHost } from '../../wasm/host.ts';
import modules from '../../wasm/modules.json' with { type: 'json' };

export async function createTestEngine(): Promise<EngineHost> {
  return createEngineHost(await testAssets());
}

/** What the engine is made of, for tests that change some of it. */
export async function testAssets(): Promise<EngineAssets> {
  const { text } = await buildThread();
  return {
    version: 'wasm-vips test',
    thread: text,
    module: async (name) => {
      const content = await readFile(`node_modules/wasm-vips/${modules.modules[name].file}`);
      // Of its own, as what is inflated is: the host hands it over to the thread.
      return new Uint8Array(content);
    },
  };
}
