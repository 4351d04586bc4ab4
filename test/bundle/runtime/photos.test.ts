// Objects that make no thumbnail: each ends with a clear outcome, none is delivered again, and the process lives on.

import { readFileSync } from 'node:fs';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { hostile, samples } from '../../fixtures/images/images.ts';
import { briefly, outcomesOf } from '../../support/outcomes.ts';
import { pngChunk } from '../../support/png.ts';
import { BUCKET, openStage, TARGET } from '../../support/stage.ts';

const stage = await openStage();
const thumbnailer = stage.start();
const goodEvent = await stage.upload('good.jpg', readFileSync(samples.landscape.path));
await thumbnailer.invoke(goodEvent);

afterEach(async () => {
  stage.server.objects.delete(TARGET, 'good.jpg');
  // The same process as before, and in its senses.
  const { coldStart, ...invocation } = await thumbnailer.invoke(goodEvent);
  expect(coldStart).toBeUndefined();
  expect(briefly(invocation)).toEqual(['stored good.jpg']);
  expect(stage.server.objects.keys(TARGET)).toEqual(['good.jpg']);
});

/** A whole file but for its pixels: 60,000 x 60,000, 8 bits, RGB. */
function pngOf60000(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(60_000, 0);
  header.writeUInt32BE(60_000, 4);
  header.set([8, 2], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const data = pngChunk('IDAT', deflateSync(Buffer.alloc(1000)));
  return Buffer.concat([signature, pngChunk('IHDR', header), data, pngChunk('IEND', Buffer.alloc(0))]);
}

const form = Buffer.concat([
  Buffer.from('--x1\r\nContent-Disposition: form-data; name="file"\r\n\r\n'),
  readFileSync(samples.landscape.path),
]);

test.each([
  [
    'a truncated JPEG',
    readFileSync(hostile.truncated.path),
    'failed source-corrupt',
    /damaged or cut short .*Upload it again/,
  ],
  [
    'a text named .jpg',
    readFileSync(hostile.text.path),
    'failed source-unsupported',
    /but this is a text, "/,
  ],
  ['a multipart body', form, 'failed source-unsupported', /multipart body.*POST Object/],
  ['an empty file', Buffer.alloc(0), 'skipped empty-object', /no bytes/],
  ['a PNG header that claims 60,000 x 60,000', pngOf60000(), 'failed source-too-big', /THUMB_MAX_MEGAPIXELS/],
])('%s is told from a photo', async (name, bytes, outcome, message) => {
  const event = await stage.upload(`${name}.jpg`, bytes);
  const invocation = await thumbnailer.invoke(event);
  expect(invocation.statusCode).toBe(200);
  expect(briefly(invocation)).toEqual([outcome]);
  expect(outcomesOf(invocation)).toEqual([
    expect.objectContaining({ message: expect.stringMatching(message) }),
  ]);
});

test('a photo that is stored compressed is unpacked, within the limit', async () => {
  const photo = readFileSync(samples.landscape.path);
  const gzip = { 'Content-Encoding': 'gzip' };
  const packed = await thumbnailer.invoke(await stage.upload('packed.jpg', gzipSync(photo), gzip));
  expect(briefly(packed)).toEqual(['stored packed.jpg']);
  expect(stage.server.objects.get(TARGET, 'packed.jpg')?.headers).not.toHaveProperty('content-encoding');
  stage.server.objects.delete(TARGET, 'packed.jpg');
  const bomb = gzipSync(Buffer.concat([photo, Buffer.alloc(300_000_000)]));
  const refused = await thumbnailer.invoke(await stage.upload('bomb.jpg', bomb, gzip));
  expect(briefly(refused)).toEqual(['failed source-too-big']);
});

test('a photo that was deleted since its event is skipped', async () => {
  const event = await stage.upload('gone.jpg', readFileSync(samples.landscape.path));
  stage.server.objects.delete(BUCKET, 'gone.jpg');
  const invocation = await thumbnailer.invoke(event);
  expect(briefly(invocation)).toEqual(['skipped source-missing']);
});
