// Commands: their options, usage, refusals and exit codes.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { defineCommand } from '../../src/commands/command.ts';
import { anyText, flag, list, option, optionOr, wholeNumber } from '../../src/commands/option-kinds.ts';
import { UsageError } from '../../src/commands/usage-error.ts';

const options = {
  count: optionOr('1', { help: 'how often', read: wholeNumber(1, 10) }),
  name: option({ value: 'NAME', help: 'who is greeted', otherwise: 'the world', read: anyText }),
  with: list({ value: 'WORD', help: 'more words', read: anyText }),
  loud: flag('in capitals'),
};
const run = vi.fn(async (_line: unknown) => 3);
const positionals = { name: 'FILE...', help: 'where to' };
const greet = defineCommand({
  name: 'greet',
  summary: 'Greets.',
  positionals,
  options,
  examples: ['a.txt'],
  run,
});
const strict = defineCommand({ name: 'strict', summary: 'Takes options only.', options, run });

const out = vi.spyOn(console, 'log');
const error = vi.spyOn(console, 'error');

beforeEach(() => {
  out.mockImplementation(() => {});
  error.mockImplementation(() => {});
});
afterEach(() => vi.clearAllMocks());

describe('a command line', () => {
  test('without options gives the defaults', () => {
    const { values, positionals, given } = greet.parse([]);
    expect(values).toEqual({ count: 1, name: undefined, with: [], loud: false });
    expect(positionals).toEqual([]);
    expect(given).toEqual(new Set());
  });

  test('gives every value, in each way of writing it', () => {
    const args = [
      'a',
      '--count',
      '2',
      '--name=-x',
      'b',
      '--with',
      'c',
      '--with=d=e',
      '--loud',
      '--',
      '--count',
    ];
    const { values, positionals, given } = greet.parse(args);
    expect(values).toEqual({ count: 2, name: '-x', with: ['c', 'd=e'], loud: true });
    expect(positionals).toEqual(['a', 'b', '--count']);
    expect(given).toEqual(new Set(['count', 'name', 'with', 'loud']));
  });

  test('takes the last of several values where one is meant', () => {
    expect(greet.parse(['--count', '2', '--count', '3']).values.count).toBe(3);
  });

  test.each([
    { args: ['--cuont', '2'], message: '--cuont: there is no such option; did you mean --count?' },
    { args: ['--hlep'], message: '--hlep: there is no such option; did you mean --help?' },
    { args: ['--speed'], message: /^--speed: there is no such option$/ },
    { args: ['--constructor'], message: /^--constructor: there is no such option/ },
    { args: ['-c'], message: '-c: there is no such option' },
    { args: ['--count', '0'], message: '--count 0: expected a whole number from 1 to 10' },
    { args: ['--count'], message: '--count: expected a value, such as --count 1' },
    { args: ['--name', '--loud'], message: '--name: expected a value, found --loud' },
    { args: ['--loud=yes'], message: '--loud=yes: --loud takes no value' },
  ])('$args is refused', ({ args, message }) => {
    expect(() => greet.parse(args)).toThrow(UsageError);
    expect(() => greet.parse(args)).toThrow(message);
  });

  test('with words where there are only options is refused', () => {
    expect(() => strict.parse(['a', 'b'])).toThrow('a b: expected options only');
  });
});

test('the usage is made from the options', () => {
  expect(greet.usage()).toBe(`usage: npm run greet -- FILE... [options]

Greets.

  FILE...      where to
  --count 1    how often. Default: 1
  --name NAME  who is greeted. Default: the world
  --with WORD  more words; may be given several times
  --loud       in capitals
  --lang zh    the language of what is printed: en or zh. Default: that of the system
               (LC_ALL, LC_MESSAGES, LANG)
  --help, -h   this text

examples:
  npm run greet -- a.txt`);
});

test('the usage breaks long lines', () => {
  const wordy = defineCommand({ name: 'start', summary: 'word '.repeat(40).trim(), options: {}, run });
  const [first, , ...lines] = wordy.usage().split('\n');
  expect(first).toBe('usage: npm start -- [options]');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(90);
  expect(lines.filter((line) => line.startsWith('word'))).toHaveLength(3);
});

describe('execution', () => {
  test.each(['--help', '-h'])('prints the usage for %s, whatever else is asked', async (help) => {
    expect(await greet.execute(['--nonsense', help])).toBe(0);
    expect(out).toHaveBeenCalledWith(greet.usage());
    expect(run).not.toHaveBeenCalled();
  });

  test('ends with the exit code of the command', async () => {
    expect(await greet.execute(['a'])).toBe(3);
    expect(error).not.toHaveBeenCalled();
  });

  test('answers a wrong command line with what is wrong and one line of usage', async () => {
    expect(await greet.execute(['--count', 'x'])).toBe(2);
    expect(error.mock.calls).toEqual([
      [
        '--count x: expected a whole number from 1 to 10\n' +
          'usage: npm run greet -- FILE... [options]; --help explains them',
      ],
    ]);
    expect(out).not.toHaveBeenCalled();
  });

  test('shows the message of an error, and the stack of a bug', async () => {
    run.mockRejectedValueOnce(new Error('the disk is full'));
    expect(await greet.execute([])).toBe(1);
    expect(error).toHaveBeenLastCalledWith('the disk is full');
    const bug = new TypeError('x is not a function');
    run.mockRejectedValueOnce(bug);
    expect(await greet.execute([])).toBe(1);
    expect(error).toHaveBeenLastCalledWith(bug.stack);
  });
});
