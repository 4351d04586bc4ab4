// The table of a preset's options: how each is written, and what it sets. Which of them go together is in conflicts.ts.

import { didYouMean } from '../did-you-mean.ts';
import { type OutputFormat, outputFormats } from '../format/format.ts';
import { fits, gravities } from './fit.ts';
import { optionHint } from './hints.ts';
import type { Preset } from './preset.ts';
import {
  type AddProblem,
  type NumberForm,
  readBytes,
  readColour,
  readNumber,
  type WrittenOption,
} from './value.ts';

/** What options set. `dpr` is no field of a preset: parse.ts multiplies the box by it. */
export type PresetOptions = Partial<Preset> & { readonly dpr?: number };

const formats = [...(Object.keys(outputFormats) as OutputFormat[]), 'auto'] as const;

/** The words that choose nothing, but switch something on. */
const switches: readonly (readonly [word: string, sets: PresetOptions])[] = [
  ['lossless', { lossless: true }],
  // The threshold is sharp's default.
  ['trim', { trim: 10 }],
  ['watermark', { watermark: true }],
  ['enlarge', { enlarge: true }],
];

/** The options that are one word, each with what it sets. */
export const words = new Map<string, PresetOptions>([
  ...fits.map((fit) => [fit, { fit }] as const),
  ...gravities.map((gravity) => [gravity, { gravity }] as const),
  ['center', { gravity: 'centre' }],
  ...formats.map((format) => [format, { format }] as const),
  ['jpg', { format: 'jpeg' }],
  ...switches,
]);

/** An option that has a value: `name=value`. */
export interface ValueOption {
  /** A valid value, for error messages. */
  readonly example: string;
  /** Reads the value; if it is wrong, adds a problem and sets nothing. */
  readonly read: (written: WrittenOption, addProblem: AddProblem) => PresetOptions;
}

/** Makes the option that sets one field of a preset. */
function valueOption<K extends keyof PresetOptions>(
  key: K,
  example: string,
  read: (written: WrittenOption, addProblem: AddProblem) => PresetOptions[K] | undefined,
): ValueOption {
  return {
    example,
    read: (written, addProblem) => {
      const value = read(written, addProblem);
      return value === undefined ? {} : { [key]: value };
    },
  };
}

const numberReader = (form: NumberForm) => (written: WrittenOption, addProblem: AddProblem) =>
  readNumber(written, form, addProblem);

/** The options that have a value, by name. */
export const valueOptions: ReadonlyMap<string, ValueOption> = new Map<string, ValueOption>([
  [
    'quality',
    valueOption('quality', '80', (written, addProblem) => {
      if (written.value === 'auto') return 'auto';
      return readNumber(written, { min: 1, max: 100, example: 80, word: 'auto' }, addProblem);
    }),
  ],
  ['effort', valueOption('effort', '4', numberReader({ min: 0, max: 9, example: 4 }))],
  ['max-bytes', valueOption('maxBytes', '20k', readBytes)],
  ['background', valueOption('background', 'ffffff', readColour)],
  ['trim', valueOption('trim', '10', numberReader({ min: 0, max: 255, example: 10 }))],
  ['dpr', valueOption('dpr', '2', numberReader({ min: 1, max: 4, decimals: 2, example: 2 }))],
  [
    'pages',
    valueOption('pages', 'all', (written, addProblem) => {
      if (written.value === 'all') return Number.POSITIVE_INFINITY;
      return readNumber(written, { min: 1, max: 10_000, example: 20, word: 'all' }, addProblem);
    }),
  ],
]);

/** All words and names with which an option may begin, except the short forms `q75` and `qauto`. */
export const optionNames: readonly string[] = [...new Set([...words.keys(), ...valueOptions.keys()])];

/** The name by which operators know a field of `Options`, like `max-bytes` for `maxBytes`. */
const nameOf = (key: string) => key.replace(/[A-Z]/g, '-$&').toLowerCase();

/**
 * Reads the options of a preset. They may come in any order, each at most once.
 *
 * @param tokens The options as they were written, without spaces around them.
 * @returns What the valid options set.
 */
export function parseOptions(tokens: readonly string[], addProblem: AddProblem): PresetOptions {
  const given = new Map<string, string>();
  let options: PresetOptions = {};
  for (const token of tokens) {
    const option = parseOption(token, addProblem);
    for (const key of Object.keys(option)) {
      const before = given.get(key);
      if (before !== undefined) addProblem(`${nameOf(key)} is given twice: "${before}" and "${token}"`);
      given.set(key, token);
    }
    options = { ...options, ...option };
  }
  return options;
}

function parseOption(token: string, addProblem: AddProblem): PresetOptions {
  const word = words.get(token);
  if (word !== undefined) return word;
  const short = /^q(auto|[-+.\d].*)$/.exec(token);
  if (short?.[1] !== undefined) {
    const written = { name: 'quality', before: 'q', value: short[1] };
    return valueOptions.get('quality')?.read(written, addProblem) ?? {};
  }
  const equals = token.indexOf('=');
  const name = (equals < 0 ? token : token.slice(0, equals)).trim();
  const value = token.slice(equals + 1).trim();
  const option = valueOptions.get(name);
  if (option === undefined) {
    addProblem(
      words.has(name) ? `"${name}" takes no value, found "${token}"` : unknownOption(token, name, value),
    );
    return {};
  }
  if (equals < 0 || value === '') {
    addProblem(`${name} needs a value, like ${name}=${option.example}; found "${token}"`);
    return {};
  }
  return option.read({ name, before: `${name}=`, value }, addProblem);
}

/** The message about an option that does not exist. */
function unknownOption(token: string, name: string, value: string): string {
  // Who writes `fit=cover` means `cover`. Where it is clear what was meant, a list of all options would hide it.
  const clear = words.has(value) ? `; did you mean "${value}"?` : optionHint(token);
  if (clear !== '') return `"${token}" is not an option${clear}`;
  const needValue = [...valueOptions]
    .filter(([one]) => !words.has(one))
    .map(([one, { example }]) => `${one}=${example}`);
  const others = switches.map(([word]) => word);
  const last = others.pop();
  return (
    `"${token}" is not an option; expected a fit (${fits.join(' ')}), a gravity (${gravities.join(' ')}), ` +
    `a format (${formats.join(' ')}), q1 to q100, qauto, ${needValue.join(', ')}, ` +
    `${others.join(', ')} or ${last}${didYouMean(name, [...optionNames, 'qauto'])}`
  );
}
