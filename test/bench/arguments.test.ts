// The command line of `npm run bench`.

import { expect, test } from 'vitest';
import { UsageError } from '../../src/commands/usage-error.ts';
import { bench, toBenchOptions } from './bench.ts';

const parse = (line: string) => toBenchOptions(bench.parse(line.split(' ').filter(Boolean)));

test('measures all but the runtimes by default', () => {
  expect(parse('')).toEqual({
    parts: ['warm', 'cold', 'shares', 'load', 'memory', 'growth', 'cost', 'quality'],
    guard: false,
    short: false,
    rounds: undefined,
    photos: [],
    formats: [],
    cpuPerGb: 0.8,
  });
});

test('reads every option', () => {
  expect(parse('cold --short --rounds 3 --photo a.jpg --photo b.jpg --format webp --cpu-per-gb 0.5')).toEqual(
    {
      parts: ['cold'],
      guard: false,
      short: true,
      rounds: 3,
      photos: ['a.jpg', 'b.jpg'],
      formats: ['webp'],
      cpuPerGb: 0.5,
    },
  );
});

test.each([
  { line: 'cost warm cost', parts: ['warm', 'cost'] },
  {
    line: '--runtimes',
    parts: ['warm', 'cold', 'shares', 'load', 'memory', 'growth', 'cost', 'quality', 'runtimes'],
  },
  { line: 'runtimes', parts: ['runtimes'] },
  { line: 'memory --runtimes', parts: ['memory', 'runtimes'] },
  { line: '--guard', parts: ['warm', 'cold'] },
])('takes "$line" for $parts, each once and in the usual order', ({ line, parts }) => {
  expect(parse(line).parts).toEqual(parts);
});

test('writes the docs from a folder that is named', () => {
  expect(() => parse('--write-docs --out folder')).not.toThrow();
});

test('is short when it guards', () => {
  expect(parse('--guard')).toMatchObject({ guard: true, short: true });
});

test.each([
  { line: 'wram', message: /wram: expected one of warm, .*did you mean warm/ },
  {
    line: 'nonsense',
    message:
      /^nonsense: expected one of warm, cold, shares, load, memory, growth, cost, quality, flavours, runtimes$/,
  },
  { line: '--gaurd', message: /--gaurd: .*did you mean --guard/ },
  { line: '--rounds 0', message: /--rounds 0: .* from 1 to 1000/ },
  { line: '--rounds 1001', message: /--rounds 1001/ },
  { line: '--rounds few', message: /--rounds few/ },
  { line: '--cpu-per-gb 0', message: /--cpu-per-gb 0: expected a number above 0/ },
  { line: '--cpu-per-gb 65', message: /--cpu-per-gb 65/ },
  { line: '--cpu-per-gb 1e1', message: /--cpu-per-gb 1e1/ },
  { line: '--photo', message: /--photo/ },
  { line: 'flavours --format jpg', message: /--format jpg: expected one of jpeg, png/ },
  { line: 'warm --guard', message: /--guard chooses/ },
  { line: '--guard --photo a.jpg', message: /--guard chooses/ },
  { line: '--guard --rounds 3', message: /--guard chooses/ },
  { line: '--guard --runtimes', message: /--guard chooses/ },
  { line: '--write-docs --guard', message: /--write-docs measures nothing/ },
  { line: '--write-docs cold', message: /--write-docs measures nothing/ },
  { line: '--write-docs --short', message: /--write-docs measures nothing/ },
])('refuses "$line"', ({ line, message }) => {
  expect(() => parse(line)).toThrow(UsageError);
  expect(() => parse(line)).toThrow(message);
});
