// Where the thumbnails of a photo go, and where those of one that is gone may be.

import { describe, expect, test } from 'vitest';
import { type Config, loadConfig } from '../../src/function/config/config.ts';
import type { ObjectRecord } from '../../src/function/event/event.ts';
import type { SourceFormat } from '../../src/function/format/format.ts';
import { keyProblem, planRenditions, possibleRenditions } from '../../src/function/plan.ts';
import { objectRecord as keyed } from '../support/records.ts';

const photo = keyed('photos/cat.jpg');

describe('planRenditions', () => {
  const targets = (record: ObjectRecord, config: Config, format: SourceFormat = 'jpeg') =>
    planRenditions(record, format, config).map(({ target }) => target);
  const keys = (key: string, env: Record<string, string>, format: SourceFormat) =>
    targets(keyed(key), loadConfig(env), format).map((target) => target.key);

  test.each([
    ['{bucket}resized', 'exampleresized-1250000000'],
    ['resized', 'resized-1250000000'],
    ['resized-1299999999', 'resized-1299999999'],
    ['resized-20240101', 'resized-20240101-1250000000'],
    ['resized-129999999999', 'resized-129999999999-1250000000'],
    ['all-{bucket}-{bucket}', 'all-example-example-1250000000'],
  ])('the target bucket %s is %s', (template, bucket) => {
    const config = loadConfig({ THUMB_TARGET_BUCKET: template });
    expect(targets(photo, config)).toEqual([{ bucket, region: 'ap-guangzhou', key: 'photos/cat.jpg' }]);
  });

  test('does not take the end of a bucket name for an appid', () => {
    const record = { ...photo, ref: { ...photo.ref, bucket: 'trip-20240101-1250000000' } };
    const config = loadConfig({
      THUMB_TARGET_BUCKET: '{bucket}',
      THUMB_TARGET_KEY: 'thumbs/{dir}{name}.{ext}',
    });
    expect(targets(record, config)).toMatchObject([{ bucket: 'trip-20240101-1250000000' }]);
  });

  test.each<[SourceFormat, string, string]>([
    ['jpeg', 'auto', 'jpeg'],
    ['png', 'auto', 'png'],
    ['webp', 'auto', 'webp'],
    ['gif', 'auto', 'gif'],
    ['tiff', 'auto', 'jpeg'],
    ['avif', 'auto', 'avif'],
    ['png', 'jpeg', 'jpeg'],
    ['jpeg', 'avif', 'avif'],
    ['webp', 'gif', 'gif'],
    ['gif', 'auto,pages=all', 'gif'],
    ['webp', 'pages=all,auto', 'webp'],
  ])('a %s with the preset format %s becomes %s', (source, wish, format) => {
    const config = loadConfig({ THUMB_PRESETS: `200x200,${wish}` });
    expect(planRenditions(photo, source, config)).toMatchObject([{ format, preset: config.presets[0] }]);
  });

  test.each<[string, SourceFormat, string]>([
    ['photos/cat.jpg', 'jpeg', 'photos/cat.jpg'],
    ['photos/cat.JPEG', 'jpeg', 'photos/cat.JPEG'],
    ['photos/cat.png', 'jpeg', 'photos/cat.jpg'],
    ['photos/cat.tif', 'tiff', 'photos/cat.jpg'],
    ['photos/cat', 'jpeg', 'photos/cat.jpg'],
    ['cat.jpg', 'jpeg', 'cat.jpg'],
    ['photos/.jpg', 'jpeg', 'photos/.jpg.jpg'],
    ['photos/cat.', 'jpeg', 'photos/cat..jpg'],
    ['photos/my.big.cat.jpg', 'jpeg', 'photos/my.big.cat.jpg'],
    ['v1.2/cat', 'jpeg', 'v1.2/cat.jpg'],
    ['/cat.jpg', 'jpeg', '/cat.jpg'],
    ['photos//cat.jpg', 'jpeg', 'photos//cat.jpg'],
    ['照片/猫 +%2F.jpg', 'jpeg', '照片/猫 +%2F.jpg'],
    ['{name}/{ext}$&.jpg', 'jpeg', '{name}/{ext}$&.jpg'],
  ])('%s, which is %s, becomes %s', (key, source, target) => {
    expect(keys(key, {}, source)).toEqual([target]);
  });

  test.each([
    ['{dir}{name}-{preset}.{ext}', ['photos/cat-a.jpg', 'photos/cat-b.webp']],
    ['{preset}/{dir}{name}.{ext}', ['a/photos/cat.jpg', 'b/photos/cat.webp']],
    ['{name}/{name}_{preset}', ['cat/cat_a', 'cat/cat_b']],
  ])('the keys %s of two presets are %j', (template, expected) => {
    const env = { THUMB_PRESETS: 'a:1x1;b:2x2,webp', THUMB_TARGET_KEY: template };
    expect(keys('photos/cat.jpg', env, 'jpeg')).toEqual(expected);
  });

  // [source key, target key]
  test.each([
    ['..cat.jpg', 'thumbs/..cat.jpg'],
    ['a/cat...jpg', 'thumbs/a/cat...jpg'],
    ['.../cat.jpg', 'thumbs/.../cat.jpg'],
    ['/cat.jpg', 'thumbs//cat.jpg'],
    ['a//b/cat.jpg', 'thumbs/a//b/cat.jpg'],
    ['%2e%2e/cat.jpg', 'thumbs/%2e%2e/cat.jpg'],
    ['%2e%2e%2fcat.jpg', 'thumbs/%2e%2e%2fcat.jpg'],
    ['a\\cat.jpg', 'thumbs/a\\cat.jpg'],
    ['a\u0001\n/cat.jpg', 'thumbs/a\u0001\n/cat.jpg'],
  ])('%j lies under the prefix as it is', (key, target) => {
    const config = loadConfig({ THUMB_TARGET_KEY: 'thumbs/{dir}{name}.{ext}' });
    const [rendition] = planRenditions(keyed(key), 'jpeg', config);
    expect(rendition?.target.key).toBe(target);
    expect(rendition && keyProblem(rendition, config)).toBeUndefined();
  });

  test.each([
    '../cat.jpg',
    '../../other/cat.jpg',
    'a/../../cat.jpg',
    '/../cat.jpg',
    './cat.jpg',
    'a/./cat.jpg',
    '..\\..\\cat.jpg',
    'a\\..\\cat.jpg',
    'a/..\\cat.jpg',
  ])('%j, which as a path would leave its folder, is refused by name', (key) => {
    const config = loadConfig({ THUMB_TARGET_KEY: 'thumbs/{dir}{name}.{ext}' });
    const [rendition] = planRenditions(keyed(key), 'jpeg', config);
    expect(rendition && keyProblem(rendition, config)).toMatchObject({
      code: 'rendition-impossible',
      message: expect.stringContaining(`would be ${JSON.stringify(`thumbs/${key}`)}: as a path`),
    });
  });

  test.each([
    'invoice.html.jpg',
    'invoice.HTML.jpg',
    'a/b.svg.png',
    'x.php.jpg',
    'x.exe..jpg',
    'x.html .jpg',
  ])('%s gives no key that ends like a page or a program', (key) => {
    const refused = (template: string) => {
      const config = loadConfig({ THUMB_TARGET_KEY: template });
      const [rendition] = planRenditions(keyed(key), 'jpeg', config);
      return rendition && keyProblem(rendition, config);
    };
    expect(refused('{dir}{name}')).toMatchObject({
      code: 'rendition-impossible',
      message: expect.stringMatching(/may be run when it is opened; let THUMB_TARGET_KEY end in \.\{ext\}$/),
    });
    expect(refused('{dir}{name}.{ext}')).toBeUndefined();
  });

  test('a page that is a photo gives a thumbnail that is named like a photo', () => {
    expect(targets(keyed('invoice.html'), loadConfig({})).map(({ key }) => key)).toEqual(['invoice.jpg']);
  });

  test('a key of 850 bytes is the longest', () => {
    const config = loadConfig({ THUMB_PRESETS: 'a:1x1' });
    const fits = keyed(`${'猫'.repeat(281)}x.jpg`);
    expect(Buffer.byteLength(targets(fits, config)[0]?.key ?? '')).toBe(850);
    const long = keyed(`${'猫'.repeat(281)}xy.jpg`);
    const [fitting] = planRenditions(fits, 'jpeg', config);
    const [tooLong] = planRenditions(long, 'jpeg', config);
    expect(fitting && keyProblem(fitting, config)).toBeUndefined();
    expect(tooLong && keyProblem(tooLong, config)).toMatchObject({
      code: 'rendition-impossible',
      message: expect.stringMatching(/the thumbnail "a" would have 851 bytes, COS allows 850/),
    });
  });
});

describe('possibleRenditions', () => {
  const keys = (key: string, presets: string) =>
    possibleRenditions(keyed(key), loadConfig({ THUMB_PRESETS: presets })).map(({ target }) => target.key);

  test.each([
    ['cat.JPG', '200x200', ['cat.JPG', 'cat.png', 'cat.webp', 'cat.gif', 'cat.avif']],
    ['cat', '200x200,webp', ['cat.webp']],
    [
      'cat.gif',
      'a:1x1;b:2x2,png',
      ['cat-a.jpg', 'cat-b.png', 'cat-a.png', 'cat-a.webp', 'cat-a.gif', 'cat-a.avif'],
    ],
  ])('of %s by %s are %j, whatever its format was', (key, presets, expected) => {
    expect(keys(key, presets)).toEqual(expected);
  });
});
