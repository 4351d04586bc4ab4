// Pure: which engine is asked first. There are two, and the first one may still decline what it was asked for (declined.ts).
//
// | the thumbnails of a photo                                   | engine           |
// | ----------------------------------------------------------- | ---------------- |
// | are of a source that is no JPEG                             | the full engine  |
// | are trimmed, or carry a watermark                           | the full engine  |
// | are written as AVIF or GIF                                  | the full engine  |
// | are of a quality that is searched for                       | the full engine  |
// | are JPEGs of an effort at which they are not baseline       | the full engine  |
// | are anything else                                           | the JPEG engine  |
//
// One engine makes all thumbnails of a photo, from one decode.

import { type OutputFormat, outputFormatOf, type SourceFormat, sourceFormats } from '../format/format.ts';
import type { Preset } from '../preset/preset.ts';

/** What is known of a thumbnail before its photo is looked at. */
export interface Wanted {
  readonly preset: Preset;
  readonly format: OutputFormat;
}

/** The highest effort at which a JPEG is baseline. */
const maxBaselineEffort = 3;

/** Whether the JPEG engine can make all of these, if the photo is one that it decodes. */
export function suitsJpegEngine(source: SourceFormat, thumbnails: readonly Wanted[]): boolean {
  return source === 'jpeg' && thumbnails.every(isPlain);
}

/**
 * Whether the JPEG engine is likely to serve an object that nobody has looked at yet: if it is not, the full engine may as well start
 * while the object is still read.
 *
 * @param extension Of its key, without the dot.
 */
export function mayBeForJpegEngine(extension: string, presets: readonly Preset[]): boolean {
  const named = extension.toLowerCase();
  const isOther = Object.entries(sourceFormats).some(
    ([format, { extensions }]) => format !== 'jpeg' && extensions.includes(named),
  );
  const asOfJpeg = presets.map((preset) => ({ preset, format: outputFormatOf(preset.format, 'jpeg') }));
  return !isOther && suitsJpegEngine('jpeg', asOfJpeg);
}

function isPlain({ preset, format }: Wanted): boolean {
  const { trim, watermark, quality, effort = 0 } = preset;
  if (trim !== undefined || watermark || quality === 'auto') return false;
  if (format === 'jpeg') return effort <= maxBaselineEffort;
  return format === 'png' || format === 'webp';
}
