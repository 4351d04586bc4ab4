// The main job, end to end: a photo is uploaded, its event handled by the built file, and the thumbnail looked at.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Report } from '../../../src/function/report.ts';
import { samples } from '../../fixtures/images/images.ts';
import { runtime } from '../../support/runtime.ts';
import { compare } from '../../support/similar.ts';
import { BUCKET, openStage, TARGET } from '../../support/stage.ts';

const stage = await openStage();
const photo = readFileSync(samples.landscape.path);
const headers = {
  'Content-Type': 'image/jpeg',
  'Cache-Control': 'max-age=86400',
  'x-cos-meta-photographer': 'Li%20Lei',
};
const event = await stage.upload('photos/cat.jpg', photo, headers);
const thumbnailer = stage.start();
const first = await thumbnailer.invoke(event);
const thumbnail = stage.server.objects.get(TARGET, 'photos/cat.jpg');

const engines = {
  vips: /^jpeg 1 \+ png 1 \+ webp 1 \+ wasm-vips /,
  squoosh: /^jpeg 1 \+ png 1 \+ webp 1 \+ @squoosh\/lib /,
};

test('the report tells what was stored where, and which engine served', () => {
  expect(first.statusCode).toBe(200);
  const { records, ...counts } = first.answer as Report;
  const engine = expect.stringMatching(engines[runtime.engine]);
  expect(counts).toEqual({ stored: 1, skipped: 0, removed: 0, failed: 0, engine });
  expect(records).toEqual([
    {
      bucket: BUCKET,
      key: 'photos/cat.jpg',
      etag: stage.server.objects.get(BUCKET, 'photos/cat.jpg')?.etag,
      ms: expect.any(Number),
      outcomes: [
        {
          preset: '',
          status: 'stored',
          bucket: TARGET,
          key: 'photos/cat.jpg',
          format: 'jpeg',
          width: 200,
          height: 113,
          bytes: thumbnail?.size,
          contentType: 'image/jpeg',
          etag: thumbnail?.etag,
          engine: 'jpeg',
        },
      ],
    },
  ]);
});

test("the thumbnail is sharp's of the same photo", async () => {
  const expected = await sharp(photo).resize(200, 200, { fit: 'inside' }).png().toBuffer();
  const { dHash, mean } = await compare(thumbnail?.bytes ?? Buffer.alloc(0), expected);
  expect(dHash).toBeLessThanOrEqual(5);
  expect(mean).toBeLessThanOrEqual(4);
});

test("it has the photo's headers and metadata, and the function's marks", () => {
  expect(thumbnail?.headers).toEqual({
    'content-type': 'image/jpeg',
    'cache-control': 'max-age=86400',
    'x-cos-meta-photographer': 'Li%20Lei',
    'x-cos-meta-thumbnail-source': `${BUCKET}/photos/cat.jpg`,
    'x-cos-meta-thumbnail-source-etag': stage.server.objects
      .get(BUCKET, 'photos/cat.jpg')
      ?.etag.replaceAll('"', ''),
    'x-cos-meta-thumbnail-recipe': expect.stringMatching(/^[0-9a-f]{32}$/),
    'x-cos-meta-thumbnail-hops': '1',
    'x-cos-meta-thumbnail-shape': '200x113',
  });
});

test('the photo is what it was, and nothing else has been written', () => {
  const { objects, requests } = stage.server;
  expect(objects.get(BUCKET, 'photos/cat.jpg')?.bytes.equals(photo)).toBe(true);
  expect([objects.keys(BUCKET), objects.keys(TARGET)]).toEqual([['photos/cat.jpg'], ['photos/cat.jpg']]);
  const writes = requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD');
  expect(writes.map(({ method, bucket }) => `${method} ${bucket}`)).toEqual([
    `PUT ${BUCKET}`,
    `PUT ${TARGET}`,
  ]);
});

test('one line is logged for it, which names the engine of this runtime', () => {
  expect(first.log.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      level: 'info',
      msg: 'photos/cat.jpg: 1 stored',
      requestId: first.requestId,
      engine: expect.stringMatching(engines[runtime.engine]),
    }),
  ]);
});

test('the same event again, warm, changes nothing', async () => {
  const second = await thumbnailer.invoke(event);
  expect(second.coldStart).toBeUndefined();
  expect((second.answer as Report).records[0]?.outcomes).toEqual([
    { preset: '', status: 'skipped', code: 'up-to-date', message: expect.stringContaining(TARGET) },
  ]);
  expect(stage.server.objects.get(TARGET, 'photos/cat.jpg')).toEqual(thumbnail);
  expect(stage.server.objects.keys(TARGET)).toEqual(['photos/cat.jpg']);
});

test("the thumbnail's own event is skipped, wherever it was copied to", async () => {
  const copy = await stage.upload('photos/copy.jpg', thumbnail?.bytes ?? photo, thumbnail?.headers);
  const { answer } = await thumbnailer.invoke(copy);
  expect((answer as Report).records[0]?.outcomes).toEqual([
    { status: 'skipped', code: 'target-object', message: expect.stringContaining('thumbnail') },
  ]);
});
