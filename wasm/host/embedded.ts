// Reads the engines from the bundle's own file. build.mjs generates the `embedded:` modules: they hold the scripts as
// text, and the place in this file of each WebAssembly module. A module is stored as base64 of brotli, or of gzip for
// the Squoosh engine and libheif, because Node.js 10.15 has no brotli.

import * as heif from 'embedded:heif';
import * as jpeg from 'embedded:jpeg';
import * as png from 'embedded:png';
import * as squoosh from 'embedded:squoosh';
import * as vips from 'embedded:vips';
import * as webp from 'embedded:webp';
import { createBrotliDecompress, createGunzip } from 'zlib';
import type { Place } from '../bundle/payload.mjs';
import { createInlineEncoders } from '../inline/encoders.ts';
import type { InlineEngine, OwnParts } from '../inline/inline.ts';
import { createJpegEngine } from '../jpeg/jpeg.ts';
import { createPngEngine } from '../png/png.ts';
import { loadEncoders } from '../squoosh/borrowed-encoders.ts';
import { squooshLimitation } from '../squoosh/limitations.ts';
import { createWebpEngine } from '../webp/webp.ts';
import { type EngineAssets, readModules, squooshModulesFor, vipsModulesFor } from './assets.ts';
import { heicFootprint, squooshFootprint, vipsFootprint } from './footprint.ts';
import { inflate, inflateSmall } from './inflate.ts';
import { formatsWithout, writeRefusal } from './optional-modules.ts';
import type { Support } from './runtime-support.ts';

/** The parts of the engine that this runtime can run. */
export function embeddedAssets(engine: Support['engine']): EngineAssets {
  const { version: own, script } = engine === 'vips' ? vips : squoosh;
  const version = `${jpeg.version} + ${png.version} + ${webp.version} + ${own}`;
  const name = engine === 'vips' ? 'wasm-vips' : 'squoosh';
  const common = { name, version, script, module, without } as const;
  return engine === 'vips'
    ? {
        ...common,
        encoders: squoosh.script,
        footprint: vipsFootprint,
        limitation: ({ format }) => writeRefusal(without, format),
        modulesFor: (...wanted) => vipsModulesFor(...wanted).filter(has),
      }
    : {
        ...common,
        footprint: squooshFootprint,
        limitation: squooshLimitation,
        modulesFor: (_light, format) => squooshModulesFor(format),
      };
}

/** The engine for HEIC beside libvips: that for older runtimes, which reads it on all of them. */
export function embeddedHeicAssets({ version }: EngineAssets): EngineAssets {
  return {
    name: 'libheif',
    version: `${version} + ${heif.version}`,
    script: squoosh.script,
    module,
    without,
    footprint: heicFootprint,
    modulesFor: () => squooshModulesFor('heic').filter(has),
  };
}

const has = (name: string) => name in vips.modules || name in squoosh.modules || name in heif.modules;
const without = formatsWithout(has);

function module(name: string): Promise<Uint8Array> {
  const place = vips.modules[name];
  // wasm-vips runs only where WebAssembly can be compiled from shared memory.
  if (place) return inflate(place, __filename, createBrotliDecompress, true);
  return inflate((squoosh.modules[name] ?? heif.modules[name]) as Place, __filename, createGunzip, false);
}

/** The engines in this thread, for the sources that each is for. None of them compiles anything before it is asked. */
export function embeddedInlineEngines(
  { version, module }: EngineAssets,
  { simd, encoderFlags }: Support,
  { kept, endOthers }: Pick<OwnParts, 'kept' | 'endOthers'>,
): { readonly jpeg: InlineEngine; readonly png: InlineEngine; readonly webp: InlineEngine } {
  const own = (place: Place | undefined) => inflateSmall(place as Place, __filename);
  const encoders = createInlineEncoders({
    kept,
    jpeg: () => own(jpeg.modules[simd ? 'jpegEncodeSimd' : 'jpegEncode']),
    loadSquoosh: async () => loadEncoders(squoosh.script, await readModules({ module }, ['webpEncoder'])),
    flags: encoderFlags,
  });
  const common = { version, encoders, kept, endOthers };
  const decoderOf = (modules: Readonly<Record<string, Place>>, name: string) => () =>
    own(modules[simd ? `${name}Simd` : name]);
  return {
    jpeg: createJpegEngine({ ...common, decoder: decoderOf(jpeg.modules, 'jpegDecode') }),
    png: createPngEngine({ ...common, decoder: decoderOf(png.modules, 'pngDecode') }),
    webp: createWebpEngine({ ...common, decoder: decoderOf(webp.modules, 'webpDecode') }),
  };
}
