// The templates of target keys, read backwards: what the function's own plan writes is read as its photo's stem.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyPatterns, stemOf } from '../../../../src/cloud/audit/key-pattern.ts';
import { loadConfig } from '../../../../src/function/config/config.ts';
import { possibleRenditions } from '../../../../src/function/plan.ts';
import { fillManifestKey } from '../../../../src/function/target/target.ts';
import { objectRecord } from '../../../support/records.ts';

const key = fc
  .tuple(
    fc.array(fc.stringMatching(/^[a-c.-]{1,3}$/), { maxLength: 2 }),
    fc.stringMatching(/^[a-c. -]{1,6}$/),
    fc.constantFrom('', '.jpg', '.JPG', '.png', '.webp', '.x', '.tif'),
  )
  .map(([folders, name, extension]) => `${folders.map((one) => `${one}/`).join('')}${name}${extension}`);

const settings = fc.constantFrom(
  {},
  { THUMB_PRESETS: 'small:200x200;large:1600x,webp' },
  { THUMB_PRESETS: 'a:10x;b-a:20x', THUMB_MANIFEST: 'on' },
  { THUMB_PRESETS: 'for=a/**;x:10x;for=**;x:20x;y:5x,avif' },
  { THUMB_TARGET_KEY: 'thumbs/{dir}{name}.{ext}', THUMB_MANIFEST: 'manifests/{dir}{name}.json' },
  { THUMB_PRESETS: 'small:200x200;large:9x', THUMB_TARGET_KEY: '{preset}/{dir}{name}.{ext}' },
  { THUMB_TARGET_KEY: '{dir}thumbs/{name}.{ext}', THUMB_MANIFEST: '{dir}{name}.{ext}.json' },
  { THUMB_TARGET_KEY: '{dir}{name}/{name}.{ext}' },
  { THUMB_PRESETS: '200x200,webp', THUMB_TARGET_KEY: 'x({name}+{dir}{ext}' },
);

test('every key that the function may write is read as one of its photo', () => {
  fc.assert(
    fc.property(key, settings, (photo, env) => {
      const config = loadConfig(env);
      const patterns = keyPatterns(config);
      const record = objectRecord(photo);
      for (const { preset, target } of possibleRenditions(record, config)) {
        const stems = patterns
          .filter(({ of, preset: name }) => of === 'thumbnail' && name === preset.name)
          .map((pattern) => pattern.read(target.key)?.stem);
        expect(stems, target.key).toContain(stemOf(photo));
      }
      if (config.manifest !== undefined) {
        const manifest = fillManifestKey(config.manifest, photo);
        const stems = patterns
          .filter(({ of }) => of === 'manifest')
          .map((pattern) => pattern.read(manifest)?.stem);
        expect(stems, manifest).toContain(stemOf(photo));
      }
    }),
    { numRuns: 500 },
  );
});

describe('a pattern', () => {
  const read = (env: Readonly<Record<string, string>>, target: string) =>
    keyPatterns(loadConfig(env)).map((pattern) => pattern.read(target));

  test('reads no key of another kind', () => {
    expect(read({}, 'a/readme.txt')).toEqual([undefined]);
    expect(read({}, 'a/cat.jpg.json')).toEqual([undefined]);
    expect(read({ THUMB_TARGET_KEY: 'thumbs/{name}.{ext}' }, 'other/cat.jpg')).toEqual([undefined]);
    expect(read({ THUMB_TARGET_KEY: '{dir}{name}/{name}.{ext}' }, 'a/cat/dog.jpg')).toEqual([undefined]);
  });

  test('reads one key as of several photos, if it may be', () => {
    expect(read({ THUMB_PRESETS: 'a:10x;b-a:20x' }, 'cat-b-a.jpg')).toEqual([
      { stem: 'cat-b', ext: 'jpg' },
      { stem: 'cat', ext: 'jpg' },
    ]);
  });

  test('knows whether its keys are in the order of their photos', () => {
    const keepsOrder = (template: string) =>
      keyPatterns(loadConfig({ THUMB_TARGET_KEY: template })).map((pattern) => pattern.keepsOrder);
    expect(keepsOrder('thumbs/x-{dir}{name}.{ext}')).toEqual([true]);
    expect(keepsOrder('{dir}thumbs/{name}.{ext}')).toEqual([false]);
  });
});
