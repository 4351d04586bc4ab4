// The command line of `npm run bench`: text -> what to measure. Reads no file.

import { parseArgs } from 'node:util';
import { UsageError } from '../../src/commands/arguments.ts';
import { didYouMean } from '../../src/function/did-you-mean.ts';

/** In the order in which they run. */
export const partNames = ['warm', 'cold', 'memory', 'growth', 'cost', 'quality', 'runtimes'] as const;
export type PartName = (typeof partNames)[number];

/** `runtimes` fetches nine Node.js binaries: only who asks for it gets it. */
const defaultParts = partNames.filter((name) => name !== 'runtimes');
/** Those whose figures guard.json holds. */
const guardParts: readonly PartName[] = ['warm', 'cold'];

export interface Options {
  /** In the order in which they run. */
  readonly parts: readonly PartName[];
  /** Compare with test/bench/guard.json what it names, and measure nothing else. */
  readonly guard: boolean;
  /** Few cases and few repetitions. */
  readonly short: boolean;
  /** How often each case is measured; undefined: as often as the part thinks right. */
  readonly rounds: number | undefined;
  /** Files as given, to be measured instead of the made photos. */
  readonly photos: readonly string[];
  /** Cores that a function has for each 1,024 MB of its memory. */
  readonly cpuPerGb: number;
}

export const usage = `usage: npm run bench -- [part ...] [options]

  parts: ${partNames.join(', ')}
  Default: all but runtimes, which fetches the Node.js of every SCF runtime.

  --guard           compare with the committed ratios, fail on a regression;
                    chooses its parts and photos itself
  --short           few cases, few repetitions
  --rounds N        measure each case so often
  --photo FILE      one's own photo instead of the made ones, in the warm,
                    cold and quality parts; may be given several times
  --cpu-per-gb N    cores that a function has for each 1,024 MB, in the cost
                    part. Default: 1
  --runtimes        the runtimes part, too
  --help            this text; so does -h`;

const options = {
  guard: { type: 'boolean', default: false },
  short: { type: 'boolean', default: false },
  rounds: { type: 'string' },
  photo: { type: 'string', multiple: true, default: [] as string[] },
  'cpu-per-gb': { type: 'string', default: '1' },
  runtimes: { type: 'boolean', default: false },
} as const;

/** @throws {UsageError} saying what is wrong. */
export function parseArguments(args: readonly string[]): Options {
  const { values, positionals } = split(args);
  const named = positionals.map(parsePart);
  const { guard, photo: photos } = values;
  if (guard && (named.length > 0 || photos.length > 0 || values.rounds !== undefined || values.runtimes)) {
    throw new UsageError('--guard chooses parts, photos and rounds itself: give it alone.');
  }
  const chosen = new Set<PartName>(guard ? guardParts : named.length > 0 ? named : defaultParts);
  if (values.runtimes) chosen.add('runtimes');
  return {
    parts: partNames.filter((name) => chosen.has(name)),
    guard,
    short: values.short || guard,
    rounds: values.rounds === undefined ? undefined : wholeNumber('--rounds', values.rounds, 1, 1000),
    photos,
    cpuPerGb: positiveNumber('--cpu-per-gb', values['cpu-per-gb'], 64),
  };
}

function split(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    const { message } = error as Error;
    const unknown = /^Unknown option '--([^']+)'/.exec(message)?.[1];
    const problem =
      unknown === undefined
        ? message
        : `--${unknown}: there is no such option${didYouMean(unknown, Object.keys(options))}`;
    throw new UsageError(problem, { cause: error });
  }
}

function parsePart(text: string): PartName {
  const part = partNames.find((name) => name === text);
  if (part !== undefined) return part;
  throw new UsageError(`${text}: expected one of ${partNames.join(', ')}${didYouMean(text, partNames)}`);
}

/** Both bounds inclusive. */
function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`${option} ${text}: expected a whole number from ${min} to ${max}`);
}

/** Above 0, up to `max`. */
function positiveNumber(option: string, text: string, max: number): number {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value > 0 && value <= max) return value;
  throw new UsageError(`${option} ${text}: expected a number above 0, up to ${max}`);
}
