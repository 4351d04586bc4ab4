// The thumbnails of one photo as a web page wants them.

import { expect, test } from 'vitest';
import type { Listed } from '../../../src/function/manifest/listing.ts';
import { sourceSets } from '../../../src/function/manifest/srcset.ts';
import { parsePresets } from '../../../src/function/preset/parse.ts';
import type { Preset } from '../../../src/function/preset/preset.ts';

const photo = { width: 4000, height: 3000 };

interface Wanted {
  /** As in THUMB_PRESETS. */
  readonly preset: string;
  /** Pixels of the thumbnail: `200x150`. */
  readonly is: string;
  readonly type?: string;
  readonly key?: string;
  readonly pages?: number;
}

function setsOf(...wanted: readonly Wanted[]): string[] {
  const entries = wanted.map(({ preset: text, is, type = 'webp', key, pages }) => {
    const [preset] = parsePresets(text) as [Preset];
    const [width = 0, height = 0] = is.split('x').map(Number);
    const listed: Listed = {
      preset: preset.name,
      bucket: 'b',
      key: key ?? `${preset.name}.${type}`,
      format: 'webp',
      contentType: `image/${type}`,
      width,
      height,
      bytes: 1,
      etag: '"e"',
      ...(pages && { pages }),
    };
    return { preset, listed };
  });
  return sourceSets(photo, entries).map(
    ({ type, srcset, width, height }) => `${type} ${width}x${height}: ${srcset}`,
  );
}

test('lists the widths of one type from the narrowest, with the size of the widest', () => {
  expect(
    setsOf({ preset: 'large:1600x', is: '1600x1200' }, { preset: 'small:200x200', is: '200x150' }),
  ).toEqual(['image/webp 1600x1200: small.webp 200w, large.webp 1600w']);
});

test('has the types in the order of a <picture>: AVIF, WebP, and what every browser shows last', () => {
  expect(
    setsOf(
      { preset: 'a:200x', is: '200x150', type: 'jpeg' },
      { preset: 'b:200x', is: '200x150', type: 'avif' },
      { preset: 'c:200x', is: '200x150', type: 'webp' },
    ),
  ).toEqual([
    'image/avif 200x150: b.avif 200w',
    'image/webp 200x150: c.webp 200w',
    'image/jpeg 200x150: a.jpeg 200w',
  ]);
});

test('encodes keys as paths of URLs, so that no comma or space parts one', () => {
  const key = '照片/my cat, 1:1?.webp';
  expect(setsOf({ preset: '200x', is: '200x150', key })).toEqual([
    `image/webp 200x150: ${encodeURI('照片')}/my%20cat%2C%201%3A1%3F.webp 200w`,
  ]);
});

test('what was cut is no other width of what is whole, and comes after it', () => {
  expect(
    setsOf(
      { preset: 'wide:1600x400,cover', is: '1600x400' },
      { preset: 'whole:400x', is: '400x300' },
      { preset: 'banner:800x200,cover', is: '800x200' },
    ),
  ).toEqual([
    'image/webp 400x300: whole.webp 400w',
    'image/webp 1600x400: banner.webp 800w, wide.webp 1600w',
  ]);
});

test.each<{ name: string; first: Wanted; second: Wanted; together: boolean }>([
  {
    name: 'rounding to whole pixels does not part what is whole',
    first: { preset: 'a:333x', is: '333x250' },
    second: { preset: 'b:17x', is: '17x13' },
    together: true,
  },
  {
    name: 'a cover box of the photo’s own ratio shows the whole photo',
    first: { preset: 'a:400x300,cover', is: '400x300' },
    second: { preset: 'b:200x', is: '200x150' },
    together: true,
  },
  {
    name: 'padding is not cropping',
    first: { preset: 'a:400x400,contain', is: '400x400' },
    second: { preset: 'b:200x200,cover', is: '200x200' },
    together: false,
  },
  {
    name: 'two crops keep what their gravities say',
    first: { preset: 'a:400x400,cover,north', is: '400x400' },
    second: { preset: 'b:200x200,cover,south', is: '200x200' },
    together: false,
  },
  {
    name: 'what is trimmed to the photo’s ratio may yet show less',
    first: { preset: 'a:400x,trim', is: '400x300' },
    second: { preset: 'b:200x', is: '200x150' },
    together: false,
  },
  {
    name: 'they have other backgrounds',
    first: { preset: 'a:400x400,contain,background=ff0000', is: '400x400' },
    second: { preset: 'b:200x200,contain,background=0000ff', is: '200x200' },
    together: false,
  },
  {
    name: 'a watermark is to be seen',
    first: { preset: 'a:400x,watermark', is: '400x300' },
    second: { preset: 'b:200x', is: '200x150' },
    together: false,
  },
  {
    name: 'an animation moves',
    first: { preset: 'a:400x,pages=all', is: '400x300', pages: 12 },
    second: { preset: 'b:200x', is: '200x150' },
    together: false,
  },
  {
    name: 'an extreme ratio is told by its longer side',
    first: { preset: 'a:1000x10,cover', is: '1000x10' },
    second: { preset: 'b:1000x14,cover', is: '1000x14' },
    together: false,
  },
])('$name', ({ first, second, together }) => {
  expect(setsOf(first, second)).toHaveLength(together ? 1 : 2);
});

test('names one thumbnail per width, that of the first preset', () => {
  expect(
    setsOf({ preset: 'good:200x,q90', is: '200x150' }, { preset: 'poor:200x,q10', is: '200x150' }),
  ).toEqual(['image/webp 200x150: good.webp 200w']);
});
