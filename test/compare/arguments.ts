// The command line of `npm run compare`: text -> what to compare. Reads no file.

import { parseArgs } from 'node:util';
import { refusing, UsageError } from '../../src/commands/arguments.ts';

export interface CompareArguments {
  readonly folder: string;
  /** As in THUMB_PRESETS. */
  readonly preset: string;
}

export const usage = `usage: npm run compare -- FOLDER [options]

Sends every picture of a folder through the built file and through sharp, and
puts the two side by side: a table, and a page with pictures, out/compare.html.
A MANIFEST.tsv in the folder, with the columns file and expectation (ok,
must-fail-cleanly, unsupported, several parted by "|"), says what is right.

  --preset 200x200,png   as in THUMB_PRESETS
  --help                 this text; so does -h`;

const options = { preset: { type: 'string', default: '200x200,png' } } as const;

/** @throws {UsageError} saying what is wrong. */
export function parseArguments(args: readonly string[]): CompareArguments {
  const { values, positionals } = refusing(() =>
    parseArgs({ args: [...args], allowPositionals: true, options }),
  );
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0) {
    throw new UsageError(`expected one folder of pictures, found ${positionals.length}`);
  }
  if (values.preset.includes(';')) throw new UsageError(`--preset ${values.preset}: one preset, not several`);
  return { folder, preset: values.preset };
}
