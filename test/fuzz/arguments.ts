// The command line of `npm run test:fuzz`: text -> what to run. Reads no file.

import { parseArgs } from 'node:util';
import { refusing, UsageError, wholeNumber } from '../../src/commands/arguments.ts';

export interface FuzzArguments {
  /** How many mutants. */
  readonly count: number;
  readonly seed: number;
  /** A folder of files that are run as they are, as given. */
  readonly files: string | undefined;
  /** MB: a fresh instance for each file in a control group of so much; undefined: one instance for all. */
  readonly memoryMb: number | undefined;
}

export const usage = `usage: npm run test:fuzz -- [options]

  --count 5000     how many damaged pictures are made
  --seed 1         another number, other pictures; the same number, the same
  --files FOLDER   runs the files in it first, as they are
  --memory 128     MB; no mutants, but each file, and a photo of every format, in
                   a fresh instance in a control group of so much (Linux, root)
  --help           this text; so does -h`;

const options = {
  count: { type: 'string', default: '5000' },
  seed: { type: 'string', default: '1' },
  files: { type: 'string' },
  memory: { type: 'string' },
} as const;

/** @throws {UsageError} saying what is wrong. */
export function parseArguments(args: readonly string[]): FuzzArguments {
  const { values, positionals } = refusing(() =>
    parseArgs({ args: [...args], allowPositionals: true, options }),
  );
  if (positionals.length > 0) throw new UsageError(`${positionals.join(' ')}: there are options only`);
  const { files, memory } = values;
  return {
    count: wholeNumber('--count', values.count, 0, 1_000_000),
    seed: wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1),
    files,
    memoryMb: memory === undefined ? undefined : wholeNumber('--memory', memory, 64, 3072),
  };
}
