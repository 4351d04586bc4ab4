// Pure: turns a preset into the numbers that the engine needs for one photo.

import type { Point, Region, RenderSpec, SourceInfo, WatermarkSpec } from '../engine/engine.ts';
import { resolveSize } from '../engine/geometry.ts';
import { type OutputFormat, outputFormats, type SourceFormat } from '../format/format.ts';
import type { Preset } from '../preset/preset.ts';

export interface PhotoGeometry {
  readonly info: SourceInfo;
  /** The point that the uploader wants crops to keep in view. */
  readonly focus: Point | undefined;
  /** The part that is left of it where the preset trims; undefined: all of it. */
  readonly region: Region | undefined;
}

export interface Extras {
  /** For presets that carry one. */
  readonly watermark: WatermarkSpec | undefined;
  /** Bytes of metadata that will be added to the encoded thumbnail: `maxBytes` bounds both together. */
  readonly overhead: number;
}

/** Leaves out every option that the preset does not set, so that the recipes of old presets stay the same when options are added. */
export function toSpec(
  preset: Preset,
  format: OutputFormat,
  { info, focus, region }: PhotoGeometry,
  { watermark, overhead }: Extras,
): RenderSpec {
  const { fit, gravity, lossless, effort, maxBytes, background } = preset;
  const { defaultQuality } = outputFormats[format];
  const hasQuality = defaultQuality !== undefined && !lossless;
  const size = resolveSize(info, preset, region);
  const pages = framesOf(preset.pages, info, format);
  return {
    ...size,
    fit,
    gravity,
    format,
    quality: hasQuality ? (preset.quality ?? defaultQuality) : undefined,
    ...(lossless && { lossless }),
    ...(effort !== undefined && { effort }),
    ...(maxBytes !== undefined && { maxBytes: Math.max(1, maxBytes - overhead) }),
    ...(background && { background }),
    ...(focus && fit === 'cover' && { focus }),
    ...(region && { region }),
    ...(pages > 1 && { pages }),
    ...(preset.watermark && watermark && { watermark }),
  };
}

/** Formats whose pages are the frames of an animation. TIFF and AVIF have pages, too, but those are separate pictures. */
const animations: readonly SourceFormat[] = ['gif', 'webp'];

function framesOf(wanted: number, { format, pages }: SourceInfo, output: OutputFormat): number {
  const moves = animations.includes(format) && (output === 'gif' || output === 'webp');
  return moves ? Math.min(wanted, pages) : 1;
}
