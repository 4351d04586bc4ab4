// Makes of what the engine encoded what is stored: the source's own bytes where they are fewer, and metadata in either.

import type { Encoded, RenderSpec, SourceInfo } from '../engine/engine.ts';
import type { OutputFormat } from '../format/format.ts';
import { stripGif } from './gif.ts';
import { stripJpeg } from './jpeg.ts';
import { embedMetadata, type Metadata } from './metadata.ts';
import { stripPng } from './png.ts';
import { stripWebp } from './webp.ts';

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

/**
 * For each format, what takes all metadata out of a file. AVIF has none: its tables say in too many ways where in the file the
 * picture is for all of them to be moved safely, and bytes that no table mentions would stay in it.
 */
const strippers: Readonly<Partial<Record<OutputFormat, (bytes: Uint8Array) => Uint8Array | undefined>>> = {
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
  const stripped = showsTheSame(encoded, spec, info) ? strippers[format]?.(bytes) : undefined;
  if (!stripped || stripped.length >= encoded.bytes.length) {
    return { ...encoded, bytes: embedMetadata(encoded.bytes, format, metadata, maxBytes) };
  }
  const { width, height } = encoded;
  return { width, height, bytes: embedMetadata(stripped, format, metadata, maxBytes), kept: 'source' };
}

/**
 * Is the thumbnail the photo itself, encoded once more, and is the photo undamaged? What only the file shows, such as its colour
 * profile, is checked while metadata is taken out of it.
 */
function showsTheSame(
  { width, height, sourceDecodesStrictly }: Encoded,
  spec: RenderSpec,
  info: SourceInfo,
): boolean {
  const isWhole = spec.region === undefined && spec.resizedWidth === width && spec.resizedHeight === height;
  const isChanged = spec.watermark !== undefined || (spec.background !== undefined && info.hasAlpha);
  const isPlain = info.bitDepth === 8 && info.colour !== 'cmyk' && (spec.pages ?? 1) === info.pages;
  const isAsLarge = width === info.width && height === info.height;
  return (
    Boolean(sourceDecodesStrictly) &&
    spec.format === info.format &&
    isWhole &&
    isAsLarge &&
    isPlain &&
    !isChanged
  );
}
