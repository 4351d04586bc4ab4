// Thumbnails lie in the folder that the template names, literally, whatever the source's key tries; or are refused by name.
// And the failure record of what is refused lies in its own.

import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import { outcomesOf } from '../../support/outcomes.ts';
import { BUCKET, openStage, TARGET } from '../../support/stage.ts';

const stage = await openStage();
const { objects } = stage.server;
const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#268' } })
  .jpeg()
  .toBuffer();
const env = { THUMB_TARGET_KEY: 'thumbs/{dir}{name}.{ext}', THUMB_FAILED_PREFIX: 'failed/' };
const elsewhere = stage.start({ env });
const beside = stage.start({ env: { ...env, THUMB_TARGET_BUCKET: '{bucket}' } });

afterEach(() => {
  for (const bucket of [BUCKET, TARGET]) for (const key of objects.keys(bucket)) objects.delete(bucket, key);
});

test.each([
  '/cat.jpg',
  '//cat.jpg',
  'a//b/cat.jpg',
  'a\\cat.jpg',
  '%2e%2e/cat.jpg',
  '%2e%2e%2fcat.jpg',
  '..%2fcat.jpg',
  '..cat.jpg',
  '.../cat.jpg',
  'a\u0001\n\u007f/cat.jpg',
  'a?b#c&d=e+f/cat.jpg',
])('%j goes below the folder as it is', async (key) => {
  const invocation = await elsewhere.invoke(await stage.upload(key, photo));
  expect(outcomesOf(invocation)).toMatchObject([{ status: 'stored', key: `thumbs/${key}` }]);
  expect(objects.keys(TARGET)).toEqual([`thumbs/${key}`]);
});

test.each(['../cat.jpg', 'a/../../cat.jpg', '/../cat.jpg', './cat.jpg', '..\\cat.jpg', 'a\\..\\..\\cat.jpg'])(
  '%j is refused by name, and only its failure record is written, by a digest',
  async (key) => {
    const invocation = await elsewhere.invoke(await stage.upload(key, photo));
    expect(outcomesOf(invocation)).toMatchObject([
      {
        status: 'failed',
        code: 'rendition-impossible',
        message: expect.stringContaining(JSON.stringify(`thumbs/${key}`)),
      },
    ]);
    const [written = '', ...others] = objects.keys(TARGET);
    expect(others).toEqual([]);
    expect(written).toMatch(/^failed\/sha256\/[0-9a-f]{64}\.json$/);
    expect(JSON.parse(String(objects.get(TARGET, written)?.bytes)).key).toBe(key);
  },
);

test.each(['..', 'a/..', 'a/../.', './', '/'])('%j, which is no file as a path, is skipped', async (key) => {
  const event = JSON.parse(JSON.stringify(await stage.upload('cat.jpg', photo)));
  event.Records[0].cos.cosObject = { key: `/1250000000/example/${key}` };
  expect(outcomesOf(await elsewhere.invoke(event))).toMatchObject([{ status: 'skipped', code: 'folder' }]);
});

test('a failure record is no source: not in its own bucket, nor where another function listens', async () => {
  const { headers } = (await leave()) ?? {};
  const skipped = [
    { status: 'skipped', code: 'target-object', message: expect.stringContaining('failure record') },
  ];
  const own = await stage.upload('failed/example-1250000000/a/text.jpg.json', Buffer.from('{}'));
  expect(outcomesOf(await beside.invoke(own))).toEqual(skipped);
  const copied = await stage.upload('copied.jpg', photo, headers);
  expect(outcomesOf(await elsewhere.invoke(copied))).toEqual(skipped);
});

/** @returns The failure record of a text that is named like a photo. */
async function leave() {
  const event = await stage.upload('a/text.jpg', Buffer.from('Dear diary'));
  await elsewhere.invoke(event);
  return objects.get(TARGET, 'failed/example-1250000000/a/text.jpg.json');
}

test('a failure record tells what came, less its signature, and stays one at every delivery', async () => {
  const first = await leave();
  const second = await leave();
  stage.hear(String(first?.bytes));
  expect(objects.keys(TARGET)).toEqual(['failed/example-1250000000/a/text.jpg.json']);
  const { record, ...rest } = JSON.parse(String(second?.bytes));
  expect(rest).toMatchObject({
    bucket: BUCKET,
    key: 'a/text.jpg',
    memoryMb: 512,
    failed: [{ code: 'source-unsupported' }],
  });
  expect(record.cos.cosObject.key).toBe('/1250000000/example/a/text.jpg');
  expect(record.event.requestParameters.requestHeaders).toBe('[hidden]');
  expect(second?.headers['content-type']).toBe('application/json');
});
