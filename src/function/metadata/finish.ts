// Makes of what the engine encoded what is stored: the source's own bytes where they are fewer, and metadata in either.

import type { Encoded, RenderSpec, SourceInfo } from '../engine/engine.ts';
import type { OutputFormat } from '../format/format.ts';
import { embedMetadata, type Metadata } from './metadata.ts';
import { stripGif } from './strip/gif.ts';
import { stripJpeg } from './strip/jpeg.ts';
import { stripPng } from './strip/png.ts';
import { stripWebp } from './strip/webp.ts';

export interface SourcePhoto {
  /** The encoded source. */
  readonly bytes: Uint8Array;
  readonly info: SourceInfo;
  /** The metadata that goes into its thumbnails. */
  readonly metadata: Metadata;
}

/** A thumbnail as it is stored: with its metadata. */
export interface Finished extends Encoded {
  /** Set if it is the source's own picture, because what was encoded has more bytes. */
  readonly kept?: 'source';
}

/** @param maxBytes Of the result; undefined is returned for more, without looking through all of the file. */
type Strip = (bytes: Uint8Array, maxBytes: number) => Uint8Array | undefined;

/**
 * For each format, what takes all metadata out of a file. AVIF has none: its tables say in too many ways where in the file the
 * picture is for all of them to be moved safely, and bytes that no table mentions would stay in it.
 */
const strippers: Readonly<Partial<Record<OutputFormat, Strip>>> = {
  jpeg: stripJpeg,
  png: stripPng,
  webp: stripWebp,
  gif: stripGif,
};

/**
 * @param spec What `encoded` was encoded by.
 * @param maxBytes Bytes of the whole file, where the preset bounds it.
 */
export function finish(
  encoded: Encoded,
  spec: RenderSpec,
  { bytes, info, metadata }: SourcePhoto,
  maxBytes?: number,
): Finished {
  const { format } = spec;
  const stripped = showsTheSame(encoded, spec, info)
    ? strippers[format]?.(bytes, encoded.bytes.length - 1)
    : undefined;
  if (!stripped) {
    return { ...encoded, bytes: embedMetadata(encoded.bytes, format, metadata, maxBytes) };
  }
  const { width, height } = encoded;
  return { width, height, bytes: embedMetadata(stripped, format, metadata, maxBytes), kept: 'source' };
}

/** What decides whether a thumbnail shows the same as its photo. */
interface Comparison {
  readonly spec: RenderSpec;
  readonly info: SourceInfo;
  /** The thumbnail's size in pixels. */
  readonly made: Pick<Encoded, 'width' | 'height'>;
}

const never = () => false;

/**
 * For each field of a spec, whether it makes the thumbnail look other than its photo. A field that is missing here does not
 * compile, because its effect would be lost where the photo itself is stored.
 */
const changes: { readonly [Field in keyof Required<RenderSpec>]: (compared: Comparison) => boolean } = {
  format: ({ spec, info }) => spec.format !== info.format,
  width: ({ made, info }) => made.width !== info.width,
  height: ({ made, info }) => made.height !== info.height,
  // All of the photo, neither cropped nor padded.
  region: ({ spec }) => spec.region !== undefined,
  resizedWidth: ({ spec, made }) => spec.resizedWidth !== made.width,
  resizedHeight: ({ spec, made }) => spec.resizedHeight !== made.height,
  background: ({ spec, info }) => spec.background !== undefined && info.hasAlpha,
  pages: ({ spec, info }) => (spec.pages ?? 1) !== info.pages,
  watermark: ({ spec }) => spec.watermark !== undefined,
  // They say which part is kept, which the sizes tell.
  fit: never,
  gravity: never,
  focus: never,
  // They say how well a file shows its picture. The photo shows it best.
  quality: never,
  lossless: never,
  effort: never,
  maxBytes: never,
};

/**
 * Is the thumbnail the photo itself, encoded once more, and is the photo undamaged? What only the file shows, such as its colour
 * profile, is checked while metadata is taken out of it.
 */
function showsTheSame(made: Encoded, spec: RenderSpec, info: SourceInfo): boolean {
  const compared = { spec, info, made };
  const isPlain = info.bitDepth === 8 && info.colour !== 'cmyk';
  const isChanged = Object.values(changes).some((changesIt) => changesIt(compared));
  return Boolean(made.sourceDecodesStrictly) && isPlain && !isChanged;
}
