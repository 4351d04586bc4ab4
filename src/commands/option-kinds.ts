// The kinds of options that a command can have. Each holds its help text beside the function that reads its value.

import type { Bilingual } from '../function/doctor/bilingual.ts';
import { UsageError } from './usage-error.ts';
import { bilingual, type Wording } from './wording.ts';

export interface Option<T> {
  /** What the usage shows for the value: an example or a name, such as `128` or `FILE`. undefined: the option takes none. */
  readonly value: string | undefined;
  /** What the usage says of the option. */
  readonly help: Wording;
  /**
   * @param name With its dashes, for messages.
   * @param texts The values on the command line, in order; empty if the option was not given.
   * @throws {UsageError} for a value that cannot be read.
   */
  read(name: string, texts: readonly string[]): T;
}

/** Text -> value. Throws a {UsageError} that begins with `expected`. */
export type Reader<T> = (text: string) => T;

interface Description<T> {
  readonly value: string;
  readonly help: Wording;
  readonly read: Reader<T>;
}

/** An option without a value: true if it was given. */
export function flag(help: Wording): Option<boolean> {
  return { value: undefined, help, read: (_name, texts) => texts.length > 0 };
}

/**
 * An option with a value. If it is given several times, the last one counts.
 *
 * @param description `otherwise` says in the usage what happens without the option.
 */
export function option<T>(
  description: Description<T> & { readonly otherwise?: Wording },
): Option<T | undefined> {
  const { value, help, read, otherwise } = description;
  return {
    value,
    help: withDefault(help, otherwise),
    read(name, texts) {
      const text = texts.at(-1);
      return text === undefined ? undefined : readValue(name, text, read);
    },
  };
}

/**
 * An option with a value that has a default, which is read as if it had been given.
 *
 * @param description Without a `value`, the usage shows the default in its place. `otherwise` says in the usage what the default means,
 *   which an empty one needs.
 */
export function optionOr<T>(
  fallback: string,
  description: Omit<Description<T>, 'value'> & { readonly value?: string; readonly otherwise?: Wording },
): Option<T> {
  const { value = fallback, help, read, otherwise = fallback } = description;
  return {
    value,
    help: withDefault(help, otherwise),
    read: (name, texts) => readValue(name, texts.at(-1) ?? fallback, read),
  };
}

/**
 * An option that may be given several times.
 *
 * @param fallback The values when it is not given at all.
 */
export function list<T>(description: Description<T>, fallback: readonly string[] = []): Option<T[]> {
  const { value, read } = description;
  const { en, zh } = bilingual(description.help);
  const repeatable = { en: `${en}; may be given several times`, zh: `${zh}；可多次给出` };
  return {
    value,
    help: withDefault(repeatable, fallback.length > 0 ? fallback.join(', ') : undefined),
    read: (name, texts) => (texts.length > 0 ? texts : fallback).map((text) => readValue(name, text, read)),
  };
}

/** Any text. */
export const anyText: Reader<string> = (text) => text;

/** Both bounds are allowed. */
export function wholeNumber(min: number, max: number): Reader<number> {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new UsageError({
      en: `expected a whole number from ${min} to ${max}`,
      zh: `应为 ${min} 到 ${max} 的整数`,
    });
  };
}

/** Above 0, and `max` at most; without an exponent. */
export function positiveNumber(max: number): Reader<number> {
  return (text) => {
    const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value > 0 && value <= max) return value;
    throw new UsageError({
      en: `expected a number above 0, up to ${max}`,
      zh: `应为大于 0、不超过 ${max} 的数`,
    });
  };
}

function withDefault(help: Wording, fallback: Wording | undefined): Wording {
  if (fallback === undefined) return help;
  const [does, otherwise] = [bilingual(help), bilingual(fallback)];
  return { en: `${does.en}. Default:\u00a0${otherwise.en}`, zh: `${does.zh}。默认：${otherwise.zh}` };
}

function readValue<T>(name: string, text: string, read: Reader<T>): T {
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(of(`${name} ${text}`, error.text), { cause: error });
  }
}

/** A text about something, which is named first. */
function of(subject: string, { en, zh }: Bilingual): Bilingual {
  return { en: `${subject}: ${en}`, zh: `${subject}：${zh}` };
}
