// Presets by folder: how THUMB_PRESETS is read with routes, how it explains what it cannot read, and which route decides.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRoutes } from '../../../src/function/config/by-folder.ts';
import { loadConfig } from '../../../src/function/config/config.ts';
import { likelyQuickFormat } from '../../../src/function/engine/choose.ts';
import { ConfigError } from '../../../src/function/errors.ts';
import { planRecord, planRenditions, possibleRenditions } from '../../../src/function/plan.ts';
import { routeOf } from '../../../src/function/preset/route.ts';
import { objectRecord } from '../../support/records.ts';

const byFolder =
  'for=avatars/**; square:200x200,cover; for=photos/**,trips/*.{jpg,png}; small:200x200; large:1600x; for=tmp/**; none; for=**; 200x200';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const boxes = (key: string, text = byFolder) =>
  routeOf(parseRoutes(text), key)?.presets.map(({ name, width }) => `${name}:${width}`);

describe('parseRoutes', () => {
  test.each([
    ['avatars/me.jpg', ['square:200']],
    ['avatars/2026/me.jpg', ['square:200']],
    ['photos/cat.jpg', ['small:200', 'large:1600']],
    ['trips/cat.png', ['small:200', 'large:1600']],
    ['trips/cat.webp', [':200']],
    ['trips/2026/cat.png', [':200']],
    ['tmp/cat.jpg', []],
    ['cat.jpg', [':200']],
    ['/avatars/me.jpg', [':200']],
  ])('gives %s the presets %j', (key, presets) => {
    expect(boxes(key)).toEqual(presets);
  });

  test.each([
    '200x200',
    'small:200x200; large:1600x,dpr=1.5',
    'for-me:200x200',
    'for:200x200',
    '200x200,background=#fff',
  ])('reads a text without routes as before: %s', (text) => {
    const [route, ...others] = parseRoutes(text);
    expect(others).toEqual([]);
    expect(route?.globs).toBeUndefined();
    expect(route?.fits('any/key')).toBe(true);
  });

  test('a key that no route fits has none', () => {
    expect(boxes('b/x.jpg', 'for=a/**;200x200')).toBeUndefined();
  });

  const oddKeys = [
    '/a.jpg',
    'a//b.jpg',
    '.a/.b',
    './a.jpg',
    'a/./b.jpg',
    '../../a.jpg',
    'a/../b.jpg',
    'a\nb',
    'a\\b',
    '照片/猫😀.jpg',
    ' ',
    'a;b,c=d',
    'a/..',
  ];

  test.each(oddKeys)('for=** fits every key, and a folder all in it, whatever is in it: %j', (key) => {
    expect(boxes(key, 'for=x/**;1x;for=**;2x')).toEqual([':2']);
    expect(boxes(`x/${key}`, 'for=x/**;1x;for=**;2x')).toEqual([':1']);
  });

  test('a dot between slashes is a character like any other', () => {
    expect(boxes('a/../b.jpg', 'for=*/*/*.jpg;1x')).toEqual([':1']);
    expect(boxes('a/../b.jpg', 'for=a/../*.jpg;1x')).toEqual([':1']);
    expect(boxes('a/../b.jpg', 'for=b.jpg,*/b.jpg;1x')).toBeUndefined();
    expect(loadConfig({ THUMB_EXCLUDE: 'private/**' }).accepts('private/./a.jpg')).toBe(false);
  });

  test('names may repeat from route to route', () => {
    expect(boxes('b/x.jpg', 'for=a/**;small:200x200;for=**;small:300x300')).toEqual(['small:300']);
  });

  const glob = fc
    .array(fc.constantFrom('a', 'b', '*', '**', '{a,b}', 'a*', '?'), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join('/'));
  const key = fc
    .array(fc.constantFrom('a', 'b', 'ab', 'ba', '.a'), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('/'));

  test('the first route with a glob that matches decides, as in a matcher of another kind', () => {
    const routes = fc.uniqueArray(fc.array(glob, { minLength: 1, maxLength: 2 }), {
      minLength: 1,
      maxLength: 5,
      selector: (globs) => globs.join(),
    });
    fc.assert(
      fc.property(routes, key, (written, aKey) => {
        // One that hides those behind it is refused.
        const globs = written.filter((one) => one.join() !== '**');
        // Whether a/** matches a itself, which is no folder, picomatch decides by what stands before it.
        const isFolderItself = (each: string) =>
          each.endsWith('/**') && matchesByHand(each.slice(0, -3), aKey);
        fc.pre(globs.length > 0 && !globs.flat().some(isFolderItself));
        const text = globs.map((one, at) => `for=${one.join(',')};p${at}:${at + 1}x`).join(';');
        const expected = globs.findIndex((one) => one.some((each) => matchesByHand(each, aKey)));
        expect(routeOf(parseRoutes(text), aKey)?.presets[0]?.name, `${aKey} by ${text}`).toBe(
          expected < 0 ? undefined : `p${expected}`,
        );
      }),
      { numRuns: 2000 },
    );
  });
});

