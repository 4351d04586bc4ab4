// The engines out of the bundle itself. build.mjs makes up the `embedded:` modules: scripts as text, and where in this very
// file the WebAssembly modules stand, as base64 of brotli, or of gzip for the engine that must start where there is no brotli.

import * as squoosh from 'embedded:squoosh';
import * as vips from 'embedded:vips';
import { closeSync, fstatSync, openSync, readSync } from 'fs';
import { brotliDecompress, gunzip, type ZlibOptions } from 'zlib';
import type { Place } from '../bundle/payload.mjs';
import { squooshLimitation } from '../squoosh/limitations.ts';
import { type EngineAssets, vipsModulesFor } from './assets.ts';
import { squooshFootprint, vipsFootprint } from './footprint.ts';
import type { Support } from './runtime-support.ts';

type Inflate = (
  compressed: Uint8Array,
  options: ZlibOptions,
  done: (error: Error | null, bytes: Buffer) => void,
) => void;

/** What the bundle holds of the engine that this runtime can run. */
export function embeddedAssets(engine: Support['engine']): EngineAssets {
  const { version, script } = engine === 'vips' ? vips : squoosh;
  const module = (name: string) =>
    name in vips.modules
      ? inflate(vips.modules[name] as Place, brotliDecompress)
      : inflate(squoosh.modules[name] as Place, gunzip);
  const common = { version, script, module };
  return engine === 'vips'
    ? { ...common, encoders: squoosh.script, footprint: vipsFootprint, modulesFor: vipsModulesFor }
    : {
        ...common,
        footprint: squooshFootprint,
        limitation: squooshLimitation,
        modulesFor: () => Object.keys(squoosh.modules),
      };
}

/** Off the main thread, and in one piece: in the usual ones of 16 KB it would come back there for each. */
async function inflate(place: Place, decompress: Inflate): Promise<Uint8Array> {
  const compressed = Buffer.from(readAscii(place), 'base64');
  // With room to spare: a piece that is filled to the brim is followed by another.
  const chunkSize = place.bytes + 1;
  return new Promise((resolve, reject) => {
    decompress(compressed, { chunkSize }, (error, bytes) => (error ? reject(error) : resolve(bytes)));
  });
}

function readAscii({ fromEnd, length }: Place): string {
  const file = openSync(__filename, 'r');
  try {
    const text = Buffer.allocUnsafe(length);
    readSync(file, text, 0, length, fstatSync(file).size - fromEnd);
    return text.toString('latin1');
  } finally {
    closeSync(file);
  }
}
