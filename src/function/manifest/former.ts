// Which thumbnails the manifest in the target bucket lists. Where keys hold a digest, nothing else tells what was stored before.

import type { Config } from '../config/config.ts';
import { StoreError, ThumbnailError } from '../errors.ts';
import { loneSurrogate, type ObjectRecord } from '../event/event.ts';
import { isFinal } from '../failed.ts';
import { isThumbnailOf } from '../publish/recipe.ts';
import { type Io, type ObjectRef, type SourceObject, UnreadableError } from '../store.ts';
import { manifestKeyProblem, placeManifest } from './place.ts';

/** A thumbnail that was stored once, and may be there still. */
export interface FormerThumbnail {
  /** The preset's name. */
  readonly preset: string;
  readonly target: ObjectRef;
}

/** Bytes: many times those of a manifest with as many presets as there is room for in the settings. */
const maxManifestBytes = 1024 * 1024;
const maxListed = 1000;

/**
 * Reads the manifest of a source with one GET. Whoever may write to the target bucket may have changed it: it is only a list of keys
 * to look at, in that very bucket.
 *
 * @returns Nothing where there is no manifest of this source.
 * @throws {ThumbnailError} as the store throws; `store-denied` where COS lets nobody read the manifest.
 */
export async function readFormer(
  record: ObjectRecord,
  config: Config,
  io: Io,
): Promise<readonly FormerThumbnail[]> {
  const place = placeManifest(record, config);
  if (!place || manifestKeyProblem(place, config)) return [];
  const object = await getIfThere(place, io);
  if (!object || !isThumbnailOf(record.ref, object.headers)) return [];
  return listedIn(object.bytes)
    .filter(({ bucket, key }) => bucket === place.bucket && key !== '' && key !== place.key)
    .map(({ preset, bucket, key }) => ({ preset, target: { bucket, region: place.region, key } }));
}

async function getIfThere(place: ObjectRef, { store, deadline }: Io): Promise<SourceObject | undefined> {
  try {
    return await store.get(place, { maxBytes: maxManifestBytes, deadline });
  } catch (error) {
    if (error instanceof UnreadableError) return undefined;
    if (error instanceof ThumbnailError && error.code === 'object-missing') return undefined;
    throw error instanceof StoreError && isFinal(error) ? unreadable(place, error) : error;
  }
}

/** The manifest is archived, encrypted or blocked. The photo is not at fault: another delivery may find the manifest mended. */
function unreadable({ bucket, key }: ObjectRef, error: StoreError): StoreError {
  return new StoreError(
    'store-denied',
    `${bucket}/${key}, the manifest that lists the thumbnails of before, cannot be read: ${error.message}. ` +
      'Make it readable again, or delete it: then those thumbnails stay.',
    error.failure,
    error,
  );
}

interface ListedKey {
  readonly preset: string;
  readonly bucket: string;
  readonly key: string;
}

function listedIn(bytes: Uint8Array): ListedKey[] {
  try {
    const { renditions } = JSON.parse(Buffer.from(bytes).toString()) as { renditions?: unknown };
    return Array.isArray(renditions) ? renditions.slice(0, maxListed).filter(isListedKey) : [];
  } catch {
    return [];
  }
}

function isListedKey(one: unknown): one is ListedKey {
  if (typeof one !== 'object' || one === null) return false;
  const { preset, bucket, key } = one as Record<string, unknown>;
  return [preset, bucket, key].every((text) => typeof text === 'string' && !loneSurrogate.test(text));
}
