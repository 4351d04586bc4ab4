// For --missing: which photos of a page of a listing have no thumbnails yet. The target bucket is listed in step with the source
// where that is cheap, because one request shows 1,000 keys; elsewhere each key is asked for.

import type { Config } from '../../function/config/config.ts';
import { formatOfExtension } from '../../function/format/format.ts';
import { planRenditions } from '../../function/plan.ts';
import { splitKey } from '../../function/target/object-key.ts';
import { fillManifestKey } from '../../function/target/target.ts';
import type { ListedObject } from '../cos/bucket-client.ts';
import { compareKeys } from '../cos/key-order.ts';
import { Limited } from '../limited.ts';
import { type SourceBucket, uploadOf } from '../source-bucket.ts';
import type { BucketListing } from './listing.ts';

export interface AbsentOptions {
  readonly source: SourceBucket;
  readonly config: Config;
  readonly target: BucketListing;
}

/** An object, and the keys that the target bucket has once it is done. */
interface Expectation {
  readonly object: ListedObject;
  /** undefined: only the object's bytes tell which. */
  readonly keys: readonly string[] | undefined;
}

/** One request shows so many keys. */
const pageKeys = 1000;

/**
 * @param page Objects in the order of COS.
 * @returns Those of which a thumbnail or the manifest is not there, or may not be. What was made by older settings counts as there.
 */
export async function absentOf(
  page: readonly ListedObject[],
  options: AbsentOptions,
): Promise<ListedObject[]> {
  const expected = page.map((object) => ({ object, keys: targetKeys(object, options) }));
  const keys = expected.flatMap((one) => one.keys ?? []);
  const there = await present(new Set(keys), options.target);
  const isAbsent = ({ keys }: Expectation) => keys === undefined || keys.some((key) => !there.has(key));
  return expected.filter(isAbsent).map(({ object }) => object);
}

/**
 * The keys of the thumbnails and the manifest, if the extension tells the format. If it lies, the function finds thumbnails under
 * other keys that are up to date: that costs a call and nothing else.
 */
function targetKeys(
  { key, size }: ListedObject,
  { source, config }: AbsentOptions,
): readonly string[] | undefined {
  const format = formatOfExtension(splitKey(key).extension);
  if (format === undefined) return undefined;
  // Where a key has a digest of the content, the manifest alone tells that the photo is done: it is stored last.
  const thumbnails = planRenditions(uploadOf(source, { key, size }), format, config)
    .filter(({ targetBy }) => targetBy === undefined)
    .map(({ target }) => target.key);
  return config.manifest === undefined ? thumbnails : [...thumbnails, fillManifestKey(config.manifest, key)];
}

/** @returns Those of the keys that the bucket has. */
async function present(keys: ReadonlySet<string>, target: BucketListing): Promise<Set<string>> {
  const sorted = [...keys].sort(compareKeys);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return new Set();
  const there = new Set<string>();
  // Templates keep the order of keys nearly, so their range holds few others; where it holds many, listing it costs too much.
  let pages = Math.ceil(sorted.length / pageKeys) + 2;
  for await (const { objects: page } of target.pages({
    prefix: sharedPrefix(first, last),
    after: before(first),
  })) {
    for (const { key } of page) if (keys.has(key)) there.add(key);
    const end = page.at(-1)?.key;
    if (end === undefined || compareKeys(end, last) >= 0) return there;
    pages -= 1;
    if (pages === 0)
      return await askFor(
        sorted.filter((key) => compareKeys(key, end) > 0),
        target,
        there,
      );
  }
  return there;
}

/** So many requests are under way at once. */
const atOnce = 16;

async function askFor(
  keys: readonly string[],
  target: BucketListing,
  there: Set<string>,
): Promise<Set<string>> {
  const requests = new Limited(atOnce);
  for (const key of keys) {
    await requests.add(async () => {
      if (await target.head(key)) there.add(key);
    });
  }
  await requests.finish();
  return there;
}

/** The keys of a sorted list have at least this in common; it spares the listing of the rest of the bucket. */
function sharedPrefix(first: string, last: string): string {
  const [one, other] = [[...first], [...last]];
  const at = one.findIndex((character, n) => character !== other[n]);
  return at < 0 ? first : one.slice(0, at).join('');
}

/** A key that comes before, however short: a listing begins after the key that it is given. */
function before(key: string): string {
  return [...key].slice(0, -1).join('');
}
