// Every text of the page exists in both languages, with the same gaps; every text that a file asks for exists; none is unused.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faultNames } from '../../../src/play/machine.ts';
import { formFields } from '../../../src/play/preset-form.ts';

const folder = new URL('../../../src/play/web/', import.meta.url);
const { texts } = (await import(new URL('texts.js', folder).href)) as {
  texts: Readonly<Record<string, readonly string[]>>;
};
const code = readdirSync(folder)
  .filter((name) => name.endsWith('.js') && name !== 'texts.js')
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n');
const gaps = (text = '') => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

test.each(Object.entries(texts))('%s', (key, [english, chinese, ...more]) => {
  expect(more).toEqual([]);
  expect(english).toMatch(/\S/);
  expect(chinese).toMatch(/\S/);
  expect(gaps(chinese)).toEqual(gaps(english));
  const isNamed = [
    'fit',
    'ground',
    'scale',
    'state',
    'step',
    'option',
    'hint',
    'occasion',
    'fault',
    'take',
  ].some((start) => new RegExp(`^${start}[_A-Z]`).test(key));
  expect(isNamed || code.includes(`'${key}'`)).toBe(true);
});

test('what the page asks for is there', () => {
  const asked = [...code.matchAll(/\bt\('([^']+)'/g)].map(([, key]) => key ?? '');
  expect(asked.length).toBeGreaterThan(50);
  expect(asked.filter((key) => !(key in texts))).toEqual([]);
});

test('options, fits and faults of the function have their names', () => {
  const option = (name: string) =>
    `option${name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`;
  const fits = formFields.flatMap((field) =>
    field.name === 'fit' && 'choices' in field ? field.choices : [],
  );
  const keys = [
    ...formFields.map(({ name }) => option(name)),
    // Fits and gravities are drawn.
    ...formFields.map(({ name }) => `hint_${name}`).filter((key) => !/fit|gravity/.test(key)),
    ...fits.map((fit) => `fit_${fit}`),
    ...faultNames.map((name) => `fault_${name}`),
  ];
  expect(keys.filter((key) => !(key in texts))).toEqual([]);
});
