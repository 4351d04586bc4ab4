// The Squoosh engine: the codecs behind the engine's protocol. Plain WebAssembly without SIMD, threads or exceptions,
// for runtimes that have none; whole pictures in memory.

import type { Deliver, Rendered, RenderJob } from '../../src/function/engine/engine.ts';
import { oriented } from '../header/facts.ts';
import { asStill } from '../header/heif-sequence.ts';
import type { HeifBytes } from '../heif/heif-modules.ts';
import { createLibheif, type Libheif } from '../heif/libheif.ts';
import { loadHeic } from '../heif/load.ts';
import type { Pixels, PixelTraits } from '../picture/pixels.ts';
import type { Sides } from '../picture/sides.ts';
import { withoutAlpha } from '../raster/background.ts';
import { pixelsToSrgb } from '../raster/colour.ts';
import { autoOrient } from '../raster/orient.ts';
import { largestSides, renderRaster } from '../raster/render.ts';
import { resample } from '../raster/resample.ts';
import type { ThreadEngine } from '../thread/server.ts';
import { SourceFault } from '../thread/source-fault.ts';
import { type SquooshBytes, type SquooshModule, squooshModules } from './codec-modules.ts';
import { type Codecs, createCodecs } from './codecs.ts';
import { createCoder } from './coder.ts';
import { decode } from './decode.ts';
import { sharedMemoryBytes } from './globals.ts';
import { loadSquoosh } from './glue.ts';
import { readHeader, type SourceHeader } from './header.ts';
import { lacking } from './limitations.ts';

/**
 * Starts the codecs.
 *
 * @param bytes Every module of codec-modules.ts, and those of libheif if HEICs will be read.
 */
export async function bootSquoosh(bytes: Partial<SquooshBytes & HeifBytes>): Promise<ThreadEngine> {
  const squoosh = loadSquoosh(bytes, Object.keys(squooshModules) as SquooshModule[]);
  const codecs = createCodecs(squoosh.encoders, sharedMemoryBytes);
  const { heicGlue, heicDecoder } = bytes;
  const libheif = heicGlue && heicDecoder ? createLibheif(heicGlue, heicDecoder) : undefined;
  return {
    inspect: (source, format) => readHeader(source, format).info,
    findTrim() {
      throw new SourceFault('rendition-impossible', lacking('trim'));
    },
    render: (job, deliver) => render({ codecs, libheif }, job, deliver),
    memoryBytes: codecs.memoryBytes,
  };
}

interface Decoders {
  readonly codecs: Codecs;
  /** undefined: the engine was started for other sources. */
  readonly libheif: Libheif | undefined;
}

/** Renders a job from one decode. The largest size is resampled from all pixels, the others from that. */
async function render(decoders: Decoders, job: RenderJob, deliver: Deliver): Promise<Rendered> {
  const { info, specs } = job;
  const bytes = info.format === 'heic' ? asStill(job.bytes) : job.bytes;
  const header = readHeader(bytes, info.format);
  const { codecs } = decoders;
  const base = await load(decoders, bytes, header, largestSides(info, specs));
  const tools = {
    createCoder: (traits: PixelTraits) => createCoder(codecs, traits),
    warnings: header.warnings,
  };
  return renderRaster(base, job, tools, deliver);
}

/**
 * Decodes the whole photo to this size.
 *
 * @param sides Pixels of the result, as seen after EXIF orientation.
 * @returns Upright, sRGB, 8 bits per sample, straight alpha.
 */
async function load(
  { codecs, libheif }: Decoders,
  bytes: Uint8Array,
  header: SourceHeader,
  { width, height }: Sides,
): Promise<Pixels> {
  const { orientation, info, layout } = header;
  if (layout) {
    if (!libheif) throw new Error('the engine was started without a decoder for HEIC');
    return loadHeic(libheif, bytes, { ...header, layout }, { width, height });
  }
  const decoded = await decode(codecs, bytes, header);
  codecs.dropLarge();
  const stored = oriented(width, height, orientation);
  const resized = resample(decoded, stored.width, stored.height, info.hasAlpha);
  const announced = info.hasAlpha || info.format !== 'webp' ? resized : withoutAlpha(resized);
  return autoOrient(pixelsToSrgb(announced, header.conversion), orientation);
}
