// The settings for what thumbnails carry and what is written beside them: metadata, watermark, manifest, fallback.

import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../../src/function/config/config.ts';
import { ConfigError } from '../../../src/function/errors.ts';
import { fillManifestKey } from '../../../src/function/target/target.ts';

const marked = { THUMB_PRESETS: '200x200,watermark' };

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('without settings rights stay, the fallback is on, watermark and manifest are not', () => {
  expect(loadConfig({})).toMatchObject({
    metadata: 'copyright',
    watermark: undefined,
    manifest: undefined,
    fallback: true,
  });
});

test.each([
  ['THUMB_METADATA', 'strip', { metadata: 'strip' }],
  ['THUMB_METADATA', 'keep', { metadata: 'keep' }],
  ['THUMB_FALLBACK', 'on', { fallback: true }],
  ['THUMB_FALLBACK', 'off', { fallback: false }],
  ['THUMB_MANIFEST', 'on', { manifest: '{dir}{name}.{ext}.json' }],
  ['THUMB_MANIFEST', 'm/{name}.json', { manifest: 'm/{name}.json' }],
])('reads %s=%s', (env, text, expected) => {
  expect(loadConfig({ [env]: text })).toMatchObject(expected);
});

test('the manifest that is just on lies beside the thumbnails', () => {
  const env = { THUMB_TARGET_KEY: 'thumbs/{dir}{name}.{ext}', THUMB_MANIFEST: 'on' };
  expect(loadConfig(env).manifest).toBe('thumbs/{dir}{name}.{ext}.json');
});

describe('THUMB_WATERMARK', () => {
  const plain = { key: 'logo.png', gravity: 'southeast', scale: 0.2, opacity: 1, tile: false };

  test.each([
    ['logo.png', {}],
    ['marks/my logo.png', { key: 'marks/my logo.png' }],
    ['logo.png,north', { gravity: 'north' }],
    ['logo.png,center', { gravity: 'centre' }],
    ['logo.png,scale=1', { scale: 1 }],
    ['logo.png, opacity=.5 , scale=0.05', { opacity: 0.5, scale: 0.05 }],
    ['logo.png,tile,opacity=0.1', { tile: true, opacity: 0.1 }],
  ])('reads %s', (text, expected) => {
    expect(loadConfig({ ...marked, THUMB_WATERMARK: text }).watermark).toEqual({ ...plain, ...expected });
  });

  test.each([
    [',north', 'expected the key of a picture in the target bucket first'],
    ['marks/', 'like marks/logo.png; found "marks/"'],
    ['../logo.png', 'found "../logo.png"'],
    ['x'.repeat(851), 'of at most 850 bytes'],
    ['logo.png,nort', '"nort" is not an option; expected a gravity (centre north'],
    ['logo.png,nort', 'did you mean "north"?'],
    ['logo.png,attention', '"attention" is not an option'],
    ['logo.png,scal=0.2', 'did you mean "scale"?'],
    ['logo.png,scale', 'scale must be above 0 and up to 1, found "scale"; the nearest is scale=0.2'],
    ['logo.png,scale=0', 'scale must be above 0 and up to 1, found "scale=0"'],
    ['logo.png,scale=20', 'found "scale=20"; the nearest is scale=1'],
    [
      'logo.png,opacity=50%',
      'opacity must be above 0 and up to 1, found "opacity=50%"; the nearest is opacity=0.5',
    ],
    ['logo.png,tile=yes', '"tile=yes" is not an option'],
    ['logo.png,tile=yes', 'did you mean "tile"?'],
    ['logo.png,north,south', 'gravity is given twice: "north" and "south"'],
    ['logo.png,scale=0.1,scale=0.1', 'scale is given twice'],
    [
      'logo.png,tile,north',
      '"tile" repeats the picture all over the thumbnail, so the gravity "north" has no effect',
    ],
    ['logo,copy.png', 'and a key without a comma'],
  ])('refuses %s: %s', (text, problem) => {
    const problems = problemsOf({ ...marked, THUMB_WATERMARK: text });
    expect(problems).toEqual([expect.stringContaining(problem)]);
    expect(problems[0]).toMatch(/^THUMB_WATERMARK: /);
  });
});

test.each([
  [
    'THUMB_METADATA',
    'copyrigth',
    'expected copyright, strip or keep; found "copyrigth"; did you mean "copyright"?',
  ],
  ['THUMB_METADATA', 'none', 'expected copyright, strip or keep; found "none"'],
  ['THUMB_FALLBACK', 'true', 'expected on or off; found "true"'],
  ['THUMB_FALLBACK', 'ON', 'did you mean "on"?'],
  [
    'THUMB_MANIFEST',
    'yes',
    'expected on, or a key that ends in .json, like {dir}{name}.{ext}.json; found "yes"',
  ],
  ['THUMB_MANIFEST', '{dir}{name}.{ext}', 'expected on, or a key that ends in .json'],
  ['THUMB_MANIFEST', '{dir}all.json', 'without {name} all photos would get the same key'],
  ['THUMB_MANIFEST', '{name}-{preset}.json', '{preset} is not a variable; expected {dir}, {name} or {ext}'],
  ['THUMB_MANIFEST', '{name}{.json', 'unbalanced braces'],
])('refuses %s=%s: %s', (env, text, problem) => {
  const problems = problemsOf({ [env]: text });
  expect(problems.join()).toContain(problem);
  expect(problems.every((one) => one.startsWith(`${env}: `))).toBe(true);
});