/** Matches segment by segment, by going back, where picomatch makes regular expressions. */
function matchesByHand(glob: string, key: string): boolean {
  const segments = (globs: readonly string[], keys: readonly string[]): boolean => {
    const [first, ...rest] = globs;
    if (first === undefined) return keys.length === 0;
    if (first === '**') {
      if (rest.length === 0) return true;
      return segments(rest, keys) || (keys.length > 0 && segments(globs, keys.slice(1)));
    }
    const [name, ...others] = keys;
    return name !== undefined && segment(first, name) && segments(rest, others);
  };
  return segments(glob.split('/'), key.split('/'));
}

function segment(glob: string, name: string): boolean {
  if (glob === '{a,b}') return name === 'a' || name === 'b';
  if (glob === '') return name === '';
  if (glob.startsWith('*'))
    return [...name].some((_, at) => segment(glob.slice(1), name.slice(at))) || segment(glob.slice(1), '');
  return name !== '' && (glob[0] === '?' || glob[0] === name[0]) && segment(glob.slice(1), name.slice(1));
}

describe('THUMB_PRESETS with routes refuses', () => {
  test.each([
    [
      '200x200;for=a/**;300x',
      'preset "200x200" belongs to no route; expected for=GLOB before it, like for=**;200x200',
    ],
    ['for=a/**', 'route "for=a/**": no preset behind it; expected one, like 200x200, or none'],
    ['for=a/**;for=**;200x200', 'route "for=a/**": no preset behind it'],
    ['for=;200x200', 'route "for=": no glob behind for=; expected one, like for=photos/**'],
    ['for=a,,b;200x200', 'route "for=a,,b": an empty glob between commas'],
    ['for=[a;200x200', 'route "for=[a": "[a" is not a glob'],
    [
      'for=a/**;none;200x200',
      'route "for=a/**": none makes nothing, so it stands alone; found "none;200x200"',
    ],
    ['for=a/**;200', 'route "for=a/**": preset "200": expected WIDTHxHEIGHT'],
    ['for=a/**;200x200,covr', 'route "for=a/**": preset "200x200,covr":'],
    ['for=a/**;s:1x;s:2x', 'route "for=a/**": two presets are named "s"'],
    ['for=a/**;1x;2x', 'route "for=a/**": several presets need a name each'],
    [
      'for=**;1x;for=a/**;2x',
      'route "for=a/**": "for=**" stands before it and takes all its keys; put it first',
    ],
    ['for=a/**;1x;for=a/**;2x', 'route "for=a/**": "for=a/**" stands before it'],
    [
      'a/**=>s:1x;**=>2x',
      '"a/**=>s:1x" is no preset; a glob stands behind for=; did you mean "for=a/**;s:1x"?',
    ],
    ['for:a/**;200x200', 'did you mean "for=a/**"?'],
    ['For=a/**;200x200', 'did you mean "for=a/**"?'],
    ['For=*.jpg;200x200', 'did you mean "for=*.jpg"?'],
    ['200*200', 'preset "200*200": expected WIDTHxHEIGHT'],
    ['for a/**;200x200', 'did you mean "for=a/**"?'],
    ['none', 'preset "none": expected WIDTHxHEIGHT'],
  ])('%s: %s', (text, problem) => {
    const problems = problemsOf({ THUMB_PRESETS: text });
    expect(problems.join('\n')).toContain(problem);
    expect(problems.every((one) => one.startsWith('THUMB_PRESETS: '))).toBe(true);
  });

  test('every route that is wrong, in one error', () => {
    expect(problemsOf({ THUMB_PRESETS: 'for=a/**;200;for=b/**;1x,foo' })).toEqual([
      expect.stringContaining('route "for=a/**"'),
      expect.stringContaining('route "for=b/**"'),
    ]);
  });

  test('keys that the presets of one route would share, and names that one lacks', () => {
    const presets = 'for=a/**;s:1x;l:2x;for=**;3x';
    expect(problemsOf({ THUMB_PRESETS: presets, THUMB_TARGET_KEY: '{dir}{name}.{ext}' })).toEqual([
      expect.stringContaining('with several presets (route "for=a/**") the key must contain {preset}'),
    ]);
    expect(problemsOf({ THUMB_PRESETS: presets, THUMB_TARGET_KEY: '{name}-{preset}.{ext}' })).toEqual([
      expect.stringContaining('a preset in THUMB_PRESETS has none (route "for=**")'),
    ]);
    expect(problemsOf({ THUMB_PRESETS: presets })).toEqual([]);
  });

  test('not one preset in each of several routes with a key without {preset}: no photo has two of them', () => {
    const env = { THUMB_PRESETS: 'for=a/**;s:1x;for=**;l:2x', THUMB_TARGET_KEY: '{dir}{name}.{ext}' };
    expect(problemsOf(env)).toEqual([]);
  });
});

