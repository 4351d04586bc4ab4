// The grammar of presets: how it explains what it cannot read.

import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../../src/function/errors.ts';
import { optionNames } from '../../../src/function/preset/options.ts';
import { parsePresets } from '../../../src/function/preset/parse.ts';

function problemsOf(text: string): readonly string[] {
  try {
    parsePresets(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

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
    ['200x200,q', '"q" is not an option'],
    ['200x200,', '"" is not an option'],
    ['200x200,covr', '"covr" is not an option; expected a fit (inside cover'],
    ['200x200,covr', 'did you mean "cover"?'],
    ['200x200,cover,norht', 'did you mean "north"?'],
    ['200x200,covr,north', '"covr" is not an option'],
    ['200x200,WEBP', 'did you mean "webp"?'],
    ['200x200,constructor', '"constructor" is not an option'],
    ['200x200,cover,contain', 'fit is given twice: "cover" and "contain"'],
    ['200x200,jpg,jpeg', 'format is given twice: "jpg" and "jpeg"'],
    ['200x200,cover,north,north', 'gravity is given twice'],
    ['200x200,q1,q2', 'quality is given twice'],
    ['200x200,q75,quality=80', 'quality is given twice: "q75" and "quality=80"'],
    ['200x200,max-bytes=20k,max-bytes=30k', 'max-bytes is given twice'],
    ['200x200,trim,trim=25', 'trim is given twice: "trim" and "trim=25"'],
    ['200x200,dpr=2,dpr=2', 'dpr is given twice'],
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
    ['200', '; write 200x for a width, x200 for a height, or 200x200 for both'],
    ['200×200', '; write 200x200, with "x" for "×"'],
    ['200X200', '; write 200x200, with "x" for "X"'],
    ['200*200', '; write 200x200, with "x" for "*"'],
    ['200x200，webp', '; write 200x200,webp, with "," for "，"'],
    ['a：200x200；b：1600x', '; write a:200x200;b:1600x, with ":" for "：" and ";" for "；"'],
    ['200x200 webp q75', '; separate options by commas: 200x200,webp,q75'],
    ['200px', '; write numbers without a unit, in pixels'],
    ['small=200x200', '; a name is followed by ":", like small:200x200'],
    ['small:200x200,1600x', '; presets are separated by ";", like small:200x200;large:1600x'],
    ['small:200x200,large:1600x', '; presets are separated by ";", like small:200x200;large:1600x'],
    ['200x200,80', '; did you mean "q80"?'],
    ['200x200,80%', '; did you mean "q80"?'],
    ['200x200,crop', '; did you mean "cover"?'],
    ['200x200,jpeg90', '; did you mean "jpeg,q90"?'],
    ['200x200,webp:80', '; did you mean "webp,q80"?'],
    ['200x200,quality:80', '; did you mean "q80"?'],
    ['200x200,fit=cropped', '; write the word alone, like cover'],
    ['200x200,format:webp2', '; write the word alone, like webp'],
    ['w200', '; write 200x for a width'],
    ['width=200', '; write 200x for a width'],
    ['200w', '; write 200x for a width'],
    ['２００x２００', '; write 200x200, with "2" for "２" and "0" for "０"'],
    [`${'n'.repeat(101)}:200x200`, 'a name has at most 100 characters, found 101'],
    ['200x200,cover,smart', '; did you mean "attention"?'],
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
    expect(problemsOf('a:0x0,covr,q500;b:200,avfi')).toHaveLength(6);
  });
});

