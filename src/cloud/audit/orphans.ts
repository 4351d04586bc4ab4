// Removes a thumbnail or manifest without a photo, after looking once more: at its own mark, and for the photo that the mark names.

import { CloudError } from '../api/cloud-error.ts';
import type { BucketClient } from '../cos/bucket-client.ts';
import { originOf } from './thumbnail-marks.ts';

export interface OrphanBuckets {
  readonly source: Pick<BucketClient, 'bucket' | 'head'>;
  readonly target: Pick<BucketClient, 'head' | 'delete'>;
}

export type OrphanFate =
  | 'removed'
  /** Without `go`. */
  | 'would-be-removed'
  /** It has no mark of the function. */
  | 'not-ours'
  | 'of-another-bucket'
  /** Its mark does not say of which photo it is. */
  | 'unreadable'
  /** The photo that it was made of is there: by other settings, its thumbnail has this key. */
  | 'photo-there'
  /** It was changed or removed meanwhile. */
  | 'changed'
  /** It was removed, and its photo was uploaded at the same moment: the thumbnail must be made again. */
  | 'removed-in-vain';

/**
 * @param go Without it nothing is removed.
 * @throws {CloudError} if a request fails: then nothing is known, and nothing is removed.
 */
export async function settleOrphan(
  key: string,
  { source, target }: OrphanBuckets,
  go: boolean,
): Promise<OrphanFate> {
  const head = await target.head(key);
  if (!head) return 'changed';
  const origin = originOf(head, source.bucket);
  if ('reason' in origin) return origin.reason;
  if (await source.head(origin.key)) return 'photo-there';
  if (!go) return 'would-be-removed';
  try {
    await target.delete(key, { ifMatch: head.etag });
  } catch (error) {
    if (error instanceof CloudError && error.code === 'PreconditionFailed') return 'changed';
    throw error;
  }
  return (await source.head(origin.key)) ? 'removed-in-vain' : 'removed';
}
