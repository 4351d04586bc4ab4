// The words of a command line -> the values of the command's options. Reads no file.

import { parseArgs } from 'node:util';
import { nearest } from '../function/did-you-mean.ts';
import type { Option } from './option-kinds.ts';
import { UsageError } from './usage-error.ts';

/** Name without dashes -> option. */
export type CommandOptions = Readonly<Record<string, Option<unknown>>>;

export type Values<O extends CommandOptions> = {
  readonly [Name in keyof O]: O[Name] extends Option<infer Value> ? Value : never;
};

export interface CommandLine<O extends CommandOptions> {
  readonly values: Values<O>;
  /** The words that are no options, in order. */
  readonly positionals: readonly string[];
  /** The names of the options that were given. */
  readonly given: ReadonlySet<keyof O>;
}

/** @throws {UsageError} that says what is wrong with which word. */
export function readCommandLine<O extends CommandOptions>(
  args: readonly string[],
  options: O,
): CommandLine<O> {
  const types = Object.entries(options).map(([name, { value }]) => {
    const type: 'string' | 'boolean' = value === undefined ? 'boolean' : 'string';
    return [name, { type, multiple: true }] as const;
  });
  // Not strict: the messages of parseArgs say neither what was expected nor what was probably meant.
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries(types),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const texts = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const text = checkToken(token, options);
    texts.set(token.name, [...(texts.get(token.name) ?? []), text]);
  }
  const values = Object.entries(options).map(([name, option]) => {
    return [name, option.read(`--${name}`, texts.get(name) ?? [])] as const;
  });
  return {
    values: Object.fromEntries(values) as Values<O>,
    positionals,
    given: new Set(texts.keys()),
  };
}

interface Token {
  readonly name: string;
  /** As it was written, with its dashes. */
  readonly rawName: string;
  readonly value: string | undefined;
  /** Was the value written behind an equals sign? */
  readonly inlineValue: boolean | undefined;
}

/** @returns The option's value; empty for an option that takes none. */
function checkToken({ name, rawName, value, inlineValue }: Token, options: CommandOptions): string {
  const option = rawName.startsWith('--') && Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined)
    throw new UsageError(`${rawName}: there is no such option${suggestion(name, options)}`);
  if (option.value === undefined) {
    if (value === undefined) return '';
    throw new UsageError(`${rawName}=${value}: ${rawName} takes no value`);
  }
  if (value === undefined)
    throw new UsageError(`${rawName}: expected a value, such as ${rawName} ${option.value}`);
  // Probably the value was forgotten, and this is the next option.
  if (!inlineValue && /^-./.test(value)) {
    throw new UsageError(
      `${rawName}: expected a value, found ${value}. If that is the value, write ${rawName}=${value}`,
    );
  }
  return value;
}

function suggestion(name: string, options: CommandOptions): string {
  const meant = nearest(name, [...Object.keys(options), 'help']);
  return meant === undefined ? '' : `; did you mean --${meant}?`;
}
