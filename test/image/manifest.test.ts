// Manifests and watermarks by the real engine: what is said of a photo is true of it, and what is said once is said again.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { thumbHashToAverageRGBA } from 'thumbhash';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/function/engine/engine.ts';
import type { Manifest } from '../../src/function/manifest/content.ts';
import { thumbnailRecord } from '../../src/function/thumbnail.ts';
import { samples } from '../fixtures/images/images.ts';
import { sharedEngine } from '../support/engine.ts';
import { objectRecord, TARGET_BUCKET, targetRef } from '../support/records.ts';
import { createTools } from '../support/tools.ts';
import { createWatchedStore, lay, type WatchedStore } from '../support/watched-store.ts';

const cat = objectRecord('cat.jpg');
const photo = readFileSync(samples.landscape.path);

let engine: Engine;
let store: WatchedStore;

beforeAll(async () => {
  engine = await sharedEngine();
});
beforeEach(() => {
  store = createWatchedStore();
  lay(store, cat.ref, photo);
});

const deliver = (env: Record<string, string>) => thumbnailRecord(cat, createTools({ store, engine, env }));

describe('a manifest', () => {
  const env = { THUMB_PRESETS: 'small:200x200;square:100x100,cover,attention,webp', THUMB_MANIFEST: 'on' };
  const place = `${TARGET_BUCKET}/cat.jpg.json`;
  const read = (): Manifest => JSON.parse(Buffer.from(store.objects.get(place)?.bytes ?? []).toString());

  test("has the photo's colours", async () => {
    await deliver(env);
    const { thumbHash, dominantColour } = read();
    const small = await sharp(photo).resize(100).raw().toBuffer();
    const { dominant, channels } = await sharp(small, {
      raw: { width: 100, height: 56, channels: 3 },
    }).stats();
    const [red, green, blue] = (dominantColour.match(/[0-9a-f]{2}/g) ?? []).map((digits) =>
      Number.parseInt(digits, 16),
    );
    expect({ r: red, g: green, b: blue }).toEqual(dominant);
    const { r, g, b } = thumbHashToAverageRGBA(Buffer.from(thumbHash, 'base64'));
    for (const [n, value] of [r, g, b].entries())
      expect(value).toBeCloseTo((channels[n]?.mean ?? 0) / 255, 1);
  });

  test('says of thumbnails that are there what it said when they were made, the crop among it', async () => {
    await deliver(env);
    const first = read();
    expect(first.renditions).toMatchObject([
      { width: 200, height: 113 },
      { width: 100, height: 100, crop: { height: 900, top: 0 } },
    ]);
    store.objects.delete(place);
    await deliver(env);
    expect(read().renditions).toEqual(first.renditions);
    expect(read().dominantColour).toEqual(first.dominantColour);
  });
});

describe('a watermark', () => {
  const env = { THUMB_PRESETS: 'plain:100x100;marked:100x100,watermark', THUMB_WATERMARK: 'logo.png' };
  const logo = sharp({ create: { width: 64, height: 64, channels: 4, background: '#f00' } }).png();

  test('is laid over the thumbnail whose preset wants it', async () => {
    lay(store, targetRef('logo.png'), await logo.toBuffer());
    expect(await deliver(env)).toMatchObject({ results: [{ status: 'stored' }, { status: 'stored' }] });
    const corners = ['cat-plain.jpg', 'cat-marked.jpg'].map(async (key) => {
      const { bytes } = store.objects.get(`${TARGET_BUCKET}/${key}`) ?? { bytes: new Uint8Array() };
      const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
      const at = (info.width * (info.height - 3) + info.width - 3) * info.channels;
      return [...data.subarray(at, at + 3)];
    });
    const [plain, marked] = await Promise.all(corners);
    expect(marked?.map((value) => Math.round(value / 64))).toEqual([4, 0, 0]);
    expect(plain?.map((value) => Math.round(value / 64))).not.toEqual([4, 0, 0]);
  });

  test('that is cut short is named, and fails no thumbnail without it', async () => {
    const whole = await sharp(photo).resize(64).png().toBuffer();
    lay(store, targetRef('logo.png'), whole.subarray(0, whole.length / 2));
    expect(await deliver(env)).toMatchObject({
      results: [
        { preset: 'plain', status: 'stored' },
        {
          preset: 'marked',
          error: {
            code: 'config-invalid',
            message: expect.stringContaining(`${TARGET_BUCKET}/logo.png, which`),
          },
        },
      ],
    });
  });
});