describe('a record with routes', () => {
  const config = loadConfig({ THUMB_PRESETS: byFolder });
  const plan = (key: string) => planRecord(objectRecord(key), config);

  test.each([
    ['avatars/me.jpg', ['avatars/me-square.jpg']],
    ['photos/cat.jpg', ['photos/cat-small.jpg', 'photos/cat-large.jpg']],
    ['cat.jpg', ['cat.jpg']],
    ['tmp/cat.jpg', []],
  ])('of %s has the thumbnails %j', (key, keys) => {
    const planned = planRenditions(objectRecord(key), 'jpeg', config);
    expect(planned.map(({ target }) => target.key)).toEqual(keys);
    const possible = possibleRenditions(objectRecord(key), config).map(({ target }) => target.key);
    expect(possible).toEqual(expect.arrayContaining(keys));
    expect(possible.length > 0).toBe(keys.length > 0);
  });

  test('is skipped where its route makes nothing', () => {
    const message = 'for=tmp/** of THUMB_PRESETS makes nothing';
    expect(plan('tmp/cat.jpg')).toEqual({ kind: 'skip', code: 'no-preset', message });
  });

  test('is skipped where no route fits it', () => {
    const partial = loadConfig({ THUMB_PRESETS: 'for=a/**;200x200' });
    expect(planRecord(objectRecord('b/cat.jpg'), partial)).toEqual({
      kind: 'skip',
      code: 'no-preset',
      message: 'no route of THUMB_PRESETS fits this key; for=** at its end fits all',
    });
  });

  test('has the engine that its own presets need', () => {
    const mixed = loadConfig({ THUMB_PRESETS: 'for=a/**;200x200,avif;for=**;200x200' });
    const engineOf = (key: string) => {
      const planned = planRecord(objectRecord(key), mixed);
      return planned.kind === 'skip' ? planned : likelyQuickFormat('jpg', planned.presets);
    };
    expect([engineOf('a/x.jpg'), engineOf('b/x.jpg')]).toEqual([undefined, 'jpeg']);
  });
});
