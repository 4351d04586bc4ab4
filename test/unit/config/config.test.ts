// Settings from the environment: their defaults, their bounds, and one error for all that is wrong.

import { describe, expect, test } from 'vitest';
import { loadConfig, settings } from '../../../src/function/config/config.ts';
import { ConfigError } from '../../../src/function/errors.ts';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  test('works with no settings at all', () => {
    const config = loadConfig({ PATH: '/bin', TENCENTCLOUD_REGION: 'ap-guangzhou' });
    expect(config).toMatchObject({
      targetBucket: '{bucket}resized',
      targetKey: '{dir}{name}.{ext}',
      presets: [{ name: '', width: 200, height: 200, fit: 'inside' }],
      onDelete: 'keep',
      maxSourceBytes: undefined,
      maxPixels: undefined,
      maxPages: undefined,
      failedPrefix: undefined,
      cosEndpoint: undefined,
      log: 'info',
    });
    expect(config.accepts('any/thing')).toBe(true);
  });

  test('takes an empty value for an unset one', () => {
    const env = Object.fromEntries(Object.values(settings).map((setting) => [setting.env, '']));
    expect(JSON.stringify(loadConfig(env))).toBe(JSON.stringify(loadConfig({})));
  });

  test('cannot be changed afterwards', () => {
    expect(Object.isFrozen(loadConfig({}))).toBe(true);
  });

  test.each([
    ['THUMB_TARGET_BUCKET', 'thumbs-1250000000', 'targetBucket', 'thumbs-1250000000'],
    ['THUMB_TARGET_BUCKET', 'a'.repeat(52), 'targetBucket', 'a'.repeat(52)],
    ['THUMB_TARGET_BUCKET', 'a-{bucket}', 'targetBucket', 'a-{bucket}'],
    ['THUMB_TARGET_KEY', 't/{name}.{ext}', 'targetKey', 't/{name}.{ext}'],
    ['THUMB_TARGET_KEY', '{dir}..{name}', 'targetKey', '{dir}..{name}'],
    ['THUMB_TARGET_KEY', '/{dir}.{name}.html.{ext}', 'targetKey', '/{dir}.{name}.html.{ext}'],
    ['THUMB_MANIFEST', '{dir}{name}/..json', 'manifest', '{dir}{name}/..json'],
    ['THUMB_ON_DELETE', 'keep', 'onDelete', 'keep'],
    ['THUMB_ON_DELETE', 'mirror', 'onDelete', 'mirror'],
    ['THUMB_MAX_SOURCE_MB', '1.5', 'maxSourceBytes', 1_572_864],
    ['THUMB_MAX_MEGAPIXELS', '0.5', 'maxPixels', 500_000],
    ['THUMB_MAX_PAGES', '3', 'maxPages', 3],
    ['THUMB_FAILED_PREFIX', 'failed/', 'failedPrefix', 'failed/'],
    ['THUMB_FAILED_PREFIX', '失败/my photos/', 'failedPrefix', '失败/my photos/'],
    ['THUMB_FAILED_PREFIX', `${'x'.repeat(199)}/`, 'failedPrefix', `${'x'.repeat(199)}/`],
    ['THUMB_COS_ENDPOINT', 'http://127.0.0.1:9000', 'cosEndpoint', 'http://127.0.0.1:9000'],
    ['THUMB_COS_ENDPOINT', 'https://cos.example.com/', 'cosEndpoint', 'https://cos.example.com'],
    ['THUMB_COS_ENDPOINT', 'http://localhost', 'cosEndpoint', 'http://localhost'],
    ['THUMB_COS_ENDPOINT', 'http://a-b.example.com.:65535', 'cosEndpoint', 'http://a-b.example.com.:65535'],
    ['THUMB_COS_ENDPOINT', 'https://[::1]:443', 'cosEndpoint', 'https://[::1]:443'],
    ['THUMB_LOG', ' debug ', 'log', 'debug'],
  ] as const)('reads %s=%s', (env, text, field, value) => {
    expect(loadConfig({ [env]: text })[field]).toBe(value);
  });

  test.each([
    ['200x200', '{dir}{name}.{ext}'],
    ['small:200x200', '{dir}{name}-{preset}.{ext}'],
    ['small:200x200;large:1600x', '{dir}{name}-{preset}.{ext}'],
  ])('with the presets %s the keys are %s', (presets, targetKey) => {
    expect(loadConfig({ THUMB_PRESETS: presets }).targetKey).toBe(targetKey);
  });

  test.each([
    ['THUMB_TARGET_BUCKET', 'Thumbs', 'expected a bucket name'],
    ['THUMB_TARGET_BUCKET', '{buckt}-x', 'expected a bucket name'],
    ...['-', '-a', 'a-', '{bucket}-', '-1234567890', '{bucket}-{bucket}-', 'a'.repeat(53)].map(
      (name): [string, string, string] => [
        'THUMB_TARGET_BUCKET',
        name,
        'digits and "-" between them, at most 63 with the appid), with {bucket} for',
      ],
    ),
    [
      'THUMB_TARGET_KEY',
      '{dir}{nam}{name}',
      '{nam} is not a variable; expected {dir}, {name}, {ext}, {preset} or {hash}',
    ],
    ['THUMB_TARGET_KEY', '{dir}{nam}{name}', 'did you mean "name"?'],
    ['THUMB_TARGET_KEY', '{name}.{ext', 'unbalanced braces'],
    ['THUMB_TARGET_KEY', '{dir}thumb.{ext}', 'without {name} all photos would get the same key'],
    ['THUMB_TARGET_KEY', '../{dir}{name}.{ext}', 'expected a key without "." and ".." between slashes'],
    ['THUMB_TARGET_KEY', './{name}.{ext}', 'expected a key without "." and ".."'],
    ['THUMB_TARGET_KEY', '{dir}../{name}.{ext}', 'expected a key without "." and ".."'],
    ['THUMB_TARGET_KEY', '{name}/..', 'expected a key without "." and ".."'],
    ['THUMB_TARGET_KEY', '..\\{name}.{ext}', 'expected a key without "." and ".."'],
    ['THUMB_TARGET_KEY', '{dir}{name}.html', 'what ends in .html may be run when it is opened'],
    ['THUMB_TARGET_KEY', '{name}.{ext}.exe', 'expected a key that ends in .{ext}, found "{name}.{ext}.exe"'],
    ['THUMB_TARGET_KEY', '{dir}{name}/', 'expected a key that ends in a file name and not in "/"'],
    [
      'THUMB_TARGET_KEY',
      'a\nb/{name}',
      'without line breaks and other control characters; found "a\\nb/{name}"',
    ],
    [
      'THUMB_TARGET_KEY',
      `${'x'.repeat(900)}{name}`,
      'of at most 850 bytes, but even a short name makes it 901',
    ],
    ['THUMB_MANIFEST', '../{dir}{name}.json', 'expected a key without "." and ".."'],
    ['THUMB_MANIFEST', 'm\\..\\{name}.json', 'expected a key without "." and ".."'],
    ['THUMB_MANIFEST', 'a\nb{name}.json', 'without line breaks'],
    ['THUMB_MANIFEST', `${'x'.repeat(900)}{name}.json`, 'of at most 850 bytes'],
    [
      'THUMB_TARGET_KEY',
      '{name}-{preset}.{ext}',
      "{preset} stands for the preset's name, but a preset in THUMB_PRESETS has none",
    ],
    ['THUMB_PRESETS', '200', 'preset "200": expected WIDTHxHEIGHT'],
    ['THUMB_INCLUDE', 'a,,b', 'an empty glob between commas'],
    ['THUMB_EXCLUDE', '[a', '"[a" is not a glob'],
    [
      'THUMB_EXCLUDE',
      'private/[z-a]*.jpg',
      '"private/[z-a]*.jpg" is not a glob like photos/**/*.jpg: Range out',
    ],
    ['THUMB_EXCLUDE', 'private/**,[9-0]', '"[9-0]" is not a glob'],
    ['THUMB_INCLUDE', '{2..1}[d-a]', '"{2..1}[d-a]" is not a glob'],
    ['THUMB_PRESETS', 'for=[z-a]/**;200x200', '"[z-a]/**" is not a glob'],
    ['THUMB_ON_DELETE', 'remove', 'expected keep or mirror; found "remove"'],
    ['THUMB_MAX_SOURCE_MB', '0', 'expected a number above 0 and up to 3072, found "0"'],
    ['THUMB_MAX_SOURCE_MB', '3073', 'found "3073"'],
    ['THUMB_MAX_SOURCE_MB', '10MB', 'found "10MB"'],
    ['THUMB_MAX_MEGAPIXELS', '-1', 'expected a number above 0 and up to 10000'],
    ['THUMB_MAX_PAGES', '1.5', 'expected a whole number from 1 to 10000, found "1.5"'],
    ['THUMB_MAX_PAGES', '0', 'found "0"'],
    [
      'THUMB_FAILED_PREFIX',
      'failed',
      'expected a folder of at most 200 bytes that ends in "/", like failed/',
    ],
    ['THUMB_FAILED_PREFIX', '/', 'found "/"'],
    ['THUMB_FAILED_PREFIX', '/failed/', 'found "/failed/"'],
    ['THUMB_FAILED_PREFIX', 'a//b/', 'found "a//b/"'],
    ['THUMB_FAILED_PREFIX', '../failed/', 'found "../failed/"'],
    ['THUMB_FAILED_PREFIX', 'a\\b/', 'expected a folder'],
    ['THUMB_FAILED_PREFIX', 'a\nb/', 'expected a folder'],
    ['THUMB_FAILED_PREFIX', `${'猫'.repeat(67)}/`, 'expected a folder of at most 200 bytes'],
    ['THUMB_COS_ENDPOINT', 'ftp://127.0.0.1', 'expected an http or https address without path'],
    ['THUMB_COS_ENDPOINT', '127.0.0.1:9000', 'expected an http or https address'],
    ['THUMB_COS_ENDPOINT', 'http://127.0.0.1/x', 'found "http://127.0.0.1/x"'],
    ...[
      '127.0.0.1:99999',
      '127.0.0.1:0',
      '256.256.256.256:1',
      '[::::]:80',
      'xn--:80',
      'a..b',
      '..',
      '-',
      `${'a'.repeat(64)}.com`,
    ].map((host): [string, string, string] => [
      'THUMB_COS_ENDPOINT',
      `http://${host}`,
      `expected an http or https address without path, like http://127.0.0.1:9000; found "http://${host}"`,
    ]),
    ['THUMB_LOG', 'verbose', 'expected silent, error, info or debug; found "verbose"'],
  ])('refuses %s=%s: %s', (env, text, problem) => {
    const problems = problemsOf({ [env]: text });
    expect(problems.join()).toContain(problem);
    expect(problems.every((one) => one.startsWith(`${env}: `))).toBe(true);
  });

  test('never shows a password in an address', () => {
    expect(problemsOf({ THUMB_COS_ENDPOINT: 'http://user:FAKE@127.0.0.1' }).join()).not.toContain('FAKE');
  });

  test.each(['THUMBNAIL_SERVICE_URL', 'PRESETS', 'MY_THUMB_LOG'])('leaves %s to other programs', (name) => {
    expect(problemsOf({ [name]: 'x' })).toEqual([]);
  });

  test.each([
    ['THUMB_TARGET_BUKET', 'did you mean THUMB_TARGET_BUCKET?'],
    ['THUMB_presets', 'did you mean THUMB_PRESETS?'],
    ['THUMBS_PRESETS', 'did you mean THUMB_PRESETS?'],
    ['thumb_presets', 'did you mean THUMB_PRESETS?'],
    ['THUMBNAIL_LOG', 'did you mean THUMB_LOG?'],
    ['THUMB_FOO', 'the settings are THUMB_TARGET_BUCKET, THUMB_TARGET_KEY'],
  ])('refuses the unknown name %s: %s', (name, hint) => {
    const [problem, ...others] = problemsOf({ [name]: 'x' });
    expect(problem).toContain(`${name}: no such setting; ${hint}`);
    expect(others).toEqual([]);
  });

  test('lists every problem of every setting in one error', () => {
    const env = { THUMB_FOO: '1', THUMB_LOG: 'x', THUMB_PRESETS: '0x0,covr', THUMB_MAX_PAGES: 'x' };
    expect(problemsOf(env)).toHaveLength(6);
    expect(() => loadConfig(env)).toThrow(/^6 wrong settings:\n {2}THUMB_FOO: /);
  });
});

