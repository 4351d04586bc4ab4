// Draws the watermark by libvips: its picture is decoded once for a job, and fitted to each thumbnail.

import type { RenderJob, RenderSpec } from '../../src/function/engine/engine.ts';
import { sniff } from '../../src/function/format/sniff.ts';
import { placeIn } from '../picture/placement.ts';
import type { Sides } from '../picture/sides.ts';
import { SourceFault } from '../thread/source-fault.ts';
import { decode } from './decode.ts';
import { toRgba } from './encode/pixels.ts';
import { toFailure } from './errors.ts';
import { inspect } from './inspect.ts';
import { open } from './load.ts';
import type { Image, Module } from './types.ts';

/** The most pixels that the picture may have: it is decoded whole, for every photo. */
const maxPixels = 25_000_000;

/**
 * Decodes the watermark's picture.
 *
 * @returns RGBA in memory, sRGB, straight alpha, at the largest size that a spec needs; a new handle, which the caller
 * deletes. Undefined if no spec has a watermark. A fault if the picture cannot be used: then the settings are wrong,
 * not the photo.
 */
export function openWatermark(
  vips: Module,
  { specs, watermark }: RenderJob,
): Image | SourceFault | undefined {
  const watermarked = specs.filter((spec) => spec.watermark);
  if (watermarked.length === 0) return undefined;
  if (!watermark) throw new Error('specs have a watermark, but the job has no picture for it');
  try {
    return read(vips, watermark, watermarked);
  } catch (error) {
    const { message, fatal } = toFailure(error, 'render');
    if (fatal) throw error;
    return new SourceFault('config-invalid', `the watermark's picture cannot be used: ${message}`);
  }
}

function read(vips: Module, bytes: Uint8Array, specs: readonly RenderSpec[]): Image {
  const sniffed = sniff(bytes);
  if (sniffed.kind !== 'source' || sniffed.format === 'avif' || sniffed.format === 'jxl') {
    throw new SourceFault('config-invalid', 'expected a PNG, WebP, JPEG, GIF or TIFF');
  }
  using source = vips.Source.newFromMemory(bytes);
  const info = inspect(vips, bytes, source, sniffed.format);
  if (info.width * info.height > maxPixels) {
    throw new SourceFault(
      'config-invalid',
      `it has ${info.width}x${info.height} pixels, more than the ${maxPixels} that are allowed`,
    );
  }
  const sizes = specs.map((spec) => sidesFor(spec, info));
  const width = Math.max(...sizes.map((one) => one.width));
  const height = Math.max(...sizes.map((one) => one.height));
  using picture = decode(vips, open(vips, source, { bytes, info }), { width, height });
  using rgba = toRgba(picture);
  return rgba.copyMemory();
}

/** The size of the picture fitted inside its share of the thumbnail, in pixels. */
function sidesFor({ width, height, watermark }: RenderSpec, picture: Sides): Sides {
  const share = watermark?.scale ?? 1;
  const scale = Math.min((width * share) / picture.width, (height * share) / picture.height);
  return {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  };
}

/**
 * Composites the picture over a thumbnail, as its spec says. The thumbnail's own transparency is kept; the watermark is
 * visible there, too.
 *
 * @param thumbnail With crop and padding applied; sRGB or grey.
 * @returns A lazy image; a new handle, which the caller deletes.
 */
export function compositeWatermark(thumbnail: Image, picture: Image | undefined, spec: RenderSpec): Image {
  const { watermark } = spec;
  if (!watermark || !picture) return thumbnail.copy();
  const { width, height } = sidesFor(spec, picture);
  using fitted = picture.thumbnailImage(width, { height, size: 'force' });
  using faded = fitted.linear([1, 1, 1, watermark.opacity], [0, 0, 0, 0], { uchar: true });
  const { left, top } = placeIn(spec, fitted, watermark.gravity);
  using over = faded.embed(left, top, spec.width, spec.height, {
    extend: watermark.tile ? 'repeat' : 'black',
  });
  using colour = thumbnail.colourspace('srgb');
  using both = colour.composite2(over, 'over');
  using bytes = both.cast('uchar');
  return colour.hasAlpha() ? bytes.copy() : bytes.extractBand(0, { n: 3 });
}
