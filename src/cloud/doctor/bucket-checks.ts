// The buckets as whoever runs the command sees them: are they there, and if not, where else? Which photos are in the source?

import { insideChecks } from '../../function/doctor/checks.ts';
import { type CheckResult, well, wrong } from '../../function/doctor/diagnosis.ts';
import { formatOfExtension } from '../../function/format/format.ts';
import { splitKey } from '../../function/target/object-key.ts';
import { isArchived } from '../cos/archived.ts';
import type { BucketClient, ListedObject } from '../cos/bucket-client.ts';

/** @param region undefined: that of the function. */
export type OpenBucket = (bucket: string, region?: string) => BucketClient;

/** The regions with the most buckets, in which a bucket is looked for that is not where the function is. */
const otherRegions = [
  'ap-guangzhou',
  'ap-shanghai',
  'ap-beijing',
  'ap-chengdu',
  'ap-chongqing',
  'ap-nanjing',
  'ap-hongkong',
  'ap-singapore',
];

export async function bucketResult(
  id: 'source-bucket' | 'target-bucket',
  bucket: string,
  region: string,
  open: OpenBucket,
): Promise<CheckResult> {
  const check = insideChecks[id];
  if (await open(bucket).exists()) return well(id, check, { bucket, region });
  const found = await Promise.all(
    otherRegions
      .filter((one) => one !== region)
      .map(async (one) => {
        const isThere = await open(bucket, one)
          .exists()
          // Nothing is wrong with what is only a guess.
          .catch(() => false);
        return isThere ? [one] : [];
      }),
  );
  const [where] = found.flat();
  const elsewhere =
    where === undefined ? '' : { en: `; there is one in ${where}`, zh: `；${where} 有同名的存储桶` };
  return wrong(id, check, { bucket, region, elsewhere });
}

export interface FoundPhotos {
  /** Keys. */
  readonly keys: readonly string[];
  /** The key of the newest that can be read; undefined: there is none. */
  readonly newest: string | undefined;
  /** None if there is no photo. */
  readonly results: readonly CheckResult[];
}

/** Looks at the first thousand objects of a bucket. */
export async function findPhotos(source: Pick<BucketClient, 'pages'>): Promise<FoundPhotos> {
  const photos: ListedObject[] = [];
  for await (const { objects } of source.pages()) {
    photos.push(...objects.filter(isPhoto));
    break;
  }
  const byAge = photos.sort((a, b) => b.lastModified.localeCompare(a.lastModified));
  const readable = byAge.filter((photo) => !isArchived(photo));
  const [first] = byAge;
  return {
    keys: byAge.map(({ key }) => key),
    newest: readable[0]?.key,
    results: first
      ? [(isArchived(first) ? wrong : well)('source-class', insideChecks['source-class'], { key: first.key })]
      : [],
  };
}

/** By its name: what has none of a photo may be one all the same, but there is no telling. */
function isPhoto({ key, size }: ListedObject): boolean {
  return size > 0 && formatOfExtension(splitKey(key).extension) !== undefined;
}
