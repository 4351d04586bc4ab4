// A source bucket that keeps versions, whose deletions are mirrored: whatever the events say, the thumbnails are those of the
// object as it is now. By the SDK, against a COS server, with the events that it sends.

import COS from 'cos-nodejs-sdk-v5';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '../../src/function/config/config.ts';
import { createHandler, type Handler } from '../../src/function/handler.ts';
import { createLog } from '../../src/function/log.ts';
import type { Report } from '../../src/function/report.ts';
import type { CosEvent } from '../../src/local/cos/cos.ts';
import { JPEG_START, TEXT } from '../support/bytes.ts';
import { createStubEngine } from '../support/stub-engine.ts';
import { at, BUCKET, credential, type Lab, openLab, TARGET } from './lab.ts';

const failureKey = `failed/${BUCKET}/cat.jpg.json`;
const place = { Bucket: BUCKET, Region: at('').region };

let lab: Lab;
let sdk: COS;
let handler: Handler;
/** That were sent and not delivered yet. */
let events: CosEvent[];

beforeAll(async () => {
  lab = await openLab();
  lab.server.onEvent((event) => {
    if (event.Records[0]?.cos.cosBucket.name === 'example') events.push(event);
  });
  sdk = new COS({
    SecretId: credential.secretId,
    SecretKey: credential.secretKey,
    SecurityToken: credential.token,
    Ip: new URL(lab.server.endpoint).host,
    Protocol: 'http:',
    UseRawKey: true,
  });
  await sdk.putBucketVersioning({ ...place, VersioningConfiguration: { Status: 'Enabled' } });
  handler = createHandler({
    config: loadConfig({
      THUMB_ON_DELETE: 'mirror',
      THUMB_PRESETS: 'small:200x',
      THUMB_FAILED_PREFIX: 'failed/',
    }),
    engine: createStubEngine({
      // A thumbnail is the last byte of its photo.
      render: async (specs, bytes) =>
        specs.map(({ width, height }) => ({ bytes: bytes.slice(-1), width, height })),
    }),
    log: createLog('silent'),
    createStore: () => lab.store,
    defaults: {},
  });
});
beforeEach(() => {
  events = [];
});
afterEach(() => {
  for (const key of lab.server.objects.keys(TARGET)) lab.server.objects.delete(TARGET, key);
});
afterAll(() => lab.close());

/** @returns The id of the version, or of the delete marker. */
async function put(bytes: Uint8Array): Promise<string> {
  return versionOf(await sdk.putObject({ ...place, Key: 'cat.jpg', Body: Buffer.from(bytes) }));
}
async function remove(VersionId?: string): Promise<string> {
  return versionOf(await sdk.deleteObject({ ...place, Key: 'cat.jpg', ...(VersionId && { VersionId }) }));
}
const versionOf = ({ headers }: { headers?: Readonly<Record<string, string>> | undefined }) =>
  String(headers?.['x-cos-version-id']);
const photo = (picture: number) => Uint8Array.of(...JPEG_START, picture);

/** Delivers what was sent since the last time, each event as its name says. */
async function deliver(...names: readonly string[]): Promise<Report[]> {
  const sent = events.splice(0);
  expect(sent.map(({ Records }) => Records[0]?.event.eventName)).toEqual(
    names.map((name) => `cos:Object${name}`),
  );
  const reports: Report[] = [];
  for (const event of sent) reports.push(await handler(event, { time_limit_in_ms: 120_000 }));
  return reports;
}
/** The pictures that the thumbnails are of. */
const thumbnails = () =>
  lab.server.objects.keys(TARGET).map((key) => [key, lab.server.objects.get(TARGET, key)?.bytes[0]]);

test('a delete marker removes the thumbnails', async () => {
  await put(photo(1));
  await deliver('Created:Put');
  expect(thumbnails()).toEqual([['cat-small.jpg', 1]]);
  await remove();
  expect(await deliver('Remove:DeleteMarkerCreated')).toMatchObject([{ removed: 1 }]);
  expect(thumbnails()).toEqual([]);
});

test('the deletion of an older version changes nothing: the photo is still there', async () => {
  const older = await put(photo(1));
  await put(photo(2));
  await deliver('Created:Put', 'Created:Put');
  await remove(older);
  expect(await deliver('Remove:Delete')).toMatchObject([{ stored: 0, skipped: 1, removed: 0 }]);
  expect(thumbnails()).toEqual([['cat-small.jpg', 2]]);
});

test('the deletion of the newest version makes the thumbnails those of the one before it', async () => {
  await put(photo(1));
  const newest = await put(photo(2));
  await deliver('Created:Put', 'Created:Put');
  await remove(newest);
  expect(await deliver('Remove:Delete')).toMatchObject([{ stored: 1 }]);
  expect(thumbnails()).toEqual([['cat-small.jpg', 1]]);
});

test('the deletion of the delete marker brings back the photo, and the event of it the thumbnails', async () => {
  await put(photo(1));
  const marker = await remove();
  await deliver('Created:Put', 'Remove:DeleteMarkerCreated');
  await remove(marker);
  expect(thumbnails()).toEqual([]);
  expect(await deliver('Remove:Delete')).toMatchObject([{ stored: 1 }]);
  expect(thumbnails()).toEqual([['cat-small.jpg', 1]]);
});

test('a deletion that is told of after the photo was uploaded again leaves the thumbnails of that upload', async () => {
  await put(photo(1));
  await deliver('Created:Put');
  await remove();
  const [deletion] = events.splice(0);
  await put(photo(2));
  await deliver('Created:Put');
  if (deletion) events.push(deletion);
  expect(await deliver('Remove:DeleteMarkerCreated')).toMatchObject([{ removed: 0, skipped: 1 }]);
  expect(thumbnails()).toEqual([['cat-small.jpg', 2]]);
});

test.each(['HEAD', 'DELETE'])(
  'a photo that is uploaded again while its thumbnails are removed, before the answer to %s, has new ones',
  async (method) => {
    await put(photo(1));
    await deliver('Created:Put');
    await remove();
    const stop = lab.server.onRequest((request) => {
      if (request.method !== method || request.bucket !== TARGET || request.key !== 'cat-small.jpg') return;
      stop();
      lab.server.objects.put(BUCKET, 'cat.jpg', photo(2));
    });
    expect(await deliver('Remove:DeleteMarkerCreated')).toMatchObject([{ stored: 1 }]);
    expect(thumbnails()).toEqual([['cat-small.jpg', 2]]);
  },
);

test('a delete marker takes the failure record with it', async () => {
  await put(TEXT);
  await deliver('Created:Put');
  expect(lab.server.objects.keys(TARGET)).toEqual([failureKey]);
  await remove();
  expect(await deliver('Remove:DeleteMarkerCreated')).toMatchObject([{ removed: 1 }]);
  expect(lab.server.objects.keys(TARGET)).toEqual([]);
});

test('a target bucket that keeps versions has its thumbnails overwritten and removed all the same', async () => {
  await sdk.putBucketVersioning({ ...place, Bucket: TARGET, VersioningConfiguration: { Status: 'Enabled' } });
  await put(photo(1));
  await put(photo(2));
  await deliver('Created:Put', 'Created:Put');
  expect(thumbnails()).toEqual([['cat-small.jpg', 2]]);
  await remove();
  await deliver('Remove:DeleteMarkerCreated');
  expect(thumbnails()).toEqual([]);
});
