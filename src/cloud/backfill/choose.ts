// Pure: which of the listed objects are worth a call. The function's own rules decide, with the settings that it has in the
// cloud; beyond them only what a listing shows: names and storage classes.

import type { Config } from '../../function/config/config.ts';
import { isNamedOtherwise, isNamedRefused } from '../../function/format/extensions.ts';
import { planRecord } from '../../function/plan.ts';
import type { SkipCode } from '../../function/report.ts';
import { splitKey } from '../../function/target/object-key.ts';
import { isArchived } from '../cos/archived.ts';
import type { ListedObject } from '../cos/bucket-client.ts';
import { type SourceBucket, uploadOf } from '../source-bucket.ts';

/** Why an object gets no call. */
export type LeftOut =
  | SkipCode
  /** In a storage class that must be restored before it can be read. */
  | 'archived'
  /** Its name says that it is no image: a video, a document, an archive … */
  | 'named-otherwise'
  /** Its name says that it is an image of a format that the function does not read, such as raw photos. */
  | 'unsupported-name'
  /** With --missing: its thumbnails are there. */
  | 'there';

export interface Choosing {
  readonly source: SourceBucket;
  /** The function's own settings. */
  readonly config: Config;
  /** Shall objects be tried whose names say that there is nothing to be made of them? Only their bytes really tell. */
  readonly anyName: boolean;
}

/**
 * @returns A function that says why an object is left out; undefined for one that is taken.
 * @throws {ConfigError} from that function if the settings would let the function make thumbnails of its thumbnails.
 */
export function createChooser({
  source,
  config,
  anyName,
}: Choosing): (object: ListedObject) => LeftOut | undefined {
  return (object) => {
    const { key, size } = object;
    const plan = planRecord(uploadOf(source, { key, size }), config);
    if (plan.kind === 'skip') return plan.code;
    if (isArchived(object)) return 'archived';
    return anyName ? undefined : byName(key);
  };
}

function byName(key: string): LeftOut | undefined {
  const named = splitKey(key);
  if (isNamedOtherwise(named)) return 'named-otherwise';
  return isNamedRefused(named) ? 'unsupported-name' : undefined;
}
