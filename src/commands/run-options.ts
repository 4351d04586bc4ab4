// The options that say how the built function is run, for npm run invoke and npm run replay. Reads no file.

import { checkEnvironment } from '../local/scf/environment.ts';
import { findRuntime, type Runtime, runtimes } from '../local/scf/runtimes.ts';
import type { Values } from './command-line.ts';
import { anyText, list, option, optionOr, wholeNumber } from './option-kinds.ts';
import { UsageError } from './usage-error.ts';

/** How the built function is to be run. */
export interface RunOptions {
  /** undefined: the Node.js that runs this. */
  readonly runtime: Runtime | undefined;
  readonly memoryMb: number;
  readonly timeoutS: number;
  readonly env: Readonly<Record<string, string>>;
  /** As given; undefined: a sample photo. */
  readonly photo: string | undefined;
}

/** The limits and their defaults are SCF's own. */
export const runOptions = {
  runtime: option({
    value: '16.13',
    help: `Node.js of that SCF runtime (${Object.keys(runtimes).join(', ')}); fetched with npm once`,
    otherwise: 'this Node.js',
    read: readRuntime,
  }),
  memory: optionOr('128', {
    help: 'MB; the function is killed above it, as by SCF (on Linux)',
    read: wholeNumber(64, 3072),
  }),
  timeout: optionOr('3', {
    help: 'seconds; the function is killed after it, as by SCF',
    read: wholeNumber(1, 900),
  }),
  env: list({ value: 'NAME=VALUE', help: 'a setting of the function', read: readSetting }),
  photo: option({
    value: 'FILE',
    help: 'the object that the event is about',
    otherwise: 'a sample photo',
    read: anyText,
  }),
};

/** @throws {UsageError} if SCF would refuse the settings. */
export function toRunOptions(values: Values<typeof runOptions>): RunOptions {
  const { runtime, memory: memoryMb, timeout: timeoutS, photo } = values;
  const env = Object.fromEntries(values.env);
  try {
    checkEnvironment(env);
  } catch (error) {
    throw new UsageError(`--env: ${(error as Error).message}`, { cause: error });
  }
  return { runtime, memoryMb, timeoutS, env, photo };
}

/** @param name `16.13`, or `16` for the one runtime of that major version. */
export function readRuntime(name: string): Runtime {
  const runtime = findRuntime(name);
  if (runtime !== undefined) return runtime;
  throw new UsageError(`expected one of ${Object.keys(runtimes).join(', ')}`);
}

export function readSetting(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new UsageError('expected NAME=VALUE');
  return [text.slice(0, equals), text.slice(equals + 1)];
}
