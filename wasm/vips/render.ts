// All thumbnails of one source: one decode for those that show the same part of it, then resampling, framing and encoding
// for each.

import type {
  Deliver,
  Encoded,
  Preview,
  Rendered,
  RenderJob,
  RenderSpec,
  SourceInfo,
} from '../../src/function/engine/engine.ts';
import { encodeAsAsked, isSearched } from '../encode/quality/encode.ts';
import { keptRegion, type Placement, type Sides } from '../picture/placement.ts';
import { previewSides } from '../picture/preview-size.ts';
import type { EncodePixels } from '../squoosh/encoders.ts';
import { isOneThumbnails, SourceFault } from '../thread/source-fault.ts';
import { animate, isAnimated } from './animation.ts';
import { decode, type Opened } from './decode.ts';
import { createCoder } from './encode/coder.ts';
import { frame, looksAtPixels, place } from './frame.ts';
import { type Decode, planDecodes } from './plan-decodes.ts';
import { toPreview } from './preview.ts';
import { decodesStrictly } from './strict-decode.ts';
import type { Image, Module, Source } from './types.ts';
import { layWatermark, openWatermark } from './watermark.ts';

/** libvips and what it leaves to others. */
interface Tools {
  readonly vips: Module;
  /** A light engine's. */
  readonly encodePixels: EncodePixels | undefined;
}

/** What all thumbnails of a job are made with. */
interface Work extends Tools {
  readonly info: SourceInfo;
  readonly opened: Opened;
  readonly watermark: Image | undefined;
  done(spec: RenderSpec, encoded: Encoded): void;
  /** Why one cannot be made, though others can. */
  failed(fault: SourceFault): void;
}

/**
 * @throws {SourceFault} or libvips' own error if the decoder refuses the bytes; if the watermark's picture or a
 * budget is at fault, only after all other thumbnails.
 */
export async function render(
  tools: Tools,
  source: Source,
  job: RenderJob,
  deliver: Deliver,
): Promise<Rendered> {
  const { info, specs } = job;
  const made = new Map<RenderSpec, Encoded>();
  const picture = openWatermark(tools.vips, job);
  let fault = picture instanceof SourceFault ? picture : undefined;
  using watermark = picture instanceof SourceFault ? undefined : picture;
  const done = (spec: RenderSpec, encoded: Encoded) => {
    made.set(spec, encoded);
    if (specs.length > 1) deliver(specs.indexOf(spec), encoded);
  };
  const failed = (one: SourceFault) => {
    fault ??= one;
  };
  const able = fault ? specs.filter((spec) => !spec.watermark) : specs;
  let preview: Preview | undefined;
  const opened = { bytes: job.bytes, source, info };
  const work: Work = { ...tools, info, opened, watermark, done, failed };
  const stills = able.filter((spec) => !isAnimated(spec));
  for (const one of planDecodes({ ...job, specs: stills })) {
    using base = decode(tools.vips, opened, largest(info, one), one.region);
    preview = (await renderAll(work, base, one)) ?? preview;
  }
  const animations = able.filter(isAnimated);
  if (animations.length > 0) {
    await animate(work, opened, animations, (spec, frames, placement) =>
      make(work, spec, () => toFile(work, frames, placement, spec)),
    );
  }
  if (fault) throw fault;
  return { thumbnails: specs.map((spec) => made.get(spec) as Encoded), preview };
}

/**
 * The sides to decode to. Of several thumbnails none is made from more than the photo itself: they would be blurred by what one
 * of them enlarges.
 */
function largest(photo: Sides, { specs, region, preview }: Decode): Sides {
  if (specs.length === 0) return previewSides(photo, photo);
  const most = specs.length === 1 && !preview ? { width: Infinity, height: Infinity } : (region ?? photo);
  return {
    width: Math.min(most.width, Math.max(...specs.map((spec) => spec.resizedWidth))),
    height: Math.min(most.height, Math.max(...specs.map((spec) => spec.resizedHeight))),
  };
}

/**
 * Each is resampled from the smallest picture made so far that is still at least three times as large: what is gained by
 * reading fewer pixels is not lost to a second blur.
 *
 * @param base Read once, top to bottom.
 */
async function renderAll(work: Work, base: Image, { specs, preview }: Decode): Promise<Preview | undefined> {
  const [only, ...others] = specs;
  if (!only) return toPreview(base);
  if (others.length === 0 && !preview) {
    await make(work, only, () => finish(work, base, only));
    return undefined;
  }
  // Decoders run once: what is read more than once is held as pixels.
  const held = [base.copyMemory()];
  try {
    for (const spec of specs) {
      const resized = resize(held, { width: spec.resizedWidth, height: spec.resizedHeight });
      held.push(resized);
      await make(work, spec, () => finish(work, resized, spec));
    }
    if (!preview) return undefined;
    using small = resize(held, previewSides(work.info, base));
    return toPreview(small);
  } finally {
    for (const image of held) image.delete();
  }
}

/** @param held From large to small. @returns Pixels in memory; a new handle, the caller's to delete. */
function resize(held: readonly Image[], { width, height }: Sides): Image {
  const base = held[0] as Image;
  const isAmple = (image: Image) => image.width >= width * 3 && image.height >= height * 3;
  const isReduced = (image: Image) => image.width <= base.width && image.height <= base.height;
  const from =
    held
      .slice()
      .reverse()
      .find((image) => isAmple(image) && isReduced(image)) ?? base;
  if (from.width === width && from.height === height) return from.copy();
  using resized = from.thumbnailImage(width, { height, size: 'force' });
  return resized.copyMemory();
}

async function make(work: Work, spec: RenderSpec, finished: () => Promise<Encoded>): Promise<void> {
  try {
    work.done(spec, await finished());
  } catch (error) {
    if (!isOneThumbnails(error)) throw error;
    work.failed(error);
  }
}

async function finish(work: Work, resized: Image, spec: RenderSpec): Promise<Encoded> {
  const { vips, info, watermark } = work;
  // Looked at, and then read again.
  using ready = looksAtPixels(info, resized, spec) ? resized.copyMemory() : resized.copy();
  const placement = place(vips, info, ready, spec);
  using framed = frame(ready, placement, spec);
  using marked = layWatermark(framed, watermark, spec);
  return toFile(work, marked, placement, spec);
}

/** @param pixels In their frame: of an animation all, below each other. */
async function toFile(
  { vips, info, opened, encodePixels }: Work,
  pixels: Image,
  placement: Placement,
  spec: RenderSpec,
): Promise<Encoded> {
  using finished = isSearched(spec) ? pixels.copyMemory() : pixels.copy();
  const made = await encodeAsAsked(createCoder(vips, encodePixels), finished, spec);
  const crop = keptRegion(info, placement, spec);
  const isOwnKind = spec.format === info.format && made.width === info.width && made.height === info.height;
  return { ...made, crop, ...(isOwnKind && { sourceDecodesStrictly: decodesStrictly(vips, opened) }) };
}
