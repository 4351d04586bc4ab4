// Makes all thumbnails of one source: one decode for those that show the same part of it, then resampling, framing and
// encoding for each.

import type {
  Deliver,
  Encoded,
  Preview,
  Region,
  Rendered,
  RenderJob,
  RenderSpec,
  SourceInfo,
} from '../../src/function/engine/engine.ts';
import { encodeThumbnail, needsSearch } from '../encode/quality/encode.ts';
import { keptRegion, type Placement } from '../picture/placement.ts';
import { previewSides } from '../picture/preview-size.ts';
import { pictureFor } from '../picture/resizing.ts';
import { checkSides, type Sides } from '../picture/sides.ts';
import type { EncodePixels } from '../squoosh/encoders.ts';
import { isRenditionFault, SourceFault } from '../thread/source-fault.ts';
import { animate, isAnimated } from './animation.ts';
import { decode } from './decode.ts';
import { createCoder } from './encode/coder.ts';
import { toFailure } from './errors.ts';
import { frame, looksAtPixels, place } from './frame.ts';
import { checkLayout } from './layout.ts';
import { type Opened, withoutProfile } from './load.ts';
import { mayLoseContrast, warnOfOneColour } from './one-colour.ts';
import { type Decode, planDecodes } from './plan-decodes.ts';
import { toPreview } from './preview.ts';
import { decodesStrictly } from './strict-decode.ts';
import type { Image, Module } from './types.ts';
import { compositeWatermark, openWatermark } from './watermark.ts';

/** libvips, and the encoders that it leaves to Squoosh. */
interface VipsTools {
  readonly vips: Module;
  /** Squoosh's encoders, in a light engine. */
  readonly encodePixels: EncodePixels | undefined;
}

/** What all thumbnails of a job share. */
interface RenderContext extends VipsTools {
  readonly info: SourceInfo;
  readonly opened: Opened;
  readonly watermark: Image | undefined;
  /** Receives each thumbnail that is ready. */
  onEncoded(spec: RenderSpec, encoded: Encoded): void;
  /** Receives the reason why one thumbnail cannot be made, though others can. */
  onFault(fault: SourceFault): void;
}

/**
 * Renders a job.
 *
 * @param opened The job's bytes; not deleted here.
 * @throws {SourceFault} or libvips' own error if the decoder refuses the bytes. If the watermark's picture or a byte
 * budget is at fault, it throws only after all other thumbnails are delivered.
 */
export async function render(
  tools: VipsTools,
  opened: Opened,
  job: RenderJob,
  deliver: Deliver,
): Promise<Rendered> {
  const { info, specs } = job;
  const encodedBySpec = new Map<RenderSpec, Encoded>();
  const picture = openWatermark(tools.vips, job);
  let fault = picture instanceof SourceFault ? picture : undefined;
  using watermark = picture instanceof SourceFault ? undefined : picture;
  const onEncoded = (spec: RenderSpec, encoded: Encoded) => {
    encodedBySpec.set(spec, encoded);
    if (specs.length > 1) deliver(specs.indexOf(spec), encoded);
  };
  const onFault = (error: SourceFault) => {
    fault ??= error;
  };
  const renderable = fault ? specs.filter((spec) => !spec.watermark) : specs;
  let preview: Preview | undefined;
  const context: RenderContext = { ...tools, info, opened, watermark, onEncoded, onFault };
  const stills = renderable.filter((spec) => !isAnimated(spec));
  for (const planned of planDecodes({ ...job, specs: stills })) {
    const { decoded, by } = decodeAnyway(tools.vips, opened, largest(info, planned), planned.region);
    using lazy = decoded;
    // A decoder runs only once, and the picture is looked at before it is resampled.
    using base = mayLoseContrast(by) ? lazy.copyMemory() : lazy.copy();
    const warning = mayLoseContrast(by) ? warnOfOneColour(tools.vips, by, base) : undefined;
    const warnings = warning === undefined ? by.warnings : [...by.warnings, warning];
    preview = (await renderAll({ ...context, opened: { ...by, warnings } }, base, planned)) ?? preview;
  }
  const animations = renderable.filter(isAnimated);
  if (animations.length > 0) {
    await animate(context, opened, animations, (spec, frames, placement) =>
      renderOne(context, spec, () => encodeFramed(context, frames, placement, spec)),
    );
  }
  if (fault) throw fault;
  return { thumbnails: specs.map((spec) => encodedBySpec.get(spec) as Encoded), preview };
}

/**
 * Decodes as `decode`; without the photo's profile if the colour engine refuses that, which it does before it reads a pixel.
 *
 * @returns The picture, and what it was decoded by.
 */
