// The table of a preset's options: how each is written, and what it sets. Which of them go together is together.ts' affair.

import { didYouMean } from '../did-you-mean.ts';
import { type OutputFormat, outputFormats } from '../format/format.ts';
import { fits, gravities } from './fit.ts';
import type { Preset } from './preset.ts';
import {
  type AddProblem,
  type NumberForm,
  readBytes,
  readColour,
  readNumber,
  type Written,
} from './value.ts';

/** What options set. `dpr` multiplies the box, and is gone then. */
export type Options = Partial<Preset> & { readonly dpr?: number };

const formats = [...(Object.keys(outputFormats) as OutputFormat[]), 'auto'] as const;

/** Options that are a word. */
export const words = new Map<string, Options>([
  ...fits.map((fit) => [fit, { fit }] as const),
  ...gravities.map((gravity) => [gravity, { gravity }] as const),
  ['center', { gravity: 'centre' }],
  ...formats.map((format) => [format, { format }] as const),
  ['jpg', { format: 'jpeg' }],
  ['lossless', { lossless: true }],
  // sharp's threshold.
  ['trim', { trim: 10 }],
  ['watermark', { watermark: true }],
  ['enlarge', { enlarge: true }],
]);

interface Valued {
  /** Of a value. */
  readonly example: string;
  /** Sets nothing when there is a problem, which is reported. */
  readonly read: (written: Written, report: AddProblem) => Options;
}

function valued<K extends keyof Options>(
  key: K,
  example: string,
  read: (written: Written, report: AddProblem) => Options[K] | undefined,
): Valued {
  return {
    example,
    read: (written, report) => {
      const value = read(written, report);
      return value === undefined ? {} : { [key]: value };
    },
  };
}

const number = (form: NumberForm) => (written: Written, report: AddProblem) =>
  readNumber(written, form, report);

/** Options that have a value: `name=value`. */
const values = new Map<string, Valued>([
  [
    'quality',
    valued('quality', '80', (written, report) => {
      if (written.value === 'auto') return 'auto';
      return readNumber(written, { min: 1, max: 100, example: 80, word: 'auto' }, report);
    }),
  ],
  ['effort', valued('effort', '4', number({ min: 0, max: 9, example: 4 }))],
  ['max-bytes', valued('maxBytes', '20k', readBytes)],
  ['background', valued('background', 'ffffff', readColour)],
  ['trim', valued('trim', '10', number({ min: 0, max: 255, example: 10 }))],
  ['dpr', valued('dpr', '2', number({ min: 1, max: 4, decimals: 2, example: 2 }))],
  [
    'pages',
    valued('pages', 'all', (written, report) => {
      if (written.value === 'all') return Number.POSITIVE_INFINITY;
      return readNumber(written, { min: 1, max: 10_000, example: 20, word: 'all' }, report);
    }),
  ],
]);

/** All words and names that an option can begin with, but for the short `q75` and `qauto`. */
export const optionNames: readonly string[] = [...new Set([...words.keys(), ...values.keys()])];

/** The name that operators know a key of `Options` by: `max-bytes` of `maxBytes`. */
const nameOf = (key: string) => key.replace(/[A-Z]/g, '-$&').toLowerCase();

/**
 * Reads options in any order, each at most once.
 *
 * @param tokens Without spaces around them.
 */
export function parseOptions(tokens: readonly string[], report: AddProblem): Options {
  const given = new Map<string, string>();
  let options: Options = {};
  for (const token of tokens) {
    const option = parseOption(token, report);
    for (const key of Object.keys(option)) {
      const before = given.get(key);
      if (before !== undefined) report(`${nameOf(key)} is given twice: "${before}" and "${token}"`);
      given.set(key, token);
    }
    options = { ...options, ...option };
  }
  return options;
}

function parseOption(token: string, report: AddProblem): Options {
  const word = words.get(token);
  if (word !== undefined) return word;
  const short = /^q(auto|[-+.\d].*)$/.exec(token);
  if (short?.[1] !== undefined) {
    return values.get('quality')?.read({ name: 'quality', before: 'q', value: short[1] }, report) ?? {};
  }
  const equals = token.indexOf('=');
  const name = (equals < 0 ? token : token.slice(0, equals)).trim();
  const value = token.slice(equals + 1).trim();
  const option = values.get(name);
  if (option === undefined) {
    report(words.has(name) ? `"${name}" takes no value, found "${token}"` : unknown(token, name, value));
    return {};
  }
  if (equals < 0 || value === '') {
    report(`${name} needs a value, like ${name}=${option.example}; found "${token}"`);
    return {};
  }
  return option.read({ name, before: `${name}=`, value }, report);
}

function unknown(token: string, name: string, value: string): string {
  const needValue = [...values]
    .filter(([one]) => !words.has(one))
    .map(([one, { example }]) => `${one}=${example}`);
  // `fit=cover` is `cover`.
  const meant = words.has(value) ? `; did you mean "${value}"?` : didYouMean(name, [...optionNames, 'qauto']);
  return (
    `"${token}" is not an option; expected a fit (${fits.join(' ')}), a gravity (${gravities.join(' ')}), ` +
    `a format (${formats.join(' ')}), q1 to q100, qauto, ${needValue.join(', ')}, lossless, trim, watermark or enlarge${meant}`
  );
}
