// The rehearsal goes the way of a photo as far as its encoder, on the engine for JPEGs, and whatever happens there is kept quiet.

import { expect, test } from 'vitest';
import { loadConfig } from '../../../src/function/config/config.ts';
import { rehearse } from '../../../src/function/rehearsal/rehearsal.ts';
import { createTestInlineEngines } from '../../support/inline-engines.ts';
import { createStubEngine, type StubAnswers } from '../../support/stub-engine.ts';

async function rehearsed(env: Readonly<Record<string, string>>, answers: StubAnswers = {}) {
  const jpeg = createStubEngine({ info: { width: 96, height: 64 }, ...answers });
  const full = createStubEngine();
  await rehearse({ config: loadConfig(env), engine: full, quickEngines: { jpeg }, defaults: {} });
  return { jpeg, full };
}

test.each([
  ['no settings', {}, ['jpeg']],
  ['two presets', { THUMB_PRESETS: 'a:200x200;b:1600x,webp' }, ['jpeg', 'webp']],
  [
    'a route that JPEGs need the full engine for, and another',
    { THUMB_PRESETS: 'for=a/**;1x,avif;for=b/**;none;for=**;200x200' },
    ['jpeg'],
  ],
  ['a key that is excluded', { THUMB_EXCLUDE: '**' }, ['jpeg']],
  ['another target', { THUMB_TARGET_BUCKET: 'thumbs', THUMB_TARGET_KEY: 'x/{dir}{name}.{ext}' }, ['jpeg']],
  ['a manifest, and mirroring', { THUMB_MANIFEST: 'on', THUMB_ON_DELETE: 'mirror' }, ['jpeg']],
])('with %s', async (_, env, formats) => {
  const { jpeg, full } = await rehearsed(env);
  expect(jpeg.rendered.map((specs) => specs.map(({ format }) => format))).toEqual([formats]);
  expect(jpeg.rendered.flat().every(({ width, height }) => width <= 8 && height <= 8)).toBe(true);
  expect(full.inspected).toEqual([]);
});

test.each(['200x200,watermark', '200x200,trim', '200x200,avif', 'for=**;none'])(
  'is left out where JPEGs need the full engine: %s',
  async (presets) => {
    const { jpeg, full } = await rehearsed({
      THUMB_PRESETS: presets,
      ...(presets.includes('watermark') && { THUMB_WATERMARK: 'logo.png' }),
    });
    expect([...jpeg.inspected, ...full.inspected]).toEqual([]);
  },
);

test('an engine that fails is not told', async () => {
  await rehearsed({}, { render: () => Promise.reject(new Error('broken')) });
});

test('the real engine decodes the photo at an eighth', async () => {
  const { jpeg } = await createTestInlineEngines();
  const rendered: unknown[] = [];
  const watched: typeof jpeg = {
    ...jpeg,
    async render(job, deadline, deliver) {
      const made = await jpeg.render(job, deadline, deliver);
      rendered.push(made.thumbnails.map(({ width, height }) => ({ width, height })));
      return made;
    },
  };
  const config = loadConfig({});
  await rehearse({ config, engine: createStubEngine(), quickEngines: { jpeg: watched }, defaults: {} });
  expect(rendered).toEqual([[{ width: 8, height: 5 }]]);
});
