// Which engine is asked first.

import { expect, test } from 'vitest';
import { mayBeForJpegEngine, suitsJpegEngine } from '../../../src/function/engine/choose.ts';
import { outputFormatOf } from '../../../src/function/format/format.ts';
import { parsePresets } from '../../../src/function/preset/parse.ts';

const wanted = (presets: string) =>
  parsePresets(presets).map((preset) => ({ preset, format: outputFormatOf(preset.format, 'jpeg') }));

test.each([
  '200x200',
  '200x200,cover,attention',
  'a:200x200;b:800x,webp;c:100x,png',
  '200x200,enlarge,contain,background=ff0000',
  '200x200,jpeg,effort=3,q50',
  '200x200,webp,effort=9,lossless',
  '200x200,max-bytes=10k',
])('the JPEG engine for %s', (presets) => {
  expect(suitsJpegEngine('jpeg', wanted(presets))).toBe(true);
});

test.each([
  '200x200,avif',
  '200x200,gif',
  '200x200,trim',
  '200x200,watermark',
  '200x200,qauto',
  '200x200,jpeg,effort=4',
  '200x200,jpeg,effort=9',
  'a:200x200;b:200x200,avif',
])('the full engine for %s', (presets) => {
  expect(suitsJpegEngine('jpeg', wanted(presets))).toBe(false);
});

test.each(['png', 'webp', 'gif', 'tiff', 'avif', 'jxl'] as const)(
  'the full engine for a source of %s',
  (format) => {
    expect(suitsJpegEngine(format, wanted('200x200,jpeg'))).toBe(false);
  },
);

test.each([
  ['jpg', '200x200', true],
  ['JPEG', '200x200', true],
  ['', '200x200', true],
  ['bin', '200x200', true],
  ['png', '200x200,jpeg', false],
  ['WebP', '200x200', false],
  ['jpg', '200x200,avif', false],
])(
  'an object named .%s with the presets %s may be for the JPEG engine: %s',
  (extension, presets, expected) => {
    expect(mayBeForJpegEngine(extension, parsePresets(presets))).toBe(expected);
  },
);
