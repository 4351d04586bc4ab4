// --missing: which photos have no thumbnails, by listings where that is cheap.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { absentOf } from '../../../../src/cloud/backfill/absent.ts';
import { compareKeys } from '../../../../src/cloud/cos/key-order.ts';
import { loadConfig } from '../../../../src/function/config/config.ts';
import { listed } from '../../../support/listing.ts';
import { memoryListing } from './memory-listing.ts';

const source = { bucket: 'example-1250000000', region: 'ap-guangzhou' };

async function absent(keys: readonly string[], there: readonly string[], env: Record<string, string> = {}) {
  const page = [...keys].sort(compareKeys).map((key) => listed(key));
  const target = memoryListing(there);
  const found = await absentOf(page, { source, config: loadConfig(env), target });
  return { keys: found.map(({ key }) => key), asked: target.asked };
}

test('a photo is absent unless all of its thumbnails and its manifest are there', async () => {
  const env = { THUMB_PRESETS: 's:10x10;l:20x20,webp', THUMB_MANIFEST: 'on' };
  const keys = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.dat'];
  const there = [
    'a-s.jpg',
    'a-l.webp',
    'a.jpg.json',
    'b-s.jpg',
    'b.jpg.json',
    'c-s.jpg',
    'c-l.webp',
    'e-s.jpg',
  ];
  expect((await absent(keys, there, env)).keys).toEqual(['b.jpg', 'c.jpg', 'd.jpg', 'e.dat']);
});

test('where keys have digests, a photo is there if its manifest is', async () => {
  const env = {
    THUMB_PRESETS: 's:10x10;l:20x20',
    THUMB_TARGET_KEY: '{dir}{name}-{preset}-{hash}.{ext}',
    THUMB_MANIFEST: 'on',
  };
  const there = ['a-s-0123456789.jpg', 'a-l-0123456789.jpg', 'a.jpg.json', 'b-s-0123456789.jpg'];
  expect((await absent(['a.jpg', 'b.jpg'], there, env)).keys).toEqual(['b.jpg']);
});

test.each([
  ['{dir}{name}.{ext}'],
  ['{dir}{name}-{preset}.{ext}'],
  ['thumbs/{dir}{name}/{preset}.{ext}'],
  ['{preset}/{name}.{ext}'],
])('with the template %s the listing says the same as asking for each key', async (template) => {
  const env = { THUMB_PRESETS: 'p:10x10', THUMB_TARGET_KEY: template };
  const name = fc.stringMatching(/^[ab/.-]{0,4}[ab]$/).map((text) => `${text}.jpg`);
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(name, { maxLength: 40 }), fc.array(fc.boolean()), async (keys, done) => {
      const config = loadConfig(env);
      const targets = keys.map((key) => {
        const [, dir = '', base = ''] = /^(.*\/)?([^/]*)\.jpg$/.exec(key) ?? [];
        return config.targetKey
          .replace('{dir}', dir)
          .replace('{name}', base)
          .replace('{preset}', 'p')
          .replace('{ext}', 'jpg');
      });
      const there = targets.filter((_, at) => done[at]);
      const expected = keys.filter((_, at) => !there.includes(targets[at] ?? '')).sort(compareKeys);
      expect((await absent(keys, there, env)).keys).toEqual(expected);
    }),
  );
});

describe('asks for little', () => {
  const keys = Array.from({ length: 1000 }, (_, at) => `photos/${String(at).padStart(6, '0')}.jpg`);

  test('two pages for a thousand photos that are there', async () => {
    const { keys: found, asked } = await absent(keys, keys);
    expect({ found, asked }).toEqual({ found: [], asked: { pages: 1, keys: 0 } });
  });

  test('and no more than three when the target holds a million others between them', async () => {
    // What a template without {dir} does: the thumbnails of all folders are mixed.
    const others = Array.from({ length: 20_000 }, (_, at) => `photos/${String(at).padStart(6, '0')}x.jpg`);
    const spread = keys.map((_, at) => `photos/${String(at * 20).padStart(6, '0')}.jpg`);
    const { keys: found, asked } = await absent(spread, [...others, ...spread]);
    expect(found).toEqual([]);
    expect(asked.pages).toBe(3);
    expect(asked.keys).toBeLessThan(1000);
  });
});
