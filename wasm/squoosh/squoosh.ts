// The Squoosh engine: the codecs behind the engine's protocol. Plain WebAssembly without SIMD, threads or exceptions,
// for runtimes that have none; whole pictures in memory.

import type {
  Deliver,
  Encoded,
  Preview,
  Rendered,
  RenderJob,
  RenderSpec,
  SourceInfo,
} from '../../src/function/engine/engine.ts';
import { encodeThumbnail } from '../encode/quality/encode.ts';
import { oriented } from '../header/facts.ts';
import type { Pixels } from '../picture/pixels.ts';
import { keptRegion } from '../picture/placement.ts';
import { previewSides } from '../picture/preview-size.ts';
import { checkSides, type Sides } from '../picture/sides.ts';
import type { ThreadEngine } from '../thread/server.ts';
import { isRenditionFault, SourceFault } from '../thread/source-fault.ts';
import { withoutAlpha } from '../raster/background.ts';
import { type SquooshBytes, type SquooshModule, squooshModules } from './codec-modules.ts';
import { type Codecs, createCodecs } from './codecs.ts';
import { createCoder } from './coder.ts';
import { pixelsToSrgb } from '../raster/colour.ts';
import { decode } from './decode.ts';
import { frame, place } from '../raster/frame.ts';
import { sharedMemoryBytes } from './globals.ts';
import { loadSquoosh } from './glue.ts';
import { readHeader, type SourceHeader } from './header.ts';
import { lacking } from './limitations.ts';
import { autoOrient } from '../raster/orient.ts';
import { resample } from '../raster/resample.ts';

/**
 * Starts the codecs.
 *
 * @param bytes Every module of codec-modules.ts.
 */
export async function bootSquoosh(bytes: Partial<SquooshBytes>): Promise<ThreadEngine> {
  const squoosh = loadSquoosh(bytes, Object.keys(squooshModules) as SquooshModule[]);
  const codecs = createCodecs(squoosh.encoders, sharedMemoryBytes);
  return {
    inspect: (source, format) => readHeader(source, format).info,
    findTrim() {
      throw new SourceFault('rendition-impossible', lacking('trim'));
    },
    render: (job, deliver) => render(codecs, job, deliver),
    memoryBytes: codecs.memoryBytes,
  };
}

/** Renders a job from one decode. The largest size is resampled from all pixels, the others from that. */
async function render(
  codecs: Codecs,
  { bytes, info, specs, preview }: RenderJob,
  deliver: Deliver,
): Promise<Rendered> {
  const { hasAlpha } = info;
  const traits = { hasAlpha, isGrey: info.colour === 'grey' };
  const header = readHeader(bytes, info.format);
  const { warnings } = header;
  const base = await load(codecs, bytes, header, largest(info, specs));
  const made: Encoded[] = [];
  let fault: SourceFault | undefined;
  for (const [index, spec] of specs.entries()) {
    const resized = resample(base, spec.resizedWidth, spec.resizedHeight, hasAlpha);
    const placement = place(info, resized, spec, hasAlpha);
    const framed = frame(resized, placement, spec, traits);
    checkSides(framed.pixels, spec);
    try {
      const encoded = await encodeThumbnail(createCoder(codecs, framed.traits), framed.pixels, spec);
      const crop = keptRegion(info, placement, spec);
      const thumbnail = { ...encoded, crop, ...(warnings.length > 0 && { warnings }) };
      made.push(thumbnail);
      deliver(index, thumbnail);
    } catch (error) {
      if (!isRenditionFault(error)) throw error;
      fault ??= error;
    }
  }
  if (fault) throw fault;
  return { thumbnails: made, preview: preview ? toPreview(base, info) : undefined };
}

/**
 * The sides to resample to first. They are not larger than the photo: if one thumbnail enlarges it, the others would
 * become blurred.
 */
function largest(photo: Sides, specs: readonly RenderSpec[]): Sides {
  if (specs.length === 0) return previewSides(photo, photo);
  return {
    width: Math.min(photo.width, Math.max(...specs.map((spec) => spec.resizedWidth))),
    height: Math.min(photo.height, Math.max(...specs.map((spec) => spec.resizedHeight))),
  };
}

function toPreview(base: Pixels, info: SourceInfo): Preview {
  const { width, height } = previewSides(info, base);
  const { data } = resample(base, width, height, info.hasAlpha);
  return { width, height, data: new Uint8Array(data) };
}

/**
 * Decodes the whole photo to this size.
 *
 * @param sides Pixels of the result, as seen after EXIF orientation.
 * @returns Upright, sRGB, 8 bits per sample, straight alpha.
 */
async function load(
  codecs: Codecs,
  bytes: Uint8Array,
  header: SourceHeader,
  { width, height }: Sides,
): Promise<Pixels> {
  const { orientation, info } = header;
  const decoded = await decode(codecs, bytes, header);
  codecs.dropLarge();
  const stored = oriented(width, height, orientation);
  const resized = resample(decoded, stored.width, stored.height, info.hasAlpha);
  const announced = info.hasAlpha || info.format !== 'webp' ? resized : withoutAlpha(resized);
  return autoOrient(pixelsToSrgb(announced, header.conversion), orientation);
}
