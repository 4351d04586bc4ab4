// The grammar of presets: what it reads.

import { describe, expect, test } from 'vitest';
import { parsePresets } from '../../../src/function/preset/parse.ts';
import type { Preset } from '../../../src/function/preset/preset.ts';

const plain: Preset = {
  name: '',
  width: 200,
  height: 200,
  fit: 'inside',
  gravity: 'centre',
  format: 'auto',
  quality: undefined,
  lossless: false,
  effort: undefined,
  maxBytes: undefined,
  background: undefined,
  trim: undefined,
  pages: 1,
  watermark: false,
  enlarge: false,
};

describe('parsePresets reads', () => {
  test.each<[string, Partial<Preset>]>([
    ['200x200', {}],
    ['1600x', { width: 1600, height: undefined }],
    ['x300', { width: undefined, height: 300 }],
    ['1x16383', { width: 1, height: 16383 }],
    ['small:200x200', { name: 'small' }],
    ['2-big:200x200', { name: '2-big' }],
    ['200x200,cover', { fit: 'cover' }],
    ['200x200,cover,attention', { fit: 'cover', gravity: 'attention' }],
    ['200x200,contain,northwest', { fit: 'contain', gravity: 'northwest' }],
    ['200x200,outside', { fit: 'outside' }],
    ['200x200,fill', { fit: 'fill' }],
    ['200x200,cover,center', { fit: 'cover', gravity: 'centre' }],
    ['200x200,jpg', { format: 'jpeg' }],
    ['200x200,png', { format: 'png' }],
    ['200x200,auto', { format: 'auto' }],
    ['200x200,q1', { quality: 1 }],
    ['200x200,q100', { quality: 100 }],
    ['200x200,avif', { format: 'avif' }],
    ['200x200,gif', { format: 'gif' }],
    ['200x200,qauto', { quality: 'auto' }],
    ['200x200,quality=75', { quality: 75 }],
    ['200x200,quality=auto', { quality: 'auto' }],
    ['200x200,webp,lossless', { format: 'webp', lossless: true }],
    ['200x200,lossless,avif', { format: 'avif', lossless: true }],
    ['200x200,effort=0', { effort: 0 }],
    ['200x200,effort=9', { effort: 9 }],
    ['200x200,max-bytes=500', { maxBytes: 500 }],
    ['200x200,max-bytes=20k', { maxBytes: 20_480 }],
    ['200x200,max-bytes=32KB', { maxBytes: 32_768 }],
    ['200x200,max-bytes=1.5m', { maxBytes: 1_572_864 }],
    ['200x200,max-bytes=100mb', { maxBytes: 104_857_600 }],
    ['200x200,trim', { trim: 10 }],
    ['200x200,trim=0', { trim: 0 }],
    ['200x200,trim=255', { trim: 255 }],
    ['200x200,pages=all', { pages: Number.POSITIVE_INFINITY }],
    ['200x200,pages=20,webp', { pages: 20, format: 'webp' }],
    ['200x200,pages=10000,gif', { pages: 10_000, format: 'gif' }],
    ['200x200,pages=1,jpeg', { pages: 1, format: 'jpeg' }],
    ['200x200,watermark', { watermark: true }],
    ['200x200,enlarge', { enlarge: true }],
    ['200x200,effort = 3', { effort: 3 }],
    [
      '200x200,enlarge,q75,webp,entropy,cover',
      { fit: 'cover', gravity: 'entropy', format: 'webp', quality: 75, enlarge: true },
    ],
    [' small : 200x200 , webp ', { name: 'small', format: 'webp' }],
  ])('%s', (text, expected) => {
    expect(parsePresets(text)).toEqual([{ ...plain, ...expected }]);
  });

  test.each([
    ['fff', [255, 255, 255, 1]],
    ['#09f', [0, 153, 255, 1]],
    ['102030', [16, 32, 48, 1]],
    ['A0B0C0', [160, 176, 192, 1]],
    ['10203033', [16, 32, 48, 0.2]],
    ['#102030ff', [16, 32, 48, 1]],
    ['white', [255, 255, 255, 1]],
    ['black', [0, 0, 0, 1]],
    ['grey', [128, 128, 128, 1]],
    ['gray', [128, 128, 128, 1]],
    ['transparent', [0, 0, 0, 0]],
  ])('200x200,background=%s as red, green, blue and alpha %j', (text, [red, green, blue, alpha]) => {
    const [preset] = parsePresets(`200x200,background=${text}`);
    expect(preset?.background).toEqual({ red, green, blue, alpha });
  });

  test.each([
    ['200x300,dpr=2', 400, 600],
    ['201x3,dpr=1.5', 302, 5],
    ['x101,dpr=1.25', undefined, 126],
    ['50x,dpr=1.01', 51, undefined],
    ['1x1,dpr=1.49', 1, 1],
    ['200x200,dpr=1', 200, 200],
    ['200x200,dpr=3.0', 600, 600],
    ['4095x1,dpr=4', 16_380, 4],
  ])('%s as a box of %sx%s', (text, width, height) => {
    expect(parsePresets(text)).toEqual([{ ...plain, width, height }]);
  });

  test('several, in their order', () => {
    expect(parsePresets('small:200x200,cover,attention,webp,q75; large:1600x')).toEqual([
      { ...plain, name: 'small', fit: 'cover', gravity: 'attention', format: 'webp', quality: 75 },
      { ...plain, name: 'large', width: 1600, height: undefined },
    ]);
  });
});
