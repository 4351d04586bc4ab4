// What a preset means for one photo, in the engine's numbers.

import { describe, expect, test } from 'vitest';
import type { RenderSpec, SourceInfo } from '../../../src/function/engine/engine.ts';
import type { OutputFormat } from '../../../src/function/format/format.ts';
import { parsePresets } from '../../../src/function/preset/parse.ts';
import { type Extras, type PhotoGeometry, toSpec } from '../../../src/function/render/spec.ts';
import { ordinaryPhoto } from '../../support/photo.ts';

const watermark = { etag: '"w"', gravity: 'southeast', scale: 0.2, opacity: 1, tile: false } as const;

function specFor(
  options: string,
  format: OutputFormat,
  info: Partial<SourceInfo> = {},
  { focus, region, overhead = 0 }: Partial<PhotoGeometry & Extras> = {},
): RenderSpec {
  const [preset] = parsePresets(`200x200${options && `,${options}`}`);
  if (!preset) throw new Error('no preset');
  const photo = { info: { ...ordinaryPhoto, ...info }, focus, region };
  return toSpec(preset, format, photo, { watermark, overhead });
}

test('a preset without options asks for nothing but size and format', () => {
  expect(specFor('', 'jpeg')).toStrictEqual({
    resizedWidth: 200,
    resizedHeight: 150,
    width: 200,
    height: 150,
    fit: 'inside',
    gravity: 'centre',
    format: 'jpeg',
    quality: 80,
  });
});

test.each<[string, OutputFormat, Partial<RenderSpec>]>([
  ['', 'webp', { quality: 80 }],
  ['', 'avif', { quality: 50 }],
  ['', 'png', { quality: undefined }],
  ['', 'gif', { quality: undefined }],
  ['q75', 'jpeg', { quality: 75 }],
  ['q75', 'png', { quality: undefined }],
  ['qauto', 'avif', { quality: 'auto' }],
  ['webp,lossless', 'webp', { quality: undefined, lossless: true }],
  ['effort=0', 'jpeg', { effort: 0 }],
  ['background=000', 'jpeg', { background: { red: 0, green: 0, blue: 0, alpha: 1 } }],
  ['watermark', 'jpeg', { watermark }],
  ['dpr=2', 'jpeg', { width: 400, height: 300 }],
])('"%s" as %s gives %j', (options, format, expected) => {
  expect(specFor(options, format)).toMatchObject(expected);
});

test.each([
  ['max-bytes=20k', 300, 20_180],
  ['max-bytes=500', 600, 1],
])(
  'what is written in afterwards counts: of %s with %i bytes of metadata the engine has %i',
  (options, overhead, left) => {
    expect(specFor(options, 'jpeg', {}, { overhead }).maxBytes).toBe(left);
  },
);

describe('pages', () => {
  // [source, its frames, preset's format, wanted, frames of the thumbnail]
  test.each<[SourceInfo['format'], number, OutputFormat, string, number | undefined]>([
    ['gif', 12, 'gif', 'pages=all', 12],
    ['gif', 12, 'webp', 'pages=5', 5],
    ['webp', 12, 'webp', 'pages=20', 12],
    ['webp', 12, 'gif', 'pages=all', 12],
    ['gif', 12, 'gif', '', undefined],
    ['gif', 12, 'gif', 'pages=1', undefined],
    ['gif', 1, 'gif', 'pages=all', undefined],
    ['gif', 12, 'jpeg', 'pages=all', undefined],
    ['gif', 12, 'avif', 'pages=all', undefined],
    ['tiff', 12, 'webp', 'pages=all', undefined],
    ['avif', 12, 'webp', 'pages=all', undefined],
  ])('of a %s of %i as %s with "%s": %s', (format, frames, output, options, expected) => {
    const { pages } = specFor(options, output, { format, pages: frames });
    expect(pages).toBe(expected);
  });
});

test.each([
  ['cover', { x: 0.3, y: 0.7 }],
  ['cover,attention', { x: 0.3, y: 0.7 }],
  ['contain', undefined],
  ['inside', undefined],
])('the focus is for crops: with %s it is %j', (options, focus) => {
  expect(specFor(options, 'jpeg', {}, { focus: { x: 0.3, y: 0.7 } }).focus).toEqual(focus);
});

test('what is left after trimming is fitted into the box, from its full size', () => {
  const region = { left: 10, top: 20, width: 1000, height: 2001 };
  expect(specFor('trim', 'jpeg', {}, { region })).toMatchObject({ region, width: 100, height: 200 });
});
