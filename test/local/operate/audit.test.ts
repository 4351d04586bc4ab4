// `npm run audit` on the local cloud, after the real function has made the thumbnails.

import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { audit } from '../../../src/commands/audit.ts';
import { hostile, samples } from '../../fixtures/images/images.ts';
import { deployFunction, functionName, sourceBucket, targetBucket } from './deployed.ts';

const environment = {
  THUMB_PRESETS: 'small:100x100;large:300x300,webp',
  THUMB_MANIFEST: 'on',
  THUMB_FAILED_PREFIX: 'failed/',
};
const { cloud, run, upload, source, target } = await deployFunction(environment);
afterAll(() => cloud.close());

const { objects } = cloud.cos;
const png = samples.transparent.path;
await upload('photos/a.jpg', samples.landscape.path);
await upload('photos/b.png', png);
await upload('photos/c.jpg', samples.portrait.path);
await upload('photos/c-small.jpg', samples.landscape.path);
await upload('photos/broken.jpg', hostile.truncated.path);
await upload('notes.txt', hostile.text.path);

async function counts(...args: readonly string[]) {
  const { exitCode, stdout, stderr } = await run(audit, '--bucket', sourceBucket, '--json', ...args);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return JSON.parse(stdout);
}
const nothing = {
  ...{ missing: 0, 'manifest-missing': 0, orphan: 0, former: 0 },
  ...{ older: 0, stale: 0, foreign: 0, other: 0 },
};
const readsOnly = (from: number) =>
  expect(cloud.cos.requests.slice(from).filter(({ method }) => !['GET', 'HEAD'].includes(method))).toEqual(
    [],
  );

describe.sequential('the two buckets', () => {
  test('are as they should be, but for the photo that failed', async () => {
    const from = cloud.cos.requests.length;
    const found = await counts('--function', functionName, '--marks');
    expect(found).toMatchObject({
      ...{ source: sourceBucket, target: targetBucket },
      ...{ objects: 6, photos: 5, thumbnails: 8, manifests: 4, failureRecords: 1, fresh: 8 },
      findings: { ...nothing, missing: 1 },
      fates: {},
    });
    readsOnly(from);
  });

  test('are told with examples and cures, in both languages', async () => {
    const args = ['--bucket', sourceBucket, '--function', functionName, '--target', targetBucket];
    const english = await run(audit, ...args, '--lang', 'en');
    expect(english.stdout).toContain('1 photos without all of their thumbnails');
    expect(english.stdout).toContain('\n    photos/broken.jpg');
    const chinese = await run(audit, ...args, '--lang', 'zh');
    expect(chinese.stdout).toContain('1 缺少缩略图的照片');
  });

  test('have all that changed without the function named', async () => {
    objects.delete(sourceBucket, 'photos/c.jpg');
    objects.put(sourceBucket, 'photos/a.jpg', readFileSync(samples.portrait.path));
    objects.put(targetBucket, 'photos/b-small.png', readFileSync(png));
    objects.delete(targetBucket, 'photos/b-large.webp');
    objects.put(targetBucket, 'readme.txt', Buffer.from('mine'));
    const found = await counts('--function', functionName, '--marks');
    expect(found.findings).toEqual({
      ...nothing,
      // b without its large one, and the broken one.
      missing: 2,
      // Both thumbnails of c, and its manifest. Those of c-small stay: that is another photo.
      orphan: 3,
      stale: 2,
      foreign: 1,
      other: 1,
    });
  });

  test('are compared in one folder only, if that is asked for', async () => {
    await source.put('elsewhere/d.jpg', readFileSync(samples.landscape.path));
    await cloud.api.idle();
    expect(await counts('--function', functionName, '--prefix', 'elsewhere/')).toMatchObject({
      ...{ objects: 1, photos: 1, thumbnails: 2, manifests: 1 },
      findings: nothing,
    });
  });

  test('are compared by other settings, if those are given', async () => {
    const found = await counts(
      '--env',
      'THUMB_PRESETS=small:100x100',
      '--env',
      'THUMB_FAILED_PREFIX=failed/',
    );
    // Their large thumbnails fit no preset any more, and neither do manifests.
    expect(found.findings).toMatchObject({ 'manifest-missing': 0, missing: 1, orphan: 1 });
    expect(found.findings.other).toBeGreaterThan(3);
  });
});

