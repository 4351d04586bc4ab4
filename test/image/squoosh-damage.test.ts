// Damaged photos and the Squoosh engine: what is cut off is refused, whatever the bytes are the engine lives on.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Rendered, RenderSpec } from '../../src/function/engine/engine.ts';
import { quicklyFollowed } from '../../wasm/whole/jpeg.ts';
import { hostile, samples } from '../fixtures/images/images.ts';
import { expectAlike } from '../support/alike.ts';
import { createSquooshServe, type Serve } from '../support/squoosh.ts';
import { formatOf } from '../support/thumbnails.ts';

let serve: Serve;
beforeEach(async () => {
  serve = await createSquooshServe();
});

const spec: RenderSpec = {
  fit: 'fill',
  gravity: 'centre',
  resizedWidth: 40,
  resizedHeight: 30,
  width: 40,
  height: 30,
  format: 'png',
  quality: undefined,
};

async function render(bytes: Uint8Array) {
  const format = formatOf(bytes);
  const info = await serve({ op: 'inspect', source: 1, bytes, format });
  if (!info.ok) return info;
  return serve({ op: 'render', source: 1, job: { bytes, info: info.answer as never, specs: [spec] } });
}

const landscape = sharp(samples.landscape.path).resize(320);
const transparent = sharp(samples.transparent.path).resize(320);
const sources = {
  'baseline JPEG': landscape.clone().jpeg(),
  'progressive JPEG': landscape.clone().jpeg({ progressive: true }),
  PNG: transparent.clone().png(),
  'interlaced PNG': transparent.clone().png({ progressive: true }),
  'lossy WebP': landscape.clone().webp(),
  'lossless WebP': transparent.clone().webp({ lossless: true }),
};
const whole = new Map<string, Uint8Array>();
beforeAll(async () => {
  for (const [name, pipeline] of Object.entries(sources))
    whole.set(name, new Uint8Array(await pipeline.toBuffer()));
});
const bytesOf = (name: string) => whole.get(name) ?? new Uint8Array();

describe.each(Object.keys(sources))('%s', (name) => {
  test.each([0.02, 0.3, 0.6, 0.9, 0.97])('cut off after %f of its bytes is corrupt', async (part) => {
    const bytes = bytesOf(name).subarray(0, Math.floor(bytesOf(name).length * part));
    expect(await render(bytes)).toMatchObject({ ok: false, failure: { code: 'source-corrupt' } });
  });

  test('is rendered after a damaged one', async () => {
    const bytes = bytesOf(name);
    const damaged = bytes.slice();
    const middle = Math.floor(bytes.length / 2);
    damaged.fill(0, middle, middle + 50);
    await render(damaged);
    expect(await render(bytes)).toMatchObject({ ok: true });
  });
});

test('a JPEG without its last two bytes is rendered, for every pixel is there', async () => {
  const bytes = bytesOf('baseline JPEG');
  for (const one of [bytes.subarray(0, -2), Buffer.concat([bytes.subarray(0, -2), Buffer.alloc(99)])]) {
    const reply = await render(one);
    if (!reply.ok) throw new Error(reply.failure.message);
    const [made] = (reply.answer as Rendered).thumbnails;
    await expectAlike(
      made?.bytes ?? one,
      await landscape.clone().resize(40, 30, { fit: 'fill' }).png().toBuffer(),
    );
  }
});

test('a JPEG that lacks a part is corrupt, also with an end marker behind, and the engine serves on', async () => {
  const bytes = bytesOf('baseline JPEG');
  const half = Buffer.concat([bytes.subarray(0, bytes.length / 2), Buffer.from([0xff, 0xd9])]);
  const message = expect.stringMatching(
    /^the photo is damaged or cut short \(.*\d+ %.*\)\. Upload it again\.$/,
  );
  expect(await render(half)).toEqual({
    ok: false,
    failure: { code: 'source-corrupt', message, fatal: false },
  });
});

test('a large JPEG is followed where the decoder warns', async () => {
  const large = await sharp(samples.landscape.path)
    .resize(1600)
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toBuffer();
  expect(large.length).toBeGreaterThan(quicklyFollowed);
  expect(await render(large.subarray(0, -2))).toMatchObject({ ok: true });
  const half = Buffer.concat([large.subarray(0, large.length / 2), Buffer.from([0xff, 0xd9])]);
  expect(await render(half)).toMatchObject({ ok: false, failure: { code: 'source-corrupt' } });
});

test('a PNG without its end, or with a spoilt text, is rendered', async () => {
  const bytes = bytesOf('PNG');
  const text = Buffer.from('\0\0\0\x03tEXtA\0BXXXX', 'latin1');
  const tolerable = [
    bytes.subarray(0, -12),
    Buffer.concat([bytes.subarray(0, 33), text, bytes.subarray(33)]),
  ];
  for (const one of tolerable) {
    const reply = await render(one);
    if (!reply.ok) throw new Error(reply.failure.message);
    const [made] = (reply.answer as Rendered).thumbnails;
    await expectAlike(
      made?.bytes ?? one,
      await transparent.clone().resize(40, 30, { fit: 'fill' }).png().toBuffer(),
    );
  }
});

test('after a PNG that it could not decode the engine asks to be replaced, for its memory is lost', async () => {
  const bytes = bytesOf('PNG').subarray(0, -300);
  expect(await render(bytes)).toMatchObject({ failure: { code: 'source-corrupt', fatal: true } });
});

test('the truncated sample is corrupt', async () => {
  const bytes = readFileSync(hostile.truncated.path);
  expect(await render(bytes)).toMatchObject({ failure: { code: 'source-corrupt' } });
});
