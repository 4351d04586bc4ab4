// Which objects of a bucket the doctor from outside takes for photos.

import { expect, test } from 'vitest';
import { findPhotos } from '../../../../src/cloud/doctor/bucket-checks.ts';
import { sourceFormats } from '../../../../src/function/format/format.ts';
import { listed } from '../../../support/listing.ts';
import { memoryListing } from '../backfill/memory-listing.ts';

const extensions = Object.values(sourceFormats).flatMap((format) => format.extensions);

test.each(extensions)('a bucket of .%s has photos', async (extension) => {
  const key = `photos/cat.${extension.toUpperCase()}`;
  expect(await findPhotos(memoryListing([key, 'notes.txt']))).toMatchObject({ keys: [key], newest: key });
});

test('an archived photo is none that can be read', async () => {
  const bucket = memoryListing([{ ...listed('a.heic'), storageClass: 'DEEP_ARCHIVE' }]);
  const { newest, results } = await findPhotos(bucket);
  expect({ newest, wrong: results.map(({ id, ok }) => [id, ok]) }).toEqual({
    newest: undefined,
    wrong: [['source-class', false]],
  });
});
