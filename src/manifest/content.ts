// Pure: what a manifest says: its JSON, from what is known of the photo and of its thumbnails.

import type { Preview, Region, SourceInfo } from '../engine.ts';
import type { OutputFormat, SourceFormat } from '../format.ts';
import type { ObjectInfo, ObjectRef } from '../store.ts';
import { type Placeholder, placeholderOf } from './placeholder.ts';
import { type Entry, type SourceSet, sourceSets } from './source-set.ts';

/** A thumbnail as it lies in the target bucket. */
export interface Listed {
  /** Empty for the one unnamed preset. */
  readonly preset: string;
  readonly bucket: string;
  readonly key: string;
  readonly format: OutputFormat;
  readonly contentType: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  /** With its quotes, as the source's. */
  readonly etag: string;
  /** What a crop kept, of the photo at its full size; absent: all of it. */
  readonly crop?: Region;
  /** Frames of an animation; absent for a still. */
  readonly pages?: number;
}

/** The JSON that is stored. */
export interface Manifest extends Placeholder {
  readonly version: 1;
  readonly source: {
    readonly bucket: string;
    readonly key: string;
    /** To be compared with the photo's: a manifest may speak of the one before. */
    readonly etag: string;
    readonly bytes: number;
    /** Pixels as seen. */
    readonly width: number;
    readonly height: number;
    readonly format: SourceFormat;
    readonly pages: number;
  };
  readonly renditions: readonly Listed[];
  readonly srcset: readonly SourceSet[];
}

export function describeAll(
  { bucket, key }: ObjectRef,
  { etag, size }: ObjectInfo,
  { width, height, format, pages }: SourceInfo,
  entries: readonly Entry[],
  preview: Preview,
): Manifest {
  return {
    version: 1,
    source: { bucket, key, etag, bytes: size, width, height, format, pages },
    renditions: entries.map(({ listed }) => listed),
    ...placeholderOf(preview),
    srcset: sourceSets({ width, height }, entries),
  };
}