function decodeAnyway(
  vips: Module,
  opened: Opened,
  sides: Sides,
  region: Region | undefined,
): { readonly decoded: Image; readonly by: Opened } {
  try {
    return { decoded: decode(vips, opened, sides, region), by: opened };
  } catch (error) {
    const { message, fatal } = toFailure(error, 'render');
    if (fatal || !opened.colours.profile) throw error;
    const by = withoutProfile(opened, message);
    return { decoded: decode(vips, by, sides, region), by };
  }
}

/**
 * The sides to decode to. Where several thumbnails share a decode, it is not larger than the photo: if one of them
 * enlarges the photo, the others would become blurred.
 */
function largest(photo: Sides, { specs, region, preview }: Decode): Sides {
  if (specs.length === 0) return previewSides(photo, photo);
  const limit = specs.length === 1 && !preview ? { width: Infinity, height: Infinity } : (region ?? photo);
  return {
    width: Math.min(limit.width, Math.max(...specs.map((spec) => spec.resizedWidth))),
    height: Math.min(limit.height, Math.max(...specs.map((spec) => spec.resizedHeight))),
  };
}

/**
 * Renders what shares one decode. Each thumbnail is resampled from a picture made so far: see `pictureFor`.
 *
 * @param base A lazy image, read once from top to bottom.
 */
async function renderAll(
  context: RenderContext,
  base: Image,
  { specs, preview }: Decode,
): Promise<Preview | undefined> {
  const [only, ...others] = specs;
  if (!only) return toPreview(base);
  if (others.length === 0 && !preview) {
    await renderOne(context, only, () => finish(context, base, only));
    return undefined;
  }
  // A decoder runs only once, so pixels that are read more than once are copied to memory.
  const inMemory = [base.copyMemory()];
  try {
    for (const spec of specs) {
      const resized = resize(inMemory, { width: spec.resizedWidth, height: spec.resizedHeight });
      inMemory.push(resized);
      await renderOne(context, spec, () => finish(context, resized, spec));
    }
    if (!preview) return undefined;
    using small = resize(inMemory, previewSides(context.info, base));
    return toPreview(small);
  } finally {
    for (const image of inMemory) image.delete();
  }
}

/**
 * Resamples from the best of the pictures in memory.
 *
 * @param inMemory From the largest to the smallest.
 * @returns Pixels in memory; a new handle, which the caller deletes.
 */
function resize(inMemory: readonly Image[], { width, height }: Sides): Image {
  const from = pictureFor(inMemory, { width, height });
  if (from.width === width && from.height === height) return from.copy();
  using resized = from.thumbnailImage(width, { height, size: 'force' });
  return resized.copyMemory();
}

async function renderOne(
  context: RenderContext,
  spec: RenderSpec,
  finished: () => Promise<Encoded>,
): Promise<void> {
  try {
    context.onEncoded(spec, await finished());
  } catch (error) {
    if (!isRenditionFault(error)) throw error;
    context.onFault(error);
  }
}

async function finish(context: RenderContext, resized: Image, spec: RenderSpec): Promise<Encoded> {
  const { vips, info, watermark } = context;
  // `place` reads the pixels, and then the thumbnail reads them again.
  using ready = looksAtPixels(info, resized, spec) ? resized.copyMemory() : resized.copy();
  const placement = place(vips, info, ready, spec);
  using framed = frame(ready, placement, spec);
  using marked = compositeWatermark(framed, watermark, spec);
  return encodeFramed(context, marked, placement, spec);
}

/**
 * Encodes a framed thumbnail.
 *
 * @param pixels With crop, padding and watermark applied; of an animation all frames, below each other.
 */
async function encodeFramed(
  { vips, info, opened, encodePixels }: RenderContext,
  pixels: Image,
  placement: Placement,
  spec: RenderSpec,
): Promise<Encoded> {
  const coder = createCoder(vips, encodePixels);
  checkSides(coder.sides(pixels), spec);
  checkLayout(pixels);
  using finished = needsSearch(spec) ? pixels.copyMemory() : pixels.copy();
  const made = await encodeThumbnail(coder, finished, spec);
  const crop = keptRegion(info, placement, spec);
  const couldReplaceSource =
    spec.format === info.format && made.width === info.width && made.height === info.height;
  return {
    ...made,
    crop,
    ...(opened.warnings.length > 0 && { warnings: opened.warnings }),
    ...(couldReplaceSource && { sourceDecodesStrictly: decodesStrictly(vips, opened) }),
  };
}
