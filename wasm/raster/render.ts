// Makes all thumbnails of a job from one decoded picture in JavaScript's memory: resampling, framing and encoding for each. Does not
// know what decoded it, nor what encodes.

import type {
  Deliver,
  Encoded,
  Preview,
  Rendered,
  RenderJob,
  RenderSpec,
  SourceInfo,
} from '../../src/function/engine/engine.ts';
import type { Coder } from '../encode/quality/coder.ts';
import { encodeThumbnail } from '../encode/quality/encode.ts';
import type { Pixels, PixelTraits } from '../picture/pixels.ts';
import { keptRegion } from '../picture/placement.ts';
import { previewSides } from '../picture/preview-size.ts';
import { byFallingArea, pictureFor } from '../picture/resizing.ts';
import { checkSides, type Sides } from '../picture/sides.ts';
import { isRenditionFault, type SourceFault } from '../thread/source-fault.ts';
import { frame, place } from './frame.ts';
import { resample } from './resample.ts';

export interface RasterTools {
  /** Creates the coder for one thumbnail. */
  createCoder(traits: PixelTraits): Coder<Pixels>;
  /** Makes an opaque picture smaller, where the engine has something faster for it than JavaScript. */
  shrink?(pixels: Pixels, sides: Sides): Pixels;
  /** What no thumbnail shows as the photo has it, in sentences. */
  readonly warnings: readonly string[];
  /** Adds what the engine knows of a thumbnail. */
  describe?(encoded: Encoded): Partial<Encoded>;
}

/**
 * Renders a job. All sizes are resampled from the one picture, or from what was made of it.
 *
 * @param base The whole photo, upright and in sRGB, of the sides that `largestSides` says.
 */
export async function renderRaster(
  base: Pixels,
  { info, specs, preview }: Omit<RenderJob, 'bytes'>,
  { createCoder, shrink, warnings, describe }: RasterTools,
  deliver: Deliver,
): Promise<Rendered> {
  const { hasAlpha } = info;
  const traits = { hasAlpha, isGrey: info.colour === 'grey' };
  const made: Encoded[] = [];
  const resize = createResize(base, hasAlpha, shrink);
  let fault: SourceFault | undefined;
  // The largest first, from which the others can be made.
  const byArea = Array.from(specs.entries()).sort(([, one], [, other]) => byFallingArea(one, other));
  for (const [index, spec] of byArea) {
    const resized = resize({ width: spec.resizedWidth, height: spec.resizedHeight });
    const placement = place(info, resized, spec, hasAlpha);
    const framed = frame(resized, placement, spec, traits);
    checkSides(framed.pixels, spec);
    try {
      const encoded = await encodeThumbnail(createCoder(framed.traits), framed.pixels, spec);
      const crop = keptRegion(info, placement, spec);
      const plain = { ...encoded, crop, ...(warnings.length > 0 && { warnings }) };
      const thumbnail = { ...plain, ...describe?.(plain) };
      made[index] = thumbnail;
      deliver(index, thumbnail);
    } catch (error) {
      if (!isRenditionFault(error)) throw error;
      fault ??= error;
    }
  }
  if (fault) throw fault;
  return { thumbnails: made, preview: preview ? toPreview(resize, base, info) : undefined };
}

/** Creates the function that resamples from the best of the pictures made so far: see `pictureFor`. */
function createResize(base: Pixels, hasAlpha: boolean, shrink: RasterTools['shrink']) {
  const pictures = [base];
  return ({ width, height }: Sides): Pixels => {
    const from = pictureFor(pictures, { width, height });
    if (from.width === width && from.height === height) return from;
    const isSmaller = width <= from.width && height <= from.height;
    const resized =
      shrink && isSmaller && !hasAlpha
        ? shrink(from, { width, height })
        : resample(from, width, height, hasAlpha);
    pictures.push(resized);
    return resized;
  };
}

/**
 * The sides to resample to first. They are not larger than the photo: if one thumbnail enlarges it, the others would
 * become blurred.
 */
export function largestSides(photo: Sides, specs: readonly RenderSpec[]): Sides {
  if (specs.length === 0) return previewSides(photo, photo);
  return {
    width: Math.min(photo.width, Math.max(...specs.map((spec) => spec.resizedWidth))),
    height: Math.min(photo.height, Math.max(...specs.map((spec) => spec.resizedHeight))),
  };
}

function toPreview(resize: (sides: Sides) => Pixels, base: Pixels, info: SourceInfo): Preview {
  const { width, height } = previewSides(info, base);
  const { data } = resize({ width, height });
  return { width, height, data: new Uint8Array(data) };
}
