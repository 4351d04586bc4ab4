// Which engine is asked first.

import { expect, test } from 'vitest';
import { likelyQuickFormat, quickFormatFor, quickFormats } from '../../../src/function/engine/choose.ts';
import { outputFormatOf, type SourceFormat } from '../../../src/function/format/format.ts';
import { parsePresets } from '../../../src/function/preset/parse.ts';

const wanted = (presets: string, source: SourceFormat) =>
  parsePresets(presets).map((preset) => ({ preset, format: outputFormatOf(preset.format, source) }));

test.each([
  '200x200',
  '200x200,cover,attention',
  'a:200x200;b:800x,webp;c:100x,png',
  '200x200,enlarge,contain,background=ff0000',
  '200x200,jpeg,effort=3,q50',
  '200x200,webp,effort=9,lossless',
  '200x200,jpeg,max-bytes=10k',
])('the quick engine of the source for %s', (presets) => {
  for (const source of quickFormats) expect(quickFormatFor(source, wanted(presets, source))).toBe(source);
});

test.each([
  '200x200,avif',
  '200x200,gif',
  '200x200,trim',
  '200x200,watermark',
  '200x200,qauto',
  '200x200,jpeg,effort=4',
  '200x200,jpeg,effort=9',
  '200x200,png,max-bytes=10k',
  'a:200x200;b:200x200,avif',
])('the full engine for %s', (presets) => {
  for (const source of quickFormats) expect(quickFormatFor(source, wanted(presets, source))).toBeUndefined();
});

test.each(['gif', 'tiff', 'avif', 'jxl'] as const)('the full engine for a source of %s', (format) => {
  expect(quickFormatFor(format, wanted('200x200,jpeg', format))).toBeUndefined();
});

test.each([
  ['jpg', '200x200', 'jpeg'],
  ['JPEG', '200x200', 'jpeg'],
  ['', '200x200', 'jpeg'],
  ['bin', '200x200', 'jpeg'],
  ['png', '200x200,jpeg', 'png'],
  ['APNG', '200x200', 'png'],
  ['png', '200x200,max-bytes=10k', undefined],
  ['WebP', '200x200', 'webp'],
  ['gif', '200x200', undefined],
  ['jpg', '200x200,avif', undefined],
])(
  'an object named .%s with the presets %s is likely for the quick engine of %s',
  (extension, presets, likely) => {
    expect(likelyQuickFormat(extension, parsePresets(presets))).toBe(likely);
  },
);
