// The grammar of presets: what it reads, and how it explains what it cannot read.

import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/errors.ts';
import { type Preset, parsePresets } from '../../src/preset.ts';

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

function problemsOf(text: string): readonly string[] {
  try {
    parsePresets(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

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
    ['200x200,enlarge', { enlarge: true }],
    [
      '200x200,enlarge,q75,webp,entropy,cover',
      { fit: 'cover', gravity: 'entropy', format: 'webp', quality: 75, enlarge: true },
    ],
    [' small : 200x200 , webp ', { name: 'small', format: 'webp' }],
  ])('%s', (text, expected) => {
    expect(parsePresets(text)).toEqual([{ ...plain, ...expected }]);
  });

  test('several, in their order', () => {
    expect(parsePresets('small:200x200,cover,attention,webp,q75; large:1600x')).toEqual([
      { ...plain, name: 'small', fit: 'cover', gravity: 'attention', format: 'webp', quality: 75 },
      { ...plain, name: 'large', width: 1600, height: undefined },
    ]);
  });
});

describe('parsePresets refuses', () => {
  test.each([
    ['', 'expected WIDTHxHEIGHT'],
    ['x', 'expected WIDTHxHEIGHT'],
    ['200', 'expected WIDTHxHEIGHT in pixels, like 200x200, 1600x or x300, found "200"'],
    ['2e2x200', 'found "2e2x200"'],
    ['-1x200', 'found "-1x200"'],
    ['0x200', '1 to 16383 pixels, found 0'],
    ['200x16384', '1 to 16383 pixels, found 16384'],
    ['Small:200x200', 'the name "Small" must be lower-case'],
    ['-s:200x200', 'the name "-s" must'],
    [':200x200', 'the name "" must'],
    ['a:b:200x200', 'found "b:200x200"'],
    ['200x200,q0', 'q1 to q100, found "q0"'],
    ['200x200,q101', 'q1 to q100, found "q101"'],
    ['200x200,q', '"q" is not an option'],
    ['200x200,', '"" is not an option'],
    ['200x200,covr', '"covr" is not an option; expected a fit (inside cover'],
    ['200x200,covr', 'did you mean "cover"?'],
    ['200x200,cover,norht', 'did you mean "north"?'],
    ['200x200,covr,north', '"covr" is not an option'],
    ['200x200,WEBP', 'did you mean "webp"?'],
    ['200x200,constructor', '"constructor" is not an option'],
    ['200x200,avif', '"avif" is not available as an output yet; use jpeg, png, webp or auto'],
    ['200x200,gif', '"gif" is not available as an output yet'],
    ['200x200,cover,contain', 'fit is given twice: "cover" and "contain"'],
    ['200x200,jpg,jpeg', 'format is given twice: "jpg" and "jpeg"'],
    ['200x200,cover,north,north', 'gravity is given twice'],
    ['200x200,q1,q2', 'quality is given twice'],
    ['200x200,enlarge,enlarge', 'enlarge is given twice'],
    ['200x200,north', 'the gravity "north" needs the fit cover or contain: inside neither crops nor pads'],
    ['200x200,center', 'the gravity "center" needs the fit cover or contain'],
    ['200x200,fill,north', 'fill neither crops nor pads'],
    [
      '200x200,contain,attention',
      '"attention" chooses what a crop keeps, so it needs the fit cover, found contain',
    ],
    ['200x200,entropy', 'needs the fit cover, found inside'],
    ['200x,cover', 'the fit cover needs both sides'],
    ['x200,contain', 'the fit contain needs both sides'],
    ['200x,fill', 'the fit fill needs both sides'],
  ])('"%s": %s', (text, problem) => {
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
    expect(problems[0]).toContain(`preset "${text}": `);
  });

  test.each([
    ['200x200;100x100', ['several presets need a name each: small:200x200;large:1600x']],
    ['a:200x200;100x100', ['several presets need a name each: small:200x200;large:1600x']],
    ['a:200x200;a:100x100', ['two presets are named "a": names must differ']],
  ])('"%s" as a whole', (text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  test('lists all problems of all presets, not only the first', () => {
    expect(problemsOf('a:0x0,covr,q500;b:200,avif')).toHaveLength(6);
  });
});
