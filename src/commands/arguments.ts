// The command line of `npm run invoke`, and what others share with it: text -> what to run. Reads no file.

import { parseArgs } from 'node:util';
import { checkEnvironment } from '../local/scf/environment.ts';
import { findRuntime, type Runtime, runtimes } from '../local/scf/runtimes.ts';

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

export interface InvokeArguments extends RunOptions {
  /** As given. */
  readonly eventFile: string;
}

/** The command line is wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The options that say how the function is run, for `parseArgs`. */
export const runOptions = {
  runtime: { type: 'string' },
  memory: { type: 'string', default: '128' },
  timeout: { type: 'string', default: '3' },
  env: { type: 'string', multiple: true, default: [] as string[] },
  photo: { type: 'string' },
} as const;

/** The same for people. */
export const runUsage = `  --runtime 16.13      Node.js of that SCF runtime (${Object.keys(runtimes).join(', ')});
                       fetched with npm once. Default: this Node.js
  --memory 128         MB; the function is killed above it. Default: 128, as SCF's own
  --timeout 3          seconds. Default: 3, as SCF's own
  --env NAME=VALUE     a setting of the function; may be given several times
  --photo FILE         the object that the event speaks of. Default: a sample photo
  --help               this text; so does -h`;

export const usage = `usage: npm run invoke -- EVENT.json [options]

${runUsage}`;

/** Is the usage asked for, whatever else the command line says? */
export function asksForHelp(args: readonly string[]): boolean {
  return args.includes('--help') || args.includes('-h');
}

/** @throws {UsageError} saying what is wrong. */
export function parseArguments(args: readonly string[]): InvokeArguments {
  const { values, positionals } = split(args);
  const [eventFile, ...others] = positionals;
  if (eventFile === undefined) throw new UsageError('which event? Name a JSON file.');
  if (others.length > 0) {
    throw new UsageError(`one event at a time, found ${positionals.length}: ${positionals.join(' ')}`);
  }
  return { eventFile, ...parseRunOptions(values) };
}

/** What `parseArgs` makes of `runOptions`. */
interface RunValues {
  readonly runtime?: string | undefined;
  readonly memory: string;
  readonly timeout: string;
  readonly env: readonly string[];
  readonly photo?: string | undefined;
}

/** @throws {UsageError} saying what is wrong. */
export function parseRunOptions(values: RunValues): RunOptions {
  return {
    runtime: values.runtime === undefined ? undefined : parseRuntime(values.runtime),
    memoryMb: wholeNumber('--memory', values.memory, 64, 3072),
    timeoutS: wholeNumber('--timeout', values.timeout, 1, 900),
    env: parseEnvironment(values.env),
    photo: values.photo,
  };
}

function split(args: readonly string[]) {
  return refusing(() => parseArgs({ args: [...args], allowPositionals: true, options: runOptions }));
}

/** @throws {UsageError} for what `parseArgs` refuses. */
export function refusing<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function parseRuntime(name: string): Runtime {
  const runtime = findRuntime(name);
  if (runtime !== undefined) return runtime;
  throw new UsageError(`--runtime ${name}: expected one of ${Object.keys(runtimes).join(', ')}`);
}

function parseEnvironment(texts: readonly string[]): Record<string, string> {
  const env = Object.fromEntries(texts.map(parseSetting));
  try {
    checkEnvironment(env);
  } catch (error) {
    throw new UsageError(`--env: ${(error as Error).message}`, { cause: error });
  }
  return env;
}

function parseSetting(text: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new UsageError(`--env ${text}: expected NAME=VALUE`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

/** Both bounds inclusive: SCF's own. */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`${option} ${text}: expected a whole number from ${min} to ${max}`);
}
