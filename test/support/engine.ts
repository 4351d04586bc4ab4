// The real engine for tests: the same thread script and modules as in the bundle, without the bundle.

import { readFile } from 'node:fs/promises';
import { type EngineAssets, vipsModulesFor } from '../../wasm/assets.ts';
import { buildVipsScript } from '../../wasm/bundle/vips.mjs';
import { vipsFootprint } from '../../wasm/footprint.ts';
import { createEngineHost, type EngineHost } from '../../wasm/host.ts';
import manifest from '../../wasm/modules.json' with { type: 'json' };
import { detectSupport } from '../../wasm/support.ts';

export async function createTestEngine(): Promise<EngineHost> {
  return createEngineHost(await testAssets(), detectSupport());
}

/** What the engine is made of, for tests that change some of it. */
export async function testAssets(): Promise<EngineAssets> {
  const { text } = await buildVipsScript();
  const modules: Readonly<Record<string, string>> = manifest.engines.vips.modules;
  return {
    version: 'wasm-vips test',
    script: text,
    footprint: vipsFootprint,
    modulesFor: vipsModulesFor,
    module: async (name) => {
      const content = await readFile(`node_modules/wasm-vips/${modules[name]}`);
      // Of its own, as what is inflated is: the host hands it over to the thread.
      return new Uint8Array(content);
    },
  };
}