describe('settings that are wrong together', () => {
  const presets = 'a:200x200;b:100x100';

  test('several presets and a key without {preset}', () => {
    const [problem] = problemsOf({ THUMB_PRESETS: presets, THUMB_TARGET_KEY: '{dir}{name}.{ext}' });
    expect(problem).toContain('THUMB_TARGET_KEY: with several presets the key must contain {preset}');
  });

  test.each([
    ['{dir}{name}.{ext}', 1],
    ['thumbs{dir}{name}.{ext}', 1],
    ['{dir}thumbs/{name}.{ext}', 1],
    ['thumbs/{dir}{name}.{ext}', 0],
    ['thumbs/t-{name}.{ext}', 0],
  ])('the source bucket as target with the keys %s: %i problems', (targetKey, count) => {
    const problems = problemsOf({ THUMB_TARGET_BUCKET: '{bucket}', THUMB_TARGET_KEY: targetKey });
    expect(problems.filter((problem) => problem.includes('without end'))).toHaveLength(count);
    expect(problems).toHaveLength(count);
  });
});

test('settings that cannot be read are not blamed for being wrong together', () => {
  const env = { THUMB_TARGET_BUCKET: '{bucket}', THUMB_TARGET_KEY: 'thumbs/{nam}{name}' };
  expect(problemsOf(env)).toEqual([expect.stringContaining('{nam} is not a variable')]);
});

