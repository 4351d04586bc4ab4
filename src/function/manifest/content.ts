// Pure: what a manifest says: its JSON, from what is known of the photo and of its thumbnails.

import type { Preview, SourceInfo } from '../engine/engine.ts';
import type { SourceFormat } from '../format/format.ts';
import type { ObjectInfo, ObjectRef } from '../store.ts';
import type { Listed } from './listing.ts';
import { type Placeholder, placeholderOf } from './placeholder.ts';
import { type ListedPreset, type SourceSet, sourceSets } from './srcset.ts';

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
  entries: readonly ListedPreset[],
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