describe('settings that are wrong together', () => {
  const inSource = { THUMB_TARGET_BUCKET: '{bucket}', THUMB_TARGET_KEY: 'thumbs/{dir}{name}.{ext}' };

  test.each<[string, Record<string, string>, string]>([
    [
      'a preset with watermark and no picture',
      marked,
      'THUMB_PRESETS: the option watermark needs a picture; set THUMB_WATERMARK to its key',
    ],
    [
      'a picture and no preset with watermark',
      { THUMB_WATERMARK: 'logo.png' },
      'THUMB_WATERMARK: no preset in THUMB_PRESETS has the option watermark',
    ],
    [
      'thumbnails that end as manifests do',
      { THUMB_TARGET_KEY: '{dir}{name}.json', THUMB_MANIFEST: 'on' },
      'THUMB_TARGET_KEY: with THUMB_MANIFEST only the keys of manifests may end in .json',
    ],
    [
      'thumbnails that end as manifests do, by the name of a preset',
      { THUMB_TARGET_KEY: '{dir}{name}.{preset}', THUMB_MANIFEST: 'on', THUMB_PRESETS: 'webp:1x;json:2x' },
      'THUMB_TARGET_KEY: with THUMB_MANIFEST only the keys of manifests may end in .json',
    ],
    [
      'manifests among the failure records',
      { THUMB_MANIFEST: 'failed/m/{dir}{name}.json', THUMB_FAILED_PREFIX: 'failed/' },
      'THUMB_FAILED_PREFIX: THUMB_MANIFEST puts objects that end in .json into failed/ as well',
    ],
    [
      'manifests beside thumbnails among the failure records',
      { THUMB_MANIFEST: 'on', THUMB_TARGET_KEY: 't/{dir}{name}.{ext}', THUMB_FAILED_PREFIX: 't/' },
      'THUMB_FAILED_PREFIX: THUMB_MANIFEST puts objects that end in .json into t/ as well',
    ],
    [
      'thumbnails that end as failure records do',
      { THUMB_TARGET_KEY: 'failed/{dir}{name}.json', THUMB_FAILED_PREFIX: 'failed/' },
      'THUMB_FAILED_PREFIX: THUMB_TARGET_KEY puts objects that end in .json into failed/ as well',
    ],
    [
      'manifests among the sources',
      { ...inSource, THUMB_MANIFEST: '{dir}{name}.json' },
      'THUMB_MANIFEST: {bucket} is the source bucket, so every manifest would cause another event',
    ],
  ])('%s', (_, env, problem) => {
    expect(problemsOf(env)).toEqual([expect.stringContaining(problem)]);
  });

  test.each<[string, Record<string, string>]>([
    ['manifests in the folder of the thumbnails', { ...inSource, THUMB_MANIFEST: 'on' }],
    ['manifests in a folder of their own', { ...inSource, THUMB_MANIFEST: 'm/{dir}{name}.json' }],
    ['a picture and a preset for it', { ...marked, THUMB_WATERMARK: 'logo.png' }],
    ['thumbnails that end in .json, without manifests', { THUMB_TARGET_KEY: '{dir}{name}.json' }],
    [
      'failure records in the folder of the thumbnails',
      { THUMB_TARGET_KEY: 't/{name}.{ext}', THUMB_FAILED_PREFIX: 't/' },
    ],
    [
      'failure records beside manifests',
      { THUMB_MANIFEST: 'm/{name}.json', THUMB_FAILED_PREFIX: 'm/failed/' },
    ],
  ])('%s: right', (_, env) => {
    expect(problemsOf(env)).toEqual([]);
  });

  test('a setting that cannot be read is not blamed for being missing', () => {
    expect(problemsOf({ ...marked, THUMB_WATERMARK: '../x' })).toHaveLength(1);
  });
});

test.each([
  ['{dir}{name}.{ext}.json', 'photos/cat.jpg', 'photos/cat.jpg.json'],
  ['{dir}{name}.{ext}.json', 'photos/cat', 'photos/cat.json'],
  ['{dir}{name}.{ext}.json', 'cat.', 'cat..json'],
  ['m/{name}-{ext}.json', 'a/cat.JPG', 'm/cat-JPG.json'],
  ['{dir}{name}.json', '{ext}/{name}.jpg', '{ext}/{name}.json'],
])('with %s the manifest of %s is %s', (template, source, key) => {
  expect(fillManifestKey(template, source)).toBe(key);
});
