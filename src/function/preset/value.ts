// Reads the values of options. If a value is wrong, the problem names the option, what is valid, and the nearest valid value.

import { didYouMean } from '../did-you-mean.ts';
import { type Colour, colourForms, nearestColour, parseColour } from './colour.ts';

/** An option with a value, as it was written. */
export interface WrittenOption {
  readonly name: string;
  /** The text before the value: `effort=` in `effort=12`, or `q` in `q75`. */
  readonly before: string;
  readonly value: string;
}

/** Takes a problem: a sentence without a full stop, for the operator. */
export type AddProblem = (problem: string) => void;

/** Which numbers are valid. */
export interface NumberForm {
  readonly min: number;
  readonly max: number;
  /** The most decimals; 0 if not given. */
  readonly decimals?: 0 | 2;
  /** A valid number, for error messages. */
  readonly example: number;
  /** A word that is valid in place of the number, for error messages; it is read elsewhere. */
  readonly word?: string;
}

/**
 * Reads a number.
 *
 * @returns undefined if the value is wrong; then a problem has been added.
 */
export function readNumber(
  written: WrittenOption,
  form: NumberForm,
  addProblem: AddProblem,
): number | undefined {
  const { name, before, value } = written;
  const { min, max, decimals = 0, example, word } = form;
  const plain = new RegExp(`^\\d{1,9}${decimals === 0 ? '' : `(?:\\.\\d{1,${decimals}})?`}$`);
  if (plain.test(value) && Number(value) >= min && Number(value) <= max) return Number(value);
  const leading = /^[-+]?(?:\d+\.?\d*|\.\d+)/.exec(value);
  const near = leading === null ? undefined : nearestNumber(form, Number(leading[0]));
  const kind = decimals === 0 ? 'a whole number' : `a number, of at most ${decimals} decimals,`;
  addProblem(
    `${name} must be ${kind} from ${min} to ${max}${word === undefined ? '' : ` or ${word}`}, ` +
      `found "${before}${value}"${hint(before, value, near, example, word)}`,
  );
  return undefined;
}

/** The valid number that is nearest to `value`. */
function nearestNumber({ min, max, decimals = 0 }: NumberForm, value: number): number {
  const unit = 10 ** decimals;
  return Math.min(max, Math.max(min, Math.round(value * unit) / unit));
}

/** The end of a message about a wrong number: the nearest valid value, the word that was probably meant, or the example. */
function hint(
  before: string,
  value: string,
  near: number | undefined,
  example: number,
  word: string | undefined,
): string {
  if (near !== undefined) return `; the nearest is ${before}${near}`;
  const meant = word === undefined ? '' : didYouMean(value, [word]);
  return meant === '' ? `, like ${before}${example}` : meant;
}

/** The range of `max-bytes`, in bytes: with fewer not even the headers of an empty picture fit. */
const minBytes = 500;
const maxBytes = 100 * 1024 * 1024;

/**
 * Reads a number of bytes, like `20000`, `20k` or `1.5m`. A kilobyte has 1,024 bytes, as COS and WeChat count.
 *
 * @returns undefined if the value is wrong; then a problem has been added.
 */
export function readBytes(
  { name, before, value }: WrittenOption,
  addProblem: AddProblem,
): number | undefined {
  const found = /^(\d{1,9}(?:\.\d{1,3})?)(k|kb|m|mb)?$/i.exec(value);
  const bytes = found === null ? undefined : Math.floor(Number(found[1]) * unitOf(found[2]));
  if (bytes !== undefined && bytes >= minBytes && bytes <= maxBytes) return bytes;
  const near = bytes !== undefined && bytes > maxBytes ? '100m' : `${minBytes}`;
  addProblem(
    `${name} must be from ${minBytes} bytes to 100m, as a number of bytes or with k or m, found "${before}${value}"` +
      `${bytes === undefined ? `, like ${before}20k` : `; the nearest is ${before}${near}`}`,
  );
  return undefined;
}

function unitOf(unit = ''): number {
  if (unit === '') return 1;
  return unit.toLowerCase().startsWith('k') ? 1024 : 1024 * 1024;
}

/**
 * Reads a colour.
 *
 * @returns undefined if the value is wrong; then a problem has been added.
 */
export function readColour(
  { name, before, value }: WrittenOption,
  addProblem: AddProblem,
): Colour | undefined {
  const colour = parseColour(value);
  if (!colour) addProblem(`${name} must be ${colourForms}, found "${before}${value}"${nearestColour(value)}`);
  return colour;
}
