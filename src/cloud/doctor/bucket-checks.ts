// The buckets as whoever runs the command sees them: are they there, and if not, where else? Which photos are in the source?

import { insideChecks } from '../../function/doctor/checks.ts';
import { type CheckResult, well, wrong } from '../../function/doctor/diagnosis.ts';
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

const photoName = /\.(jpe?g|png|webp|gif|tiff?|avif|jxl)$/i;
const archived = ['ARCHIVE', 'DEEP_ARCHIVE'];

export interface FoundPhotos {
  /** Keys. */
  readonly keys: readonly string[];
  /** The key of the newest that can be read; undefined: there is none. */
  readonly newest: string | undefined;
  /** None if there is no photo. */
  readonly results: readonly CheckResult[];
}

/** Looks at the first thousand objects of a bucket. */
export async function findPhotos(source: BucketClient): Promise<FoundPhotos> {
  const photos: ListedObject[] = [];
  for await (const { objects } of source.pages()) {
    photos.push(...objects.filter(({ key, size }) => size > 0 && photoName.test(key)));
    break;
  }
  const byAge = photos.sort((a, b) => b.lastModified.localeCompare(a.lastModified));
  const readable = byAge.filter(({ storageClass }) => !archived.includes(storageClass));
  const [first] = byAge;
  const isArchived = first !== undefined && archived.includes(first.storageClass);
  return {
    keys: byAge.map(({ key }) => key),
    newest: readable[0]?.key,
    results: first
      ? [(isArchived ? wrong : well)('source-class', insideChecks['source-class'], { key: first.key })]
      : [],
  };
}
