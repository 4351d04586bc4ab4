// What would not be done in time is made as less, and only that.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Deadline } from '../../../src/function/deadline.ts';
import type { Encoded, RenderSpec } from '../../../src/function/engine/engine.ts';
import { ThumbnailError } from '../../../src/function/errors.ts';
import {
  cheaper,
  type DeliverMade,
  describeCheaper,
  Pace,
  renderWithFallback,
} from '../../../src/function/render/fallback.ts';
import { thumbnailRecord } from '../../../src/function/thumbnail.ts';
import { JPEG_START } from '../../support/bytes.ts';
import { ordinaryPhoto, ordinarySpec } from '../../support/photo.ts';
import { objectRecord, targetRef } from '../../support/records.ts';
import { createStubEngine, encodedAs } from '../../support/stub-engine.ts';
import { createTools } from '../../support/tools.ts';
import { createWatchedStore, lay } from '../../support/watched-store.ts';

/** Time stands still, so that a busy machine does not take any of it. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const plain = ordinarySpec;
const avif: RenderSpec = { ...plain, format: 'avif', quality: 50, effort: 4 };
const avifAsWebp: RenderSpec = { ...plain, format: 'webp', quality: 80, pages: undefined, effort: undefined };
const late = new ThumbnailError('deadline', 'no time left');

describe('the cheaper spec', () => {
  test.each<[string, RenderSpec, Partial<RenderSpec>]>([
    ['AVIF is WebP at its usual quality', avif, { format: 'webp', quality: 80, effort: undefined }],
    [
      'an animation is its first frame',
      { ...plain, format: 'gif', pages: 9 },
      { format: 'gif', pages: undefined },
    ],
    ['a searched quality is the usual one', { ...plain, quality: 'auto' }, { format: 'jpeg', quality: 80 }],
    ['a searched quality of AVIF, too', { ...avif, quality: 'auto' }, { format: 'webp', quality: 80 }],
  ])('%s', (_, spec, expected) => {
    expect(cheaper(spec)).toEqual({ ...spec, effort: undefined, pages: undefined, ...expected });
  });

  test.each<[string, RenderSpec]>([
    ['JPEG', plain],
    ['a still GIF', { ...plain, format: 'gif', pages: 1 }],
  ])('%s stays as it is', (_, spec) => expect(cheaper(spec)).toBeUndefined());

  test('the report says what was asked, what was made, and how to mend it', () => {
    const asked: RenderSpec = { ...avif, quality: 'auto' };
    const said = describeCheaper(asked, cheaper(asked) as RenderSpec);
    expect(said).toMatch(/avif became webp, quality auto became the default\. .*timeout/);
  });
});

/** Late whenever it is asked for what can be lowered, once it has delivered the first `delivered`. */
function slowEngine(delivered = 0) {
  return createStubEngine({
    async render(specs, _, deliver) {
      for (const [n, spec] of specs.slice(0, delivered).entries()) deliver(n, encodedAs(spec));
      if (specs.some(cheaper)) throw late;
      return specs.map(encodedAs);
    },
  });
}

async function renderAll(
  engine: ReturnType<typeof slowEngine>,
  specs: readonly RenderSpec[],
  { pace = new Pace(), fallback = true, ms = 60_000 } = {},
) {
  const delivered: { index: number; encoded: Encoded; spec: RenderSpec }[] = [];
  const deliver: DeliverMade = (index, encoded, spec) => delivered.push({ index, encoded, spec });
  const job = { bytes: JPEG_START, info: ordinaryPhoto, specs };
  await renderWithFallback(engine, job, Deadline.in(ms), { fallback, pace, deliver });
  delivered.sort((a, b) => a.index - b.index);
  expect(delivered.map(({ index }) => index)).toEqual([...specs.keys()]);
  return { thumbnails: delivered.map(({ encoded }) => encoded), made: delivered.map(({ spec }) => spec) };
}

