// The picture that presets with a watermark put over thumbnails: read from the target bucket, kept while the instance lives.
// Knows nothing of how it is composed.

import type { Watermark } from '../config/watermark.ts';
import type { WatermarkSpec } from '../engine/engine.ts';
import { ThumbnailError } from '../errors.ts';
import { type Failed, hasFailed } from '../failed.ts';
import { sniff } from '../format/sniff.ts';
import type { Io, ObjectRef, SourceObject } from '../store.ts';

/** The picture as it is now. */
export interface FetchedWatermark {
  /** How it is placed, with the ETag that it has now. */
  readonly spec: WatermarkSpec;
  /** The encoded picture. */
  readonly bytes: Uint8Array;
  readonly ref: ObjectRef;
}

/** Bytes. The picture is sent to the engine for every photo, and shrunk to a part of a thumbnail there. */
const maxBytes = 2_000_000;

/** Milliseconds after which a HEAD tells whether the picture is another one by now. */
const recheckMs = 60_000;

/** Keeps one picture as long as the instance lives: that of the bucket that it was last asked for. */
export class WatermarkCache {
  private kept: { readonly ref: ObjectRef; readonly picture: SourceObject; lookedAt: number } | undefined;

  /**
   * Costs one GET at first and whenever the picture has changed, and one HEAD a minute to see whether it has. Never rejects: a
   * failure is that of the thumbnails with a watermark, and the others are made.
   *
   * @param target The target bucket.
   */
  async fetch(
    { key, ...how }: Watermark,
    { bucket, region }: Pick<ObjectRef, 'bucket' | 'region'>,
    io: Io,
  ): Promise<FetchedWatermark | Failed> {
    const ref = { bucket, region, key };
    try {
      const { etag, bytes } = await this.current(ref, io);
      return { spec: { ...how, etag }, bytes, ref };
    } catch (error) {
      return { error };
    }
  }

  private async current(ref: ObjectRef, io: Io): Promise<SourceObject> {
    const { kept } = this;
    if (kept && isSamePlace(kept.ref, ref)) {
      const now = Date.now();
      if (now - kept.lookedAt < recheckMs) return kept.picture;
      if ((await io.store.head(ref, { deadline: io.deadline }))?.etag === kept.picture.etag) {
        kept.lookedAt = now;
        return kept.picture;
      }
    }
    const lookedAt = Date.now();
    const picture = await read(ref, io);
    this.kept = { ref, picture, lookedAt };
    return picture;
  }
}

function isSamePlace(a: ObjectRef, b: ObjectRef): boolean {
  return a.bucket === b.bucket && a.region === b.region && a.key === b.key;
}

async function read(ref: ObjectRef, { store, deadline }: Io): Promise<SourceObject> {
  const picture = await store.get(ref, { maxBytes, deadline }).catch((error: unknown) => {
    const code = error instanceof ThumbnailError ? error.code : undefined;
    if (code === 'object-missing') throw unusable(ref, 'it is not there', error);
    if (code === 'source-too-big') throw unusable(ref, `it has more than ${maxBytes} bytes`, error);
    // The watermark is archived, encrypted or blocked; the photo is not at fault.
    if (code?.startsWith('source-')) throw unusable(ref, 'COS does not let it be read', error);
    throw error;
  });
  if (sniff(picture.bytes).kind !== 'source') throw unusable(ref, 'by its first bytes it is no picture');
  return picture;
}

/**
 * Adds the name of the object to what the engine says of the picture, because the engine does not know it.
 *
 * @returns The error itself if it is about anything else.
 */
export function nameWatermark(error: unknown, watermark: FetchedWatermark | Failed | undefined): unknown {
  if (!(error instanceof ThumbnailError) || error.code !== 'config-invalid') return error;
  return watermark && !hasFailed(watermark) ? unusable(watermark.ref, error.message, error) : error;
}

/** The photo is not at fault: once the picture is mended, another delivery of the event makes the thumbnail. */
function unusable({ bucket, key }: ObjectRef, why: string, cause?: unknown): ThumbnailError {
  return new ThumbnailError(
    'config-invalid',
    `${bucket}/${key}, which THUMB_WATERMARK names, cannot be used: ${why}. ` +
      'Store a PNG, WebP, JPEG or GIF there, or let THUMB_WATERMARK name another key.',
    { cause },
  );
}
