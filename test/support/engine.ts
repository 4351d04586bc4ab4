// The real engine for tests: the same thread script and modules as in the bundle, without the bundle.

import { readFile } from 'node:fs/promises';
import { buildSquooshScript } from '../../wasm/bundle/squoosh.mjs';
import { buildVipsScript } from '../../wasm/bundle/vips.mjs';
import { type EngineAssets, vipsModulesFor } from '../../wasm/host/assets.ts';
import { vipsFootprint } from '../../wasm/host/footprint.ts';
import { createEngineHost, type EngineHost } from '../../wasm/host/host.ts';
import { detectSupport } from '../../wasm/host/runtime-support.ts';
import manifest from '../../wasm/modules.json' with { type: 'json' };

const started = new Map<boolean, Promise<EngineHost>>();

/**
 * An engine for all test files of this worker, so that libvips is compiled once. It ends with the worker.
 *
 * @param light As the first engine of an instance is, and each one of a function with little memory.
 */
export function sharedEngine({ light = true } = {}): Promise<EngineHost> {
  const engine = started.get(light) ?? createTestEngine({ light });
  started.set(light, engine);
  return engine;
}

/** An engine of one's own, to be stopped. */
export async function createTestEngine({ light = true } = {}): Promise<EngineHost> {
  const support = detectSupport();
  return createEngineHost(await testAssets(), light ? support : { ...support, lightFlags: [] });
}

let assets: Promise<EngineAssets> | undefined;

/** What the engine is made of, for tests that change some of it. */
export function testAssets(): Promise<EngineAssets> {
  assets ??= buildAssets();
  return assets;
}

async function buildAssets(): Promise<EngineAssets> {
  const [vips, squoosh] = await Promise.all([buildVipsScript(), buildSquooshScript()]);
  return {
    name: 'wasm-vips',
    version: 'wasm-vips test',
    script: vips.text,
    encoders: squoosh.text,
    footprint: vipsFootprint,
    modulesFor: vipsModulesFor,
    module: readModule,
  };
}

/** Of its own, as what is inflated is: the host hands it over to the thread. */
async function readModule(name: string): Promise<Uint8Array> {
  const engines = Object.values(manifest.engines);
  const engine = engines.find(({ modules }) => name in modules);
  const modules: Readonly<Record<string, string>> = engine?.modules ?? {};
  return new Uint8Array(await readFile(`node_modules/${engine?.package}/${modules[name]}`));
}
