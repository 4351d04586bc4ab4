// The command line of `npm run invoke`.

import { expect, test } from 'vitest';
import { invoke, toInvokeArguments } from '../../src/commands/invoke.ts';
import { UsageError } from '../../src/commands/usage-error.ts';

const parseArguments = (args: readonly string[]) => toInvokeArguments(invoke.parse(args));

test('takes what the docs recommend for a function, unless told otherwise', () => {
  expect(parseArguments(['event.json'])).toEqual({
    eventFile: 'event.json',
    runtime: undefined,
    memoryMb: 512,
    timeoutS: 60,
    env: {},
    photo: undefined,
  });
});

test('reads every option, and values that hold an equals sign', () => {
  const options = '--runtime 16.13 --memory 512 --timeout 900 --photo cat.jpg --env A=1 --env B=x=y'.split(
    ' ',
  );
  expect(parseArguments([...options, 'event.json'])).toEqual({
    eventFile: 'event.json',
    runtime: '16.13',
    memoryMb: 512,
    timeoutS: 900,
    env: { A: '1', B: 'x=y' },
    photo: 'cat.jpg',
  });
});

test.each([
  ['10', '10.15'],
  ['16', '16.13'],
  ['26', '26.10'],
])('takes --runtime %s for the one runtime of that major version, %s', (name, runtime) => {
  expect(parseArguments(['event.json', '--runtime', name]).runtime).toBe(runtime);
});

test.each([
  { line: '', message: /which event/ },
  { line: 'a.json b.json', message: /expected one event at a time, found 2/ },
  { line: 'a.json --runtime 17', message: /--runtime 17: expected one of 10\.15/ },
  { line: 'a.json --runtime 1', message: /--runtime 1: expected/ },
  { line: 'a.json --runtime 16.1', message: /--runtime 16\.1: expected/ },
  {
    line: 'a.json --memory 63',
    message: /--memory 63: expected MB without a unit: 64, or 128 to 3072 in steps of 128; the nearest is 64/,
  },
  { line: 'a.json --memory 100', message: /the nearest is 128/ },
  { line: 'a.json --memory 513', message: /the nearest is 512/ },
  { line: 'a.json --memory 512MB', message: /the nearest is 512/ },
  { line: 'a.json --memory 1G', message: /the nearest is 1024/ },
  { line: 'a.json --memory 3073', message: /--memory 3073/ },
  { line: 'a.json --memory lots', message: /--memory lots/ },
  { line: 'a.json --timeout 0', message: /--timeout 0: .* from 1 to 900/ },
  { line: 'a.json --timeout 901', message: /--timeout 901/ },
  { line: 'a.json --timeout 1.5', message: /--timeout 1\.5/ },
  { line: 'a.json --env THUMB_LOG', message: /--env THUMB_LOG: expected NAME=VALUE/ },
  { line: 'a.json --env =1', message: /--env =1/ },
  {
    line: 'a.json --env TENCENTCLOUD_X=1',
    message: /--env: environment variable TENCENTCLOUD_X: .* reserves/,
  },
  { line: 'a.json --env 1A=1', message: /--env: environment variable 1A/ },
  { line: 'a.json --quality 3', message: /--quality/ },
])('refuses "$line"', ({ line, message }) => {
  const parse = () => parseArguments(line.split(' ').filter(Boolean));
  expect(parse).toThrow(UsageError);
  expect(parse).toThrow(message);
});
