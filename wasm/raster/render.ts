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
import { checkSides, type Sides } from '../picture/sides.ts';
import { isRenditionFault, type SourceFault } from '../thread/source-fault.ts';
import { frame, place } from './frame.ts';
import { resample } from './resample.ts';

export interface RasterTools {
  /** Creates the coder for one thumbnail. */
  createCoder(traits: PixelTraits): Coder<Pixels>;
  /** What no thumbnail shows as the photo has it, in sentences. */
  readonly warnings: readonly string[];
  /** Adds what the engine knows of a thumbnail. */
  describe?(encoded: Encoded): Partial<Encoded>;
}

/**
 * Renders a job. All sizes are resampled from the one picture.
 *
 * @param base The whole photo, upright and in sRGB, of the sides that `largestSides` says.
 */
export async function renderRaster(
  base: Pixels,
  { info, specs, preview }: Omit<RenderJob, 'bytes'>,
  { createCoder, warnings, describe }: RasterTools,
  deliver: Deliver,
): Promise<Rendered> {
  const { hasAlpha } = info;
  const traits = { hasAlpha, isGrey: info.colour === 'grey' };
  const made: Encoded[] = [];
  let fault: SourceFault | undefined;
  for (const [index, spec] of specs.entries()) {
    const resized = resample(base, spec.resizedWidth, spec.resizedHeight, hasAlpha);
    const placement = place(info, resized, spec, hasAlpha);
    const framed = frame(resized, placement, spec, traits);
    checkSides(framed.pixels, spec);
    try {
      const encoded = await encodeThumbnail(createCoder(framed.traits), framed.pixels, spec);
      const crop = keptRegion(info, placement, spec);
      const plain = { ...encoded, crop, ...(warnings.length > 0 && { warnings }) };
      const thumbnail = { ...plain, ...describe?.(plain) };
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
export function largestSides(photo: Sides, specs: readonly RenderSpec[]): Sides {
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
