// The command line of `npm run test:faults`.

import { expect, test } from 'vitest';
import { UsageError } from '../../../src/commands/usage-error.ts';
import { faults, toFaultsArguments } from './faults.ts';

const parse = (args: readonly string[]) => toFaultsArguments(faults.parse(args));

test('without options it is four runtimes and 100 kills', () => {
  expect(parse([])).toEqual({ runtimes: ['12.16', '16.13', '20.19', '24.11'], kills: 100, seed: 1 });
});

test('a runtime is known by its major version, too, and run once', () => {
  const args = ['--runtime', '16', '--runtime', '16.13', '--kills', '8', '--seed', '42'];
  expect(parse(args)).toEqual({ runtimes: ['16.13'], kills: 8, seed: 42 });
});

test.each([
  ['a runtime that SCF does not have', ['--runtime', '11.0']],
  ['one beside one that it has', ['--runtime', '16.13', '--runtime', '11.0']],
  ['kills that are no number', ['--kills', 'many']],
  ['a seed that is no number', ['--seed', '-1']],
  ['an unknown option', ['--engine', 'vips']],
])('%s is refused', (_, args) => {
  expect(() => parse(args)).toThrow(UsageError);
  expect(() => parse(args)).toThrow(args.at(-2));
});
