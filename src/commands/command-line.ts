// The words of a command line -> the values of the command's options. Reads no file.

import { parseArgs } from 'node:util';
import { nearest } from '../function/did-you-mean.ts';
import { chooseLanguage, type Language } from './language.ts';
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
  /** That of `--lang`, or else of the system. */
  readonly language: Language;
}

/**
 * @param own The command's options.
 * @param common Those of every command.
 * @throws {UsageError} that says what is wrong with which word.
 */
export function readCommandLine<O extends CommandOptions>(
  args: readonly string[],
  own: O,
  common: CommandOptions,
): CommandLine<O> {
  const options: CommandOptions = { ...own, ...common };
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
    language: chooseLanguage(args, process.env),
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
  if (option === undefined) throw unknownOption(rawName, name, options);
  if (option.value === undefined) {
    if (value === undefined) return '';
    throw new UsageError({
      en: `${rawName}=${value}: ${rawName} takes no value`,
      zh: `${rawName}=${value}：${rawName} 不带值`,
    });
  }
  if (value === undefined) {
    throw new UsageError({
      en: `${rawName}: expected a value, such as ${rawName} ${option.value}`,
      zh: `${rawName}：缺少值，例如 ${rawName} ${option.value}`,
    });
  }
  // Probably the value was forgotten, and this is the next option.
  if (!inlineValue && /^-./.test(value)) {
    throw new UsageError({
      en: `${rawName}: expected a value, found ${value}. If that is the value, write ${rawName}=${value}`,
      zh: `${rawName}：应为一个值，却是 ${value}。如果它就是值，请写成 ${rawName}=${value}`,
    });
  }
  return value;
}

function unknownOption(rawName: string, name: string, options: CommandOptions): UsageError {
  const meant = nearest(name, [...Object.keys(options), 'help']);
  return new UsageError({
    en: `${rawName}: there is no such option${meant === undefined ? '' : `; did you mean --${meant}?`}`,
    zh: `${rawName}：没有这个选项${meant === undefined ? '' : `；是不是想写 --${meant}？`}`,
  });
}
