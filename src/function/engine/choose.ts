// Pure: which engine is asked first. A quick one may still decline what it was asked for (declined.ts), and then the full engine is.
//
// | the thumbnails of a photo                                   | engine                          |
// | ----------------------------------------------------------- | ------------------------------- |
// | are of a HEIC                                               | the HEIC engine                 |
// | are of a source that is neither JPEG, PNG nor WebP          | the full engine                 |
// | are trimmed, or carry a watermark                           | the full engine                 |
// | are written as AVIF or GIF                                  | the full engine                 |
// | are of a quality that is searched for                       | the full engine                 |
// | are JPEGs of an effort at which they are not baseline       | the full engine                 |
// | are PNGs whose colours may have to be fewer, for max-bytes  | the full engine                 |
// | are anything else                                           | the engine of the source        |
//
// One engine makes all thumbnails of a photo, from one decode.

import { formatOfExtension, type OutputFormat, outputFormatOf, type SourceFormat } from '../format/format.ts';
import type { Preset } from '../preset/preset.ts';

/** What is known of a thumbnail before its photo is looked at. */
export interface Wanted {
  readonly preset: Preset;
  readonly format: OutputFormat;
}

/** The highest effort at which a JPEG is baseline. */
const maxBaselineEffort = 3;

/** The sources for which there are quick engines. */
export const quickFormats = ['jpeg', 'png', 'webp'] as const satisfies readonly SourceFormat[];
/** The sources with an engine of their own: a quick one, or for HEIC, one that makes all that can be made. */
export const ownFormats = [...quickFormats, 'heic'] as const satisfies readonly SourceFormat[];
export type OwnFormat = (typeof ownFormats)[number];

/** Whether the full engine reads these sources, too: of a HEIC it would say that it is damaged. */
export function hasFullEngine(source: OwnFormat): boolean {
  return quickFormats.some((format) => format === source);
}

/** What belongs to each of these engines, as far as there are any. */
export type QuickEngines<Value> = { [Format in OwnFormat]?: Value };

/** @returns The source whose own engine can make all of these, if the photo is one that it decodes; undefined: there is none. */
export function quickFormatFor(source: SourceFormat, thumbnails: readonly Wanted[]): OwnFormat | undefined {
  if (source === 'heic') return source;
  return thumbnails.every(isPlain) ? quickFormats.find((format) => format === source) : undefined;
}

/**
 * Which of these engines is likely to serve an object that nobody has looked at yet: if none is, the full engine may as well start while
 * the object is still read.
 *
 * @param extension Of its key, without the dot.
 */
export function likelyQuickFormat(extension: string, presets: readonly Preset[]): OwnFormat | undefined {
  // Without a name that says it, an object is most likely a JPEG.
  const format = formatOfExtension(extension) ?? 'jpeg';
  const wanted = presets.map((preset) => ({ preset, format: outputFormatOf(preset.format, format) }));
  return quickFormatFor(format, wanted);
}

function isPlain({ preset, format }: Wanted): boolean {
  const { trim, watermark, quality, effort = 0, maxBytes } = preset;
  if (trim !== undefined || watermark || quality === 'auto') return false;
  if (format === 'jpeg') return effort <= maxBaselineEffort;
  return format === 'png' ? maxBytes === undefined : format === 'webp';
}
