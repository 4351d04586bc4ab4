// The engines out of the bundle itself. build.mjs makes up the `embedded:` modules: scripts as text, WebAssembly modules as
// base64 of brotli, or of gzip for the engine that must start where there is no brotli.

import * as squoosh from 'embedded:squoosh';
import * as vips from 'embedded:vips';
import { brotliDecompress, gunzip } from 'zlib';
import { type EngineAssets, vipsModulesFor } from './assets.ts';
import { squooshFootprint, vipsFootprint } from './footprint.ts';
import type { Support } from './support.ts';

type Inflate = (compressed: Uint8Array, done: (error: Error | null, bytes: Buffer) => void) => void;

/** What the bundle holds of the engine that this runtime can run. */
export function embeddedAssets(engine: Support['engine']): EngineAssets {
  return engine === 'vips'
    ? { ...assets(vips, brotliDecompress), footprint: vipsFootprint, modulesFor: vipsModulesFor }
    : {
        ...assets(squoosh, gunzip),
        footprint: squooshFootprint,
        modulesFor: () => Object.keys(squoosh.modules),
      };
}

function assets(
  embedded: typeof vips,
  inflate: Inflate,
): Pick<EngineAssets, 'version' | 'script' | 'module'> {
  return {
    version: embedded.version,
    script: embedded.script,
    // Inflated off the main thread.
    module: (name) =>
      new Promise((resolve, reject) => {
        const base64 = embedded.modules[name]?.() ?? '';
        inflate(Buffer.from(base64, 'base64'), (error, bytes) => (error ? reject(error) : resolve(bytes)));
      }),
  };
}
