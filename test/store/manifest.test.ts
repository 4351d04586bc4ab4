// A manifest on COS: by the SDK, against a COS server, with the events that it sends.

import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/function/config/config.ts';
import { createHandler, type Handler } from '../../src/function/handler.ts';
import { createLog } from '../../src/function/log.ts';
import type { Manifest } from '../../src/function/manifest/content.ts';
import type { CosEvent } from '../../src/local/cos/cos.ts';
import { JPEG_START } from '../support/bytes.ts';
import { rawRecord } from '../support/records.ts';
import { createStubEngine } from '../support/stub-engine.ts';
import { BUCKET, type Lab, openLab, TARGET } from './lab.ts';

const photo = '照片/my cat.jpg';
const keys = ['照片/my cat-small.jpg', '照片/my cat-large.webp', '照片/my cat.jpg.json'];
const manifestKey = '照片/my cat.jpg.json';

let lab: Lab;
let handler: Handler;
/** Keys of the target bucket, as the events of what was stored there tell them. */
let told: string[] = [];

beforeAll(async () => {
  lab = await openLab();
  lab.server.onEvent((event: CosEvent) => {
    const { cosBucket, cosObject } = (event.Records[0] as CosEvent['Records'][0]).cos;
    if (cosBucket.name === 'exampleresized') told.push(cosObject.key.split('/').slice(3).join('/'));
  });
  handler = createHandler({
    config: loadConfig({ THUMB_PRESETS: 'small:200x;large:1600x,webp', THUMB_MANIFEST: 'on' }),
    engine: createStubEngine(),
    log: createLog('silent'),
    createStore: () => lab.store,
    defaults: {},
  });
});
afterEach(() => {
  told = [];
  for (const key of lab.server.objects.keys(TARGET)) lab.server.objects.delete(TARGET, key);
});
afterAll(() => lab.close());

async function deliver(): Promise<unknown> {
  lab.server.objects.put(BUCKET, photo, JPEG_START);
  return handler({ Records: [rawRecord(photo)] }, { time_limit_in_ms: 60_000 });
}

const md5 = (bytes: Uint8Array) => `"${createHash('md5').update(bytes).digest('hex')}"`;

function read(): Manifest {
  const object = lab.server.objects.get(TARGET, manifestKey);
  return JSON.parse(Buffer.from(object?.bytes ?? []).toString());
}

test('its event is the last: whoever hears it finds all that it lists', async () => {
  expect(await deliver()).toMatchObject({ stored: 3 });
  expect(told.slice().sort()).toEqual(keys.slice().sort());
  expect(told.pop()).toBe(manifestKey);
  const { source, renditions } = read();
  expect(source).toMatchObject({ bucket: BUCKET, key: photo, etag: md5(JPEG_START) });
  expect(renditions.map(({ key }) => key)).toEqual(keys.slice(0, 2));
  for (const { bucket, key, etag, bytes } of renditions) {
    const object = lab.server.objects.get(bucket, key);
    expect({ etag, bytes }).toEqual({ etag: md5(object?.bytes ?? JPEG_START), bytes: object?.size });
  }
});

test('another delivery stores nothing, so that no event tells anybody anything', async () => {
  await deliver();
  const before = read();
  told = [];
  expect(await deliver()).toMatchObject({ stored: 0, skipped: 3 });
  expect(told).toEqual([]);
  lab.server.objects.delete(TARGET, manifestKey);
  expect(await deliver()).toMatchObject({ stored: 1, skipped: 2 });
  expect(told).toEqual([manifestKey]);
  expect(read()).toEqual(before);
});
