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
  const { version, script } = engine === 'vips' ? vips : squoosh;
  const module = (name: string) =>
    name in vips.modules ? inflate(vips, name, brotliDecompress) : inflate(squoosh, name, gunzip);
  const both = { version, script, module };
  return engine === 'vips'
    ? { ...both, encoders: squoosh.script, footprint: vipsFootprint, modulesFor: vipsModulesFor }
    : { ...both, footprint: squooshFootprint, modulesFor: () => Object.keys(squoosh.modules) };
}

/** Off the main thread. */
function inflate({ modules }: typeof vips, name: string, how: Inflate): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const base64 = modules[name]?.() ?? '';
    how(Buffer.from(base64, 'base64'), (error, bytes) => (error ? reject(error) : resolve(bytes)));
  });
}