describe('a demanding thumbnail that is late', () => {
  test('is made as less, and the others as asked', async () => {
    const engine = slowEngine();
    const { thumbnails, made } = await renderAll(engine, [avif, plain]);
    expect(engine.rendered).toEqual([
      [avif, plain],
      [avifAsWebp, plain],
    ]);
    expect(thumbnails).toEqual([encodedAs(avifAsWebp), encodedAs(plain)]);
    expect(made).toEqual([avifAsWebp, plain]);
  });

  test('leaves alone what was ready before', async () => {
    const engine = slowEngine(1);
    const { made, thumbnails } = await renderAll(engine, [plain, avif]);
    expect(engine.rendered).toEqual([[plain, avif], [avifAsWebp]]);
    expect(made).toEqual([plain, avifAsWebp]);
    expect(thumbnails).toEqual([encodedAs(plain), encodedAs(avifAsWebp)]);
  });

  test('is not begun again by the same instance with hardly more time, but with much more', async () => {
    const engine = slowEngine();
    const pace = new Pace();
    await renderAll(engine, [avif], { pace, ms: 2000 });
    await renderAll(engine, [avif], { pace, ms: 2200 });
    await renderAll(engine, [avif], { pace, ms: 60_000 });
    expect(engine.rendered.map(([spec]) => spec?.format)).toEqual(['avif', 'webp', 'webp', 'avif', 'webp']);
  });

  test('fails as before with the fallback off', async () => {
    const engine = slowEngine();
    await expect(renderAll(engine, [avif], { fallback: false })).rejects.toBe(late);
    expect(engine.rendered).toEqual([[avif]]);
  });
});

test.each(['source-corrupt', 'engine-crashed'] as const)(
  '%s is nothing that less would mend',
  async (code) => {
    const error = new ThumbnailError(code, 'broken');
    const engine = createStubEngine({ render: () => Promise.reject(error) });
    await expect(renderAll(engine, [avif])).rejects.toBe(error);
  },
);

test('time is kept back for the rescue, half of it at most', async () => {
  const deadlines: number[] = [];
  const engine = slowEngine();
  const watched = {
    ...engine,
    render: (...args: Parameters<typeof engine.render>) => {
      deadlines.push(args[1].remaining());
      return engine.render(...args);
    },
  };
  await renderAll(watched, [avif], { ms: 4000 });
  await renderAll(watched, [avif], { ms: 600_000 });
  expect(deadlines).toEqual([2000, 4000, 595_000, 600_000]);
});

describe('a record whose AVIF is late', () => {
  const cat = objectRecord('cat.jpg');
  const env = { THUMB_PRESETS: '200x200,avif' };

  async function deliver(engine = slowEngine()) {
    const store = createWatchedStore();
    lay(store, cat.ref, JPEG_START);
    const tools = createTools({ store, engine, env });
    return { store, result: await thumbnailRecord(cat, tools), again: () => thumbnailRecord(cat, tools) };
  }

  test('has a WebP at the key of the AVIF, under its true type, and the report says why', async () => {
    const { store, result } = await deliver();
    expect(result).toMatchObject({
      results: [
        {
          status: 'stored',
          key: 'cat.avif',
          format: 'webp',
          contentType: 'image/webp',
          warnings: [expect.stringContaining('avif became webp')],
        },
      ],
    });
    expect(await store.head(targetRef('cat.avif'), { deadline: Deadline.in(1000) })).toMatchObject({
      headers: { contentType: 'image/webp' },
    });
  });

  test('is not stored again when it is late again', async () => {
    const { store, again } = await deliver();
    expect(await again()).toMatchObject({ results: [{ status: 'skipped', code: 'up-to-date' }] });
    expect(store.calls.filter((call) => call.startsWith('put'))).toHaveLength(1);
  });
});

describe('the pace of an instance', () => {
  const pixels = 1000;

  test('knows no bound before something was late', () => {
    expect(new Pace().allows(pixels, 1)).toBe(true);
  });

  test.each([
    [1249, false],
    [1250, true],
  ])('1000 ms were not enough: with %d ms it is begun again: %s', (ms, expected) => {
    const pace = new Pace();
    pace.missed(pixels, 1000);
    expect(pace.allows(pixels, ms)).toBe(expected);
    expect(pace.allows(2 * pixels, 2 * ms)).toBe(expected);
  });

  test('is forgotten after ten minutes', () => {
    let now = 0;
    const pace = new Pace(() => now);
    pace.missed(pixels, 1000);
    now = 600_000;
    expect(pace.allows(pixels, 1000)).toBe(false);
    now = 600_001;
    expect(pace.allows(pixels, 1000)).toBe(true);
  });
});
