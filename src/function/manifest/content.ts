// Pure: the JSON of a manifest, made from the facts of the photo and of its thumbnails.

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
    /** For comparison with the photo's own ETag: until all thumbnails are in place, a manifest may be that of the photo before. */
    readonly etag: string;
    readonly bytes: number;
    /** Pixels as seen, after EXIF orientation. */
    readonly width: number;
    readonly height: number;
    readonly format: SourceFormat;
    readonly pages: number;
  };
  readonly renditions: readonly Listed[];
  readonly srcset: readonly SourceSet[];
}

/** @param entries In the order of the presets. */
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
