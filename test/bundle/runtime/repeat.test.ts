// The same photo again: delivered twice, overwritten, deleted, copied. What the built file asks of COS for it, what COS makes
// of that, and that no event leads to another without end.

import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import type { CosEvent } from '../../../src/local/cos/cos.ts';
import { samples } from '../../fixtures/images/images.ts';
import { briefly } from '../../support/outcomes.ts';
import { BUCKET, openStage, TARGET } from '../../support/stage.ts';

const stage = await openStage();
const landscape = readFileSync(samples.landscape.path);
const transparent = readFileSync(samples.transparent.path);
const env = { THUMB_PRESETS: 'small:60x60,webp;large:120x,webp' };
const thumbnailer = stage.start({ env });
const mirroring = stage.start({ env: { ...env, THUMB_ON_DELETE: 'mirror' } });
const stored = ['stored cat-small.webp', 'stored cat-large.webp'];

let event: CosEvent;

beforeEach(async () => {
  for (const key of stage.server.objects.keys(TARGET)) stage.server.objects.delete(TARGET, key);
  event = await stage.upload('cat.jpg', landscape);
});

/** What became of the records, and the requests for it, sorted: those for several thumbnails are made at once. */
async function deliver(
  delivered: CosEvent,
  to = thumbnailer,
): Promise<{ outcomes: string[]; requests: string[] }> {
  const before = stage.server.requests.length;
  const outcomes = briefly(await to.invoke(delivered));
  const requests = stage.server.requests.slice(before).map(({ method, key }) => `${method} ${key}`);
  return { outcomes, requests: requests.sort() };
}

/** COS' event of a deletion. */
function remove(key: string): CosEvent {
  stage.server.objects.delete(BUCKET, key);
  return JSON.parse(JSON.stringify(event).replace('cos:ObjectCreated:Put', 'cos:ObjectRemove:Delete'));
}

const reads = ['GET cat.jpg', 'HEAD cat-large.webp', 'HEAD cat-small.webp'];

test('a new photo costs one GET, a HEAD and a PUT per thumbnail, and one HEAD; COS sends one event per thumbnail', async () => {
  const events: string[] = [];
  const stop = stage.server.onEvent(({ Records }) =>
    events.push(...Records.map(({ cos }) => cos.cosObject.key)),
  );
  const { outcomes, requests } = await deliver(event);
  stop();
  expect(outcomes).toEqual(stored);
  expect(requests).toEqual([...reads, 'HEAD cat.jpg', 'PUT cat-large.webp', 'PUT cat-small.webp']);
  expect(events.sort()).toEqual(
    ['large', 'small'].map((name) => `/1250000000/exampleresized/cat-${name}.webp`),
  );
});

test('the same event again costs one GET and a HEAD per thumbnail, and writes nothing', async () => {
  await deliver(event);
  expect(await deliver(event)).toEqual({
    outcomes: ['skipped up-to-date', 'skipped up-to-date'],
    requests: reads,
  });
});

test('a photo that is overwritten gets new thumbnails, and the event of the old one changes nothing', async () => {
  await deliver(event);
  const before = stage.server.objects.get(TARGET, 'cat-small.webp');
  const overwritten = await stage.upload('cat.jpg', transparent);
  expect((await deliver(overwritten)).outcomes).toEqual(stored);
  const after = stage.server.objects.get(TARGET, 'cat-small.webp');
  expect(after?.etag).not.toBe(before?.etag);
  expect((await deliver(event)).outcomes).toEqual(['skipped up-to-date', 'skipped up-to-date']);
  expect(stage.server.objects.get(TARGET, 'cat-small.webp')).toEqual(after);
});

test('a role that may not ask for the source again is told so, and the event comes again', async () => {
  stage.server.faults.add({ method: 'HEAD', bucket: BUCKET, kind: { status: 403 } });
  const { error } = await thumbnailer.invoke(event);
  expect(error?.message).toMatch(
    /store-denied: cannot head example-1250000000\/cat.jpg .*name\/cos:HeadObject/,
  );
  expect((await deliver(event)).outcomes).toEqual(['skipped up-to-date', 'skipped up-to-date']);
});

test('a role that may not list the target bucket, where COS shows missing objects as forbidden, overwrites nothing', async () => {
  stage.server.faults.add({ method: 'HEAD', bucket: TARGET, kind: { status: 403 }, times: Infinity });
  expect((await deliver(event)).outcomes).toEqual(stored);
  const before = stage.server.objects.get(TARGET, 'cat-small.webp');
  const { error } = await thumbnailer.invoke(await stage.upload('cat.jpg', transparent));
  stage.server.faults.clear();
  expect(error?.message).toMatch(
    /store-denied: cannot put .* COS answered HEAD with 403: .*name\/cos:GetBucket/,
  );
  expect(stage.server.objects.get(TARGET, 'cat-small.webp')).toEqual(before);
});

test('an archived photo is told once, and has its thumbnails once it is restored', async () => {
  stage.server.faults.add({
    method: 'GET',
    bucket: BUCKET,
    kind: { status: 403, code: 'InvalidObjectState' },
  });
  expect((await deliver(event)).outcomes).toEqual(['failed source-archived']);
  const restored = JSON.stringify(event).replace('cos:ObjectCreated:Put', 'cos:ObjectRestore:Completed');
  expect((await deliver(JSON.parse(restored))).outcomes).toEqual(stored);
});

test('thumbnails stay when their photo is deleted, unless deletions are mirrored', async () => {
  await deliver(event);
  const deleted = remove('cat.jpg');
  expect((await deliver(deleted)).outcomes).toEqual(['skipped other-event']);
  expect(stage.server.objects.keys(TARGET)).toHaveLength(2);
  expect(await deliver(deleted, mirroring)).toEqual({
    outcomes: ['removed cat-small.webp', 'removed cat-large.webp'],
    requests: ['DELETE cat-large.webp', 'DELETE cat-small.webp', ...reads, 'HEAD cat.jpg'],
  });
  expect(stage.server.objects.keys(TARGET)).toEqual([]);
});

test('what somebody makes of a thumbnail, and keeps no more of its marks than the hops, is no source', async () => {
  await deliver(event);
  const thumbnail = stage.server.objects.get(TARGET, 'cat-large.webp');
  const name = 'x-cos-meta-thumbnail-hops';
  const headers = { [name]: thumbnail?.headers[name] ?? 'none' };
  const made = await stage.upload('made.webp', thumbnail?.bytes ?? landscape, headers);
  expect((await deliver(made)).outcomes).toEqual(['skipped target-object']);
});
