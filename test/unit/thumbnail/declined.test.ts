// Two engines: the quick one is asked first where it suits, and the other one where the quick one declines.

import { expect, test } from 'vitest';
import { Declined } from '../../../src/function/engine/declined.ts';
import { ThumbnailError } from '../../../src/function/errors.ts';
import { resolveLimits } from '../../../src/function/source/limits.ts';
import { thumbnailRecord } from '../../../src/function/thumbnail.ts';
import { JPEG_START, PNG_START } from '../../support/bytes.ts';
import { objectRecord } from '../../support/records.ts';
import { createStubEngine, type StubAnswers } from '../../support/stub-engine.ts';
import { createTools } from '../../support/tools.ts';
import { createWatchedStore, lay } from '../../support/watched-store.ts';

const cat = objectRecord('cat.jpg');

async function deliver(answers: StubAnswers, env = {}, bytes: Uint8Array = JPEG_START, memoryMb = 512) {
  const store = createWatchedStore();
  lay(store, cat.ref, bytes, {});
  const quickEngine = { ...createStubEngine(answers), name: 'jpeg' as const };
  const engine = createStubEngine();
  const tools = createTools({ store, engine, env });
  const steps: string[] = [];
  const { results } = await thumbnailRecord(cat, {
    ...tools,
    onStep: (step) => steps.push(step),
    quick: {
      jpeg: { engine: quickEngine, limits: resolveLimits(tools.config, memoryMb, quickEngine.footprint) },
    },
  });
  return { results, steps, asked: [quickEngine.inspected.length, engine.inspected.length] };
}

const decline = async (): Promise<never> => {
  throw new Declined('arithmetic coding');
};

test('what the quick engine makes is not asked of the other one', async () => {
  const { results, asked } = await deliver({});
  expect(results).toMatchObject([{ status: 'stored', engine: 'jpeg' }]);
  expect(asked).toEqual([1, 0]);
});

test.each([
  ['the header is read', { inspect: decline }],
  ['it is decoded', { render: decline }],
])('what it declines when %s, the other one makes, once', async (_, answers) => {
  const { results, asked, steps } = await deliver(answers);
  expect(results).toMatchObject([{ status: 'stored', engine: 'wasm-vips' }]);
  expect(asked).toEqual([1, 1]);
  expect(steps).toContain('declined');
});

test('what it fails at is not asked again', async () => {
  const fail = async () => {
    throw new ThumbnailError('deadline', 'no time left to render');
  };
  const { results, asked } = await deliver({ render: fail });
  expect(results).toMatchObject([{ error: { code: 'deadline' } }]);
  expect(asked).toEqual([1, 0]);
});

test.each([
  ['the quick engine, which takes more', {}, '2 MB. Give the function 128 MB or more.'],
  [
    'the only engine that makes it',
    { THUMB_PRESETS: '200x200,avif' },
    '1 MB. Give the function 256 MB or more.',
  ],
])('a photo that is too large to be read is refused by the limit of %s', async (_, env, says) => {
  const store = createWatchedStore();
  const bytes = new Uint8Array(3 * 1024 * 1024);
  bytes.set(JPEG_START);
  lay(store, cat.ref, bytes);
  const choiceOf = (perSourceByte: number) => {
    const engine = createStubEngine();
    const footprint = { ...engine.footprint, base: 100 * 1024 * 1024, perSourceByte };
    const { config } = createTools({ env });
    return { engine: { ...engine, footprint }, limits: resolveLimits(config, 64, footprint) };
  };
  const tools = { ...createTools({ store, env }), ...choiceOf(16), quick: { jpeg: choiceOf(8) } };
  const { results } = await thumbnailRecord(cat, tools);
  const message = `the photo has 3 MB, the limit is ${says}`;
  expect(results).toMatchObject([{ error: { code: 'source-too-big', message } }]);
});

test.each([
  ['a preset that it does not make', { THUMB_PRESETS: '200x200,avif' }, JPEG_START],
  ['a source that is no JPEG', {}, PNG_START],
])('it is not asked for %s', async (_, env, bytes) => {
  const { asked } = await deliver({}, env, bytes);
  expect(asked).toEqual([0, 1]);
});

test.each([
  ['a JPEG that the quick engine serves', 'cat.jpg', {}, 0],
  ['an object named like another format', 'cat.png', {}, 1],
  ['presets that the quick engine never serves', 'cat.jpg', { THUMB_PRESETS: '200x200,avif' }, 1],
])('for %s, the other engine starts before the object is read: %s %j %i', async (_, key, env, starts) => {
  const store = createWatchedStore();
  const record = objectRecord(key);
  lay(store, record.ref, key.endsWith('png') ? PNG_START : JPEG_START, {});
  const started: number[] = [];
  const engine = { ...createStubEngine(), start: () => started.push(store.calls.length) };
  const quickEngine = createStubEngine();
  const tools = createTools({ store, engine, env });
  const quick = { jpeg: { engine: quickEngine, limits: tools.limits } };
  await thumbnailRecord(record, { ...tools, quick });
  expect(started).toEqual(Array.from({ length: starts }, () => 0));
});
