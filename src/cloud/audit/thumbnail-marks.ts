// Pure: what the marks on an object of the target bucket say. They are metadata that the function writes with everything it stores.

import type { Preset } from '../../function/preset/preset.ts';
import { marks, sourceMark } from '../../function/publish/recipe.ts';
import { readShape } from '../../function/publish/shape.ts';
import type { ListedObject, ObjectHead } from '../cos/bucket-client.ts';
import type { SourceBucket } from '../source-bucket.ts';

function markOf({ headers }: ObjectHead, name: keyof typeof marks): string | undefined {
  return headers[`x-cos-meta-${marks[name]}`];
}

/** What a thumbnail's marks say of it. */
export type MarkVerdict = 'fresh' | 'foreign' | 'content' | 'settings';

/**
 * Compares a thumbnail with the photo as it is listed, and with the preset. That it is `fresh` means that nothing speaks against
 * it: whether it is exactly what would be made now only the function itself can tell, which compares recipes.
 */
export function verdictOf(
  head: ObjectHead,
  place: SourceBucket,
  photo: Pick<ListedObject, 'key' | 'etag'>,
  preset: Preset,
): MarkVerdict {
  const isOurs = markOf(head, 'recipe') !== undefined;
  if (!isOurs || markOf(head, 'source') !== sourceMark({ ...place, key: photo.key })) return 'foreign';
  if (markOf(head, 'sourceEtag') !== photo.etag.replaceAll('"', '')) return 'content';
  return contradicts(markOf(head, 'shape'), preset) ? 'settings' : 'fresh';
}

/** Is a thumbnail larger than its preset allows? A smaller one may be of a small photo. */
function contradicts(text: string | undefined, { fit, width, height, pages }: Preset): boolean {
  const shape = readShape(text);
  if (!shape) return false;
  if ((shape.pages ?? 1) > pages) return true;
  if (fit === 'outside') return false;
  return shape.width > (width ?? Infinity) || shape.height > (height ?? Infinity);
}

/** The photo that an object was made of. */
export type Origin =
  | { readonly key: string }
  /** Why it is not known, or not of this bucket. */
  | { readonly reason: 'not-ours' | 'of-another-bucket' | 'unreadable' };

export function originOf(head: ObjectHead, sourceBucket: string): Origin {
  const source = markOf(head, 'source');
  if (source === undefined || markOf(head, 'recipe') === undefined) return { reason: 'not-ours' };
  // The address of a photo with a very long key is a digest in the mark.
  if (source.startsWith('sha256:')) return { reason: 'unreadable' };
  if (!source.startsWith(`${sourceBucket}/`)) return { reason: 'of-another-bucket' };
  const key = decode(source.slice(sourceBucket.length + 1));
  return key === undefined ? { reason: 'unreadable' } : { key };
}

/** @returns undefined for a text that the function did not write: anyone who may write to the bucket may change metadata. */
function decode(text: string): string | undefined {
  try {
    return text.split('/').map(decodeURIComponent).join('/');
  } catch {
    return undefined;
  }
}
