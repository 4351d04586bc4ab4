// The command line of `npm run soak`: text -> what to run.

import { parseArgs } from 'node:util';
import { refusing, UsageError, wholeNumber } from '../../src/commands/arguments.ts';

export const usage = `usage: npm run soak -- [options]

  --events 10000   how many
  --seed 1         another number, other events; the same number, the same
  --help           this text; so does -h`;

const options = {
  events: { type: 'string', default: '10000' },
  seed: { type: 'string', default: '1' },
} as const;

/** @throws {UsageError} saying what is wrong. */
export function parseArguments(args: readonly string[]): { events: number; seed: number } {
  const { values, positionals } = refusing(() =>
    parseArgs({ args: [...args], allowPositionals: true, options }),
  );
  if (positionals.length > 0) throw new UsageError(`${positionals.join(' ')}: there are options only`);
  return {
    events: wholeNumber('--events', values.events, 1, 1_000_000),
    seed: wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1),
  };
}
