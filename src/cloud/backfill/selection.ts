// What of a bucket is looked at and what is taken: the same for the quote and for the run.

import type { Config } from '../../function/config/config.ts';
import { splitBucketName } from '../../function/target/bucket-name.ts';
import { fillTargetBucket } from '../../function/target/target.ts';
import type { ListedObject } from '../cos/bucket-client.ts';
import type { SourceBucket } from '../source-bucket.ts';
import { absentOf } from './absent.ts';
import { createChooser, type LeftOut } from './choose.ts';
import { withConfigErrors } from './deployed.ts';
import type { BucketListing } from './listing.ts';
import type { BucketScan } from './scan.ts';

export interface Selection {
  /** @param bucket With its appid; in the region of `source`. */
  readonly openListing: (bucket: string) => BucketListing;
  readonly function: string;
  readonly source: SourceBucket;
  readonly prefix: string;
  /** Leaves out what has its thumbnails. */
  readonly missing: boolean;
  /** Tries objects, too, whose names say that there is nothing to be made of them. */
  readonly anyName: boolean;
}

/** @param config The function's own settings. */
export function toScan(selection: Selection, config: Config): Omit<BucketScan, 'after'> {
  const { source, prefix, anyName, missing, openListing } = selection;
  const chosen = createChooser({ source, config, anyName });
  const choose = (object: ListedObject): LeftOut | undefined =>
    withConfigErrors(selection.function, () => chosen(object));
  const listing = openListing(source.bucket);
  if (!missing) return { listing, prefix, choose };
  const target = openListing(
    fillTargetBucket(config.targetBucket, source.bucket, splitBucketName(source.bucket).appid),
  );
  return { listing, prefix, choose, absent: (page) => absentOf(page, { source, config, target }) };
}

/** Counts the requests that listings cost. */
export function countRequests(openListing: Selection['openListing']) {
  let requests = 0;
  return {
    requests: () => requests,
    openListing(bucket: string): BucketListing {
      const listing = openListing(bucket);
      return {
        async *pages(range) {
          for await (const page of listing.pages(range)) {
            requests += 1;
            yield page;
          }
        },
        head(key) {
          requests += 1;
          return listing.head(key);
        },
      };
    },
  };
}