/** [option, what is said of it]: every option wrong in every way, with what would be right. */
const wrongValues: readonly (readonly [string, string])[] = [
  ['q0', 'quality must be a whole number from 1 to 100 or auto, found "q0"; the nearest is q1'],
  ['q101', 'found "q101"; the nearest is q100'],
  ['q-5', 'found "q-5"; the nearest is q1'],
  ['q74.6', 'found "q74.6"; the nearest is q75'],
  ['q80%', 'found "q80%"; the nearest is q80'],
  ['qato', '"qato" is not an option'],
  ['qato', 'did you mean "qauto"?'],
  ['qautoo', 'did you mean "qauto"?'],
  ['quality', 'quality needs a value, like quality=80; found "quality"'],
  ['quality=', 'quality needs a value, like quality=80'],
  ['quality=0', 'found "quality=0"; the nearest is quality=1'],
  ['quality=aut', 'found "quality=aut"; did you mean "auto"?'],
  ['quality=best', 'found "quality=best", like quality=80'],
  ['qualty=80', 'did you mean "quality"?'],
  ['Quality=80', 'did you mean "quality"?'],
  ['quality=80=90', 'found "quality=80=90"; the nearest is quality=80'],
  ['lossless=true', '"lossless" takes no value, found "lossless=true"'],
  ['losless', 'did you mean "lossless"?'],
  ['effort', 'effort needs a value, like effort=4'],
  ['effort=-1', 'effort must be a whole number from 0 to 9, found "effort=-1"; the nearest is effort=0'],
  ['effort=10', 'the nearest is effort=9'],
  ['effort=4.5', 'the nearest is effort=5'],
  ['effort=max', 'found "effort=max", like effort=4'],
  ['efort=4', 'did you mean "effort"?'],
  ['max-bytes', 'max-bytes needs a value, like max-bytes=20k'],
  [
    'max-bytes=499',
    'max-bytes must be from 500 bytes to 100m, as a number of bytes or with k or m, found "max-bytes=499"',
  ],
  ['max-bytes=499', 'the nearest is max-bytes=500'],
  ['max-bytes=0k', 'the nearest is max-bytes=500'],
  ['max-bytes=101m', 'the nearest is max-bytes=100m'],
  ['max-bytes=20g', 'found "max-bytes=20g", like max-bytes=20k'],
  ['max-bytes=-1', 'found "max-bytes=-1", like max-bytes=20k'],
  ['maxbytes=20k', 'did you mean "max-bytes"?'],
  ['max_bytes=20k', 'did you mean "max-bytes"?'],
  ['background', 'background needs a value, like background=ffffff'],
  ['background=#', 'background must be 3, 6 or 8 hexadecimal digits like ffffff, or white, black, grey'],
  ['background=ff', 'found "background=ff"; did you mean "ffffff"?'],
  ['background=1234', 'did you mean "123"?'],
  ['background=#fffff', 'did you mean "fff"?'],
  ['background=fffffff', 'did you mean "ffffff"?'],
  ['background=ffffff8012', 'did you mean "ffffff80"?'],
  ['background=withe', 'did you mean "white"?'],
  ['background=White', 'did you mean "white"?'],
  ['background=constructor', 'background must be 3, 6 or 8 hexadecimal digits'],
  ['bakground=fff', 'did you mean "background"?'],
  ['trim=', 'trim needs a value, like trim=10'],
  ['trim=-1', 'trim must be a whole number from 0 to 255, found "trim=-1"; the nearest is trim=0'],
  ['trim=256', 'the nearest is trim=255'],
  ['trim=yes', 'found "trim=yes", like trim=10'],
  ['trimm', 'did you mean "trim"?'],
  ['dpr', 'dpr needs a value, like dpr=2'],
  [
    'dpr=0.5',
    'dpr must be a number, of at most 2 decimals, from 1 to 4, found "dpr=0.5"; the nearest is dpr=1',
  ],
  ['dpr=5', 'the nearest is dpr=4'],
  ['dpr=1.333', 'the nearest is dpr=1.33'],
  ['dpr=2x', 'the nearest is dpr=2'],
  ['dpr=.', 'found "dpr=.", like dpr=2'],
  ['drp=2', 'did you mean "dpr"?'],
  ['pages', 'pages needs a value, like pages=all'],
  ['pages=0', 'pages must be a whole number from 1 to 10000 or all, found "pages=0"; the nearest is pages=1'],
  ['pages=10001', 'the nearest is pages=10000'],
  ['pages=99999999999999999999', 'the nearest is pages=10000'],
  ['pages=al', 'found "pages=al"; did you mean "all"?'],
  ['pages=every', 'found "pages=every", like pages=20'],
  ['page=all', 'did you mean "pages"?'],
  ['watermark=logo.png', '"watermark" takes no value, found "watermark=logo.png"'],
  ['wattermark', 'did you mean "watermark"?'],
  ['enlarge=no', '"enlarge" takes no value'],
  ['inlarge', 'did you mean "enlarge"?'],
  ['cover=yes', '"cover" takes no value'],
  ['fit=cover', 'did you mean "cover"?'],
  ['gravity=north', 'did you mean "north"?'],
  ['format=webp', 'did you mean "webp"?'],
  ['avfi', 'did you mean "avif"?'],
  ['gfi', 'did you mean "gif"?'],
  ['sepia', '"sepia" is not an option; expected a fit (inside cover contain outside fill), a gravity ('],
  [
    'sepia',
    'a format (jpeg png webp avif gif auto), q1 to q100, qauto, quality=80, effort=4, max-bytes=20k, ',
  ],
  ['sepia', 'background=ffffff, dpr=2, pages=all, lossless, trim, watermark or enlarge'],
];

