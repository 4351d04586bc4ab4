// How the value of an option is read, and what is said when it cannot be: the option, what fits it, and what is nearest.

import { didYouMean } from '../did-you-mean.ts';
import { type Colour, colourForms, nearestColour, parseColour } from './colour.ts';

/** An option as it was written: `effort=12` is `effort=`, `12`. */
export interface Written {
  readonly name: string;
  /** What stands before the value: `effort=`, or the `q` of `q75`. */
  readonly before: string;
  readonly value: string;
}

export type AddProblem = (problem: string) => void;

export interface NumberForm {
  readonly min: number;
  readonly max: number;
  /** At most so many. */
  readonly decimals?: 0 | 2;
  readonly example: number;
  /** A word that may stand for the number. */
  readonly word?: string;
}

/** @returns undefined when there is a problem, which is reported. */
export function readNumber(written: Written, form: NumberForm, report: AddProblem): number | undefined {
  const { name, before, value } = written;
  const { min, max, decimals = 0, example, word } = form;
  const plain = new RegExp(`^\\d{1,9}${decimals === 0 ? '' : `(?:\\.\\d{1,${decimals}})?`}$`);
  if (plain.test(value) && Number(value) >= min && Number(value) <= max) return Number(value);
  const leading = /^[-+]?(?:\d+\.?\d*|\.\d+)/.exec(value);
  const near = leading === null ? undefined : within(form, Number(leading[0]));
  const kind = decimals === 0 ? 'a whole number' : `a number, of at most ${decimals} decimals,`;
  report(
    `${name} must be ${kind} from ${min} to ${max}${word === undefined ? '' : ` or ${word}`}, ` +
      `found "${before}${value}"${hint(before, value, near, example, word)}`,
  );
  return undefined;
}

function within({ min, max, decimals = 0 }: NumberForm, value: number): number {
  const unit = 10 ** decimals;
  return Math.min(max, Math.max(min, Math.round(value * unit) / unit));
}

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

/** Bytes: below this not even an empty picture's headers fit. */
const leastBytes = 500;
const mostBytes = 100 * 1024 * 1024;

/** Bytes, from `20000`, `20k`, `1.5m`; a kilobyte has 1,024 bytes, as COS and WeChat count. */
export function readBytes({ name, before, value }: Written, report: AddProblem): number | undefined {
  const found = /^(\d{1,9}(?:\.\d{1,3})?)(k|kb|m|mb)?$/i.exec(value);
  const bytes = found === null ? undefined : Math.floor(Number(found[1]) * unitOf(found[2]));
  if (bytes !== undefined && bytes >= leastBytes && bytes <= mostBytes) return bytes;
  const near = bytes !== undefined && bytes > mostBytes ? '100m' : `${leastBytes}`;
  report(
    `${name} must be ${leastBytes} bytes to 100m, in bytes or with k or m, found "${before}${value}"` +
      `${bytes === undefined ? `, like ${before}20k` : `; the nearest is ${before}${near}`}`,
  );
  return undefined;
}

function unitOf(unit = ''): number {
  if (unit === '') return 1;
  return unit.toLowerCase().startsWith('k') ? 1024 : 1024 * 1024;
}

export function readColour({ name, before, value }: Written, report: AddProblem): Colour | undefined {
  const colour = parseColour(value);
  if (!colour) report(`${name} must be ${colourForms}, found "${before}${value}"${nearestColour(value)}`);
  return colour;
}
