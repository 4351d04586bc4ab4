// The form of presets: nothing of the table of options is missing in it, and going through it changes no preset.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRoutes } from '../../../src/function/config/by-folder.ts';
import { optionNames, valueOptions } from '../../../src/function/preset/options.ts';
import { findProblems, formFields, toForms, toText } from '../../../src/play/preset-form.ts';

const tokens = [
  ...optionNames,
  ...[...valueOptions].map(([name, { example }]) => `${name}=${example}`),
  'q75',
  'qauto',
  'q101',
  'pages=3',
  'dpr=1.5',
  'crop',
  'fit=cover',
  'effort=',
  'quality=eighty',
];
const boxes = [
  '200x200',
  '800x600',
  '300x300',
  '1600x',
  'x300',
  '200×200',
  'huge',
  '',
  '0x0',
  'x',
  '20000x1',
];
const names = ['', 'small:', 'large:', 'wide:', 'tall:', 'Small:', 'a b:', ':'];

const preset = fc
  .record({
    name: fc.constantFrom(...names),
    box: fc.constantFrom(...boxes),
    options: fc.uniqueArray(fc.constantFrom(...tokens), { maxLength: 4 }),
    space: fc.constantFrom('', ' '),
  })
  .map(({ name, box, options, space }) => [`${name}${box}`, ...options].join(`,${space}`));
const route = fc.constantFrom('for=avatars/**', 'for=*.png,*.gif', 'for=**', 'for=', 'none', '');
const text = fc
  .array(fc.tuple(fc.oneof({ weight: 4, arbitrary: fc.constant('') }, route), preset), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.flatMap(([before, one]) => (before === '' ? [one] : [before, one])).join(';'));

/** @returns undefined for a text that the function refuses. */
function read(written: string) {
  try {
    return parseRoutes(written).map(({ globs, presets }) => ({ globs, presets }));
  } catch {
    return undefined;
  }
}

test('has a field for each option, and each choice among the words', () => {
  const inForm = formFields.flatMap((field) => (field.kind === 'choice' ? field.choices : [field.name]));
  const aliases = ['center', 'jpg'];
  expect(optionNames.filter((name) => !inForm.includes(name) && !aliases.includes(name))).toEqual([]);
});

test('gives back every preset that the function takes', () => {
  let taken = 0;
  fc.assert(
    fc.property(text, (written) => {
      const presets = read(written);
      if (presets === undefined) return;
      taken += 1;
      expect(read(toText(toForms(written)))).toEqual(presets);
    }),
    { numRuns: 3000, seed: 15 },
  );
  expect(taken).toBeGreaterThan(80);
});

test('says what is wrong exactly where the function does, each problem with its preset', () => {
  fc.assert(
    fc.property(text, (written) => {
      const problems = findProblems(written);
      expect(problems.length === 0).toBe(read(written) !== undefined);
      const count = written.split(';').length;
      for (const { preset: at } of problems) expect(at).toBeLessThan(count);
    }),
    { numRuns: 500, seed: 15 },
  );
});

test('is in step after one round: what the form writes is read as the same form', () => {
  fc.assert(
    fc.property(text, (written) => {
      const once = toText(toForms(written));
      expect(toText(toForms(once))).toBe(once);
    }),
    { numRuns: 1500, seed: 15 },
  );
});

describe('a problem belongs to its field', () => {
  test.each([
    ['200x200,q101', 0, 'quality'],
    ['200x200,quality=eighty', 0, 'quality'],
    ['200x200,effort=12', 0, 'effort'],
    ['huge', 0, 'size'],
    ['20000x1', 0, 'size'],
    ['Small:200x200', 0, 'name'],
    ['a:200x200;b:100x100,background=reddish', 1, 'background'],
    ['200x,cover', 0, 'fit'],
    ['a:10x10;a:20x20', 1, 'name'],
    ['a:10x10;20x20', 1, 'name'],
    ['200x200,crop', 0, ''],
    ['200x200,png,q75', 0, 'quality'],
  ])('%s: preset %i, field %j', (written, at, field) => {
    const [problem, ...others] = findProblems(written);
    expect({ preset: problem?.preset, field: problem?.field }).toEqual({ preset: at, field });
    expect(others).toEqual([]);
  });
});

test.each([
  'for=a/**;200x200;for=tmp/**;none;for=**;x:1x1;y:2x2',
  'for=tmp/**;none',
  'for=a/**;1x1;for=tmp/**;none',
])('keeps the routes of %s', (written) => {
  expect(toText(toForms(written))).toBe(written);
  expect(findProblems(written)).toEqual([]);
});

test('shows only what differs from the defaults', () => {
  expect(toForms('small:200x300,inside,auto,q75,trim,enlarge')).toEqual([
    {
      name: 'small',
      width: '200',
      height: '300',
      options: { quality: '75', trim: '10', enlarge: 'on' },
      others: [],
      before: [],
      after: [],
    },
  ]);
});