describe.sequential('orphans', () => {
  const marked = (origin: string) => ({
    'x-cos-meta-thumbnail-source': origin,
    'x-cos-meta-thumbnail-recipe': '0'.repeat(32),
  });
  const kept = {
    'photos/x1-small.jpg': {},
    'photos/x2-small.jpg': marked(`other-1250000000/photos/x2.jpg`),
    'photos/x3-small.jpg': marked(`${sourceBucket}/photos/b.png`),
    'photos/x4-small.jpg': marked(`sha256:${'0'.repeat(64)}`),
    'photos/x5-small.jpg': marked(`${sourceBucket}/%E0%A4%A`),
    'photos/x6-small.jpg': { 'x-cos-meta-thumbnail-source': `${sourceBucket}/photos/x6.jpg` },
  };
  const orphans = ['photos/c-small.jpg', 'photos/c-large.webp', 'photos/c.jpg.json'];

  test('are only looked at without --go', async () => {
    for (const [key, headers] of Object.entries(kept)) {
      objects.put(targetBucket, key, Buffer.from('x'), headers);
    }
    const from = cloud.cos.requests.length;
    const { fates } = await counts('--function', functionName, '--delete-orphans');
    expect(fates).toEqual({
      'would-be-removed': 3,
      'not-ours': 2,
      'of-another-bucket': 1,
      'photo-there': 1,
      unreadable: 2,
    });
    readsOnly(from);
  });

  test('go, and nothing else does', async () => {
    const before = objects.keys(targetBucket);
    const { fates } = await counts('--function', functionName, '--delete-orphans', '--go');
    expect(fates).toMatchObject({ removed: 3, 'not-ours': 2, 'photo-there': 1 });
    const after = objects.keys(targetBucket);
    expect(before.filter((key) => !after.includes(key)).sort()).toEqual([...orphans].sort());
    expect(after.filter((key) => !before.includes(key))).toEqual([]);
    expect(objects.keys(sourceBucket)).toContain('photos/a.jpg');
    expect(await target.head('photos/c-small-small.jpg')).toBeDefined();
  });

  test('are gone the next time', async () => {
    const { fates } = await counts('--function', functionName, '--delete-orphans', '--go');
    expect(fates).not.toHaveProperty('removed');
  });
});

describe('what is wrong is said, with the cure', () => {
  test.each([
    ['no such bucket', ['--bucket', 'none-1250000000'], /There is no bucket none-1250000000 in ap-guangzhou/],
    ['no such function', ['--bucket', sourceBucket, '--function', 'none'], /There is no function none/],
    [
      'no such target',
      ['--bucket', sourceBucket, '--target', 'none-1250000000'],
      /no bucket none-1250000000/,
    ],
    ['wrong settings', ['--bucket', sourceBucket, '--env', 'THUMB_PRESET=1'], /did you mean THUMB_PRESETS/],
    [
      'thumbnails of thumbnails',
      ['--bucket', sourceBucket, '--target', sourceBucket],
      /is the source bucket, so thumbnails would be made of every thumbnail/,
    ],
    ['wrong region', ['--bucket', sourceBucket, '--region', 'ap-beijing'], /in ap-beijing/],
  ])('%s', async (_, args, says) => {
    const { exitCode, stderr } = await run(audit, ...args, '--lang', 'en');
    expect(stderr).toMatch(says);
    expect(exitCode).toBe(1);
  });

  test.each([
    [[], /which photos/],
    [['--bucket', 'example'], /name with its appid/],
    [['--bucket', sourceBucket, '--go'], /--go is for --delete-orphans/],
    [['--bucket', sourceBucket, '--prefix', 'photos'], /folder that ends in/],
  ])('%o is a wrong command line', async (args, says) => {
    const { exitCode, stderr } = await run(audit, ...args);
    expect(stderr).toMatch(says);
    expect(exitCode).toBe(2);
  });
});