describe('include and exclude', () => {
  test.each([
    ['photos/**', undefined, 'photos/a/b.jpg', true],
    ['photos/**', undefined, 'other/a.jpg', false],
    ['*.jpg', undefined, 'photos/a.jpg', false],
    ['**/*.jpg', undefined, 'a.jpg', true],
    ['**/*.jpg', undefined, '/a.jpg', true],
    ['**/*.jpg', undefined, 'a//b.jpg', true],
    ['**/*.jpg', undefined, 'a.JPG', false],
    ['**/*.{jpg,png}', undefined, 'x/y.png', true],
    ['**/*.jpg, **/*.png', undefined, 'x/y.png', true],
    ['photos/*', undefined, 'photos/.hidden', true],
    ['photos/**', undefined, 'photos/a\nb.jpg', true],
    ['图片/*', undefined, '图片/😀.jpg', true],
    ['!a', undefined, 'b', false],
    [undefined, 'private/**', 'private/a.jpg', false],
    [undefined, 'private/**', 'public/a.jpg', true],
    ['photos/**', '**/*.gif', 'photos/a.gif', false],
  ])('include %s, exclude %s: %j is taken: %s', (include, exclude, key, taken) => {
    expect(loadConfig({ THUMB_INCLUDE: include, THUMB_EXCLUDE: exclude }).accepts(key)).toBe(taken);
  });
});

describe('the table of settings', () => {
  test('says for each setting what holds without it', () => {
    for (const { env, doc, default: text, otherwise } of Object.values(settings)) {
      expect(env).toMatch(/^THUMB_[A-Z_]+$/);
      expect(doc).toMatch(/\.$/);
      expect([text, otherwise].filter((one) => one !== undefined)).toHaveLength(1);
    }
  });
});
