// The picture that presets with a watermark lay over: read from the target bucket, kept while the instance lives. Knows nothing
// of how it is laid.

import type { Watermark } from '../config/watermark.ts';
import type { Deadline } from '../deadline.ts';
import type { WatermarkSpec } from '../engine/engine.ts';
import { ThumbnailError } from '../errors.ts';
import { sniff } from '../format/sniff.ts';
import type { ObjectRef, ObjectStore, SourceObject } from '../store.ts';

/** How it is laid, with the ETag that it has now, and the picture; or why there is none. */
export type FetchedWatermark =
  | { readonly spec: WatermarkSpec; readonly bytes: Uint8Array; readonly ref: ObjectRef }
  | { readonly problem: unknown };

/** Bytes: it is sent to the engine for every photo, and shrunk to a part of a thumbnail there. */
const maxBytes = 2_000_000;

/** Milliseconds after which it is looked whether the picture is another by now. */
const recheckMs = 60_000;

/** Kept as long as the instance lives: one picture, of the bucket that it was last asked for. */
export class WatermarkCache {
  private kept: { readonly ref: ObjectRef; readonly picture: SourceObject; lookedAt: number } | undefined;

  /**
   * One GET at first and whenever the picture has changed, one HEAD a minute to see whether it has. Never rejects: what went
   * wrong is the problem of those thumbnails alone that want a watermark.
   *
   * @param target The target bucket.
   */
  async fetch(
    { key, ...how }: Watermark,
    { bucket, region }: Pick<ObjectRef, 'bucket' | 'region'>,
    store: ObjectStore,
    deadline: Deadline,
  ): Promise<FetchedWatermark> {
    const ref = { bucket, region, key };
    try {
      const { etag, bytes } = await this.current(ref, store, deadline);
      return { spec: { ...how, etag }, bytes, ref };
    } catch (error) {
      return { problem: error };
    }
  }

  private async current(ref: ObjectRef, store: ObjectStore, deadline: Deadline): Promise<SourceObject> {
    const { kept } = this;
    if (kept && isSamePlace(kept.ref, ref)) {
      const now = Date.now();
      if (now - kept.lookedAt < recheckMs) return kept.picture;
      if ((await store.head(ref, { deadline }))?.etag === kept.picture.etag) {
        kept.lookedAt = now;
        return kept.picture;
      }
    }
    const lookedAt = Date.now();
    const picture = await read(ref, store, deadline);
    this.kept = { ref, picture, lookedAt };
    return picture;
  }
}

function isSamePlace(a: ObjectRef, b: ObjectRef): boolean {
  return a.bucket === b.bucket && a.region === b.region && a.key === b.key;
}

async function read(ref: ObjectRef, store: ObjectStore, deadline: Deadline): Promise<SourceObject> {
  const picture = await store.get(ref, { maxBytes, deadline }).catch((error: unknown) => {
    const code = error instanceof ThumbnailError ? error.code : undefined;
    if (code === 'object-missing') throw unusable(ref, 'it is not there', error);
    if (code === 'source-too-big') throw unusable(ref, `it has more than ${maxBytes} bytes`, error);
    throw error;
  });
  if (sniff(picture.bytes).kind !== 'source') throw unusable(ref, 'by its first bytes it is no picture');
  return picture;
}

/**
 * What the engine says of the picture, with the name of the object that it does not know.
 *
 * @returns The error itself if it is about anything else.
 */
export function nameWatermark(error: unknown, watermark: FetchedWatermark | undefined): unknown {
  if (!(error instanceof ThumbnailError) || error.code !== 'config-invalid') return error;
  return watermark && 'ref' in watermark ? unusable(watermark.ref, error.message, error) : error;
}

/** The photo is not at fault: once the picture is mended, another delivery makes the thumbnail. */
function unusable({ bucket, key }: ObjectRef, why: string, cause?: unknown): ThumbnailError {
  return new ThumbnailError(
    'config-invalid',
    `${bucket}/${key}, which THUMB_WATERMARK names, cannot be used: ${why}. ` +
      'Store a PNG, WebP, JPEG or GIF there, or let THUMB_WATERMARK name another key.',
    { cause },
  );
}
