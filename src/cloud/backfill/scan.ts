// Goes through a bucket's listing and lets through what is worth a call, page by page.

import { CloudError } from '../api/cloud-error.ts';
import type { ListedObject } from '../cos/bucket-client.ts';
import { compareKeys } from '../cos/key-order.ts';
import type { LeftOut } from './choose.ts';
import type { BucketListing } from './listing.ts';

export interface BucketScan {
  readonly listing: BucketListing;
  readonly prefix: string;
  /** Only keys that come later; empty: all. */
  readonly after: string;
  readonly choose: (object: ListedObject) => LeftOut | undefined;
  /** With --missing: those objects whose thumbnails are not there. */
  readonly absent?: ((page: readonly ListedObject[]) => Promise<readonly ListedObject[]>) | undefined;
  /** Is told of every object: why it is left out; undefined: it is taken. */
  readonly see?: (object: ListedObject, reason: LeftOut | undefined) => void;
}

/**
 * @throws {CloudError} from the listing, and if the keys are not in order: then a run could not be resumed, and may have no end.
 */
export async function* scan(options: BucketScan): AsyncGenerator<readonly ListedObject[]> {
  const { listing, prefix, after, choose, absent, see = () => {} } = options;
  let last = after;
  for await (const { objects: page } of listing.pages({ prefix, after })) {
    const wanted: ListedObject[] = [];
    for (const object of page) {
      if (compareKeys(object.key, last) <= 0) throw disorder(last, object.key);
      last = object.key;
      const reason = choose(object);
      if (reason === undefined) wanted.push(object);
      else see(object, reason);
    }
    const taken = absent && wanted.length > 0 ? await absent(wanted) : wanted;
    const isTaken = new Set(taken);
    for (const object of wanted) see(object, isTaken.has(object) ? undefined : 'there');
    if (taken.length > 0) yield taken;
  }
}

function disorder(before: string, key: string): CloudError {
  const keys = `${JSON.stringify(before)}, ${JSON.stringify(key)}`;
  return new CloudError({
    text: {
      en: `The listing of the bucket is not in the order of its keys (${keys}). Is something between this computer and COS, such as a proxy or a cache? Run the same command again.`,
      zh: `存储桶的对象列表没有按键排序（${keys}）。这台计算机与 COS 之间是否有代理或缓存？请再次运行同一命令。`,
    },
  });
}