describe('parsePresets tells what would be right instead of', () => {
  test.each(wrongValues)('%s: %s', (option, problem) => {
    const problems = problemsOf(`200x200,${option}`);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });
});

test('parsePresets names every option where there is none, but second spellings', () => {
  const [problem = ''] = problemsOf('200x200,sepia');
  const named: readonly string[] = problem.match(/[a-z-]+/g) ?? [];
  expect(optionNames.filter((name) => !named.includes(name))).toEqual(['center', 'jpg']);
});

describe('parsePresets refuses together', () => {
  test.each([
    ['png,lossless', '"lossless" is not needed: png is lossless anyway'],
    ['jpeg,lossless', '"lossless" needs the format webp or avif, found jpeg'],
    ['gif,lossless', '"lossless" needs the format webp or avif, found gif'],
    ['lossless', '"lossless" needs the format webp or avif, found auto'],
    ['webp,lossless,q75', '"lossless" and "q75" exclude each other: lossless has no quality'],
    ['quality=auto,lossless,avif', '"lossless" and "quality=auto"'],
    ['webp,lossless,max-bytes=20k', '"lossless" and "max-bytes=20k" exclude each other: to meet max-bytes'],
    ['png,q75', '"q75" has no effect: png has no quality'],
    ['gif,qauto', '"qauto" has no effect: gif has no quality'],
    [
      'jpeg,pages=20',
      '"pages=20" asks for an animation, so it needs the format webp, gif or auto, found jpeg',
    ],
    ['png,pages=all', '"pages=all" asks for an animation'],
    ['pages=2,avif', 'found avif'],
    ['jpeg,background=transparent', '"background=transparent" is transparent, but jpeg has no transparency'],
    ['background=ffffff80,jpg', '"background=ffffff80" is transparent, but jpeg has no transparency'],
  ])('%s: %s', (options, problem) => {
    expect(problemsOf(`200x200,${options}`)).toEqual([expect.stringContaining(problem)]);
  });

  test.each([
    [
      '10000x10,dpr=2',
      'a side must be 1 to 16383 pixels, found 20000 (10000 times dpr=2); the nearest is 8191',
    ],
    ['x4096,dpr=4', 'a side must be 1 to 16383 pixels, found 16384 (4096 times dpr=4); the nearest is 4095'],
  ])('%s: %s', (text, problem) => {
    expect(problemsOf(text)).toEqual([`preset "${text}": ${problem}`]);
  });
});
