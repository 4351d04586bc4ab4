// Reads THUMB_WATERMARK: which picture is laid over thumbnails, where, and how large. Knows nothing of its pixels.

import { didYouMean } from '../did-you-mean.ts';
import { ConfigError } from '../errors.ts';
import { type Gravity, gravities } from '../preset/fit.ts';
import { hasDotSegments, isFolder, maxKeyBytes } from '../target/object-key.ts';

/** The watermark that an operator set. */
export interface Watermark {
  /** The key of the picture in the target bucket. */
  readonly key: string;
  /** Where in the thumbnail the picture is placed. */
  readonly gravity: Gravity;
  /** The picture is fitted into a box of the thumbnail's sides times this: above 0, up to 1. */
  readonly scale: number;
  /** A factor on the picture's own alpha: above 0, up to 1. */
  readonly opacity: number;
  /** Whether the picture is repeated all over the thumbnail, instead of placed once. */
  readonly tile: boolean;
}

const watermarkDefaults = { gravity: 'southeast', scale: 0.2, opacity: 1, tile: false } as const;

/** The gravities of a watermark: those of a crop that depend on what the photo shows are not among them. */
const positions = gravities.filter((gravity) => gravity !== 'attention' && gravity !== 'entropy');

/** Options without a value. */
const words = new Map<string, Partial<Watermark>>([
  ...positions.map((gravity) => [gravity, { gravity }] as const),
  ['center', { gravity: 'centre' }],
  ['tile', { tile: true }],
]);

const fractions = ['scale', 'opacity'] as const;

/**
 * Reads `KEY[,gravity][,scale=0.2][,opacity=1][,tile]`; options may come in any order, each at most once.
 *
 * @throws {ConfigError} with every problem.
 * @example parseWatermark('marks/logo.png,scale=0.3')
 * // { key: 'marks/logo.png', gravity: 'southeast', scale: 0.3, opacity: 1, tile: false }
 */
export function parseWatermark(text: string): Watermark {
  const [key = '', ...tokens] = text.split(',').map((token) => token.trim());
  const problems = keyProblems(key);
  const given = new Map<string, string>();
  let options: Partial<Watermark> = {};
  for (const token of tokens) {
    const option = words.get(token) ?? parseFraction(token, problems);
    for (const name of Object.keys(option)) {
      const before = given.get(name);
      if (before !== undefined) problems.push(`${name} is given twice: "${before}" and "${token}"`);
      given.set(name, token);
    }
    options = { ...options, ...option };
  }
  const gravity = given.get('gravity');
  if (options.tile && gravity !== undefined) {
    problems.push(
      `"tile" repeats the picture all over the thumbnail, so the gravity "${gravity}" has no effect; give one of the two`,
    );
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return { ...watermarkDefaults, key, ...options };
}

function keyProblems(key: string): string[] {
  const bytes = Buffer.byteLength(key);
  if (bytes > 0 && bytes <= maxKeyBytes && !isFolder(key) && !hasDotSegments(key)) return [];
  return [
    `expected the key of a picture in the target bucket first, of at most ${maxKeyBytes} bytes, ` +
      `like marks/logo.png; found "${key}"`,
  ];
}

/** Reads an option with a fraction, like `scale=0.2` or `opacity=0.5`, and adds a problem if it is neither. */
function parseFraction(token: string, problems: string[]): Partial<Watermark> {
  const [name = '', value = ''] = token.split('=').map((part) => part.trim());
  const known = fractions.find((one) => one === name);
  if (known === undefined) {
    problems.push(
      `"${token}" is not an option; expected a gravity (${positions.join(' ')}), scale=0.2, opacity=0.5 or tile, ` +
        `and a key without a comma${didYouMean(name, [...words.keys(), ...fractions])}`,
    );
    return {};
  }
  const number = /^(?:0|1|0?\.\d+|1\.0+)$/.test(value) ? Number(value) : 0;
  if (number <= 0) {
    const near = nearestFraction(value) ?? watermarkDefaults[known];
    problems.push(`${known} must be above 0 and up to 1, found "${token}"; the nearest is ${known}=${near}`);
  }
  return { [known]: number };
}

/** The fraction that was probably meant, like 0.5 for `50%`; undefined when the text is not a positive number. */
function nearestFraction(text: string): number | undefined {
  const [number = ''] = /^\d*\.?\d+/.exec(text) ?? [];
  const value = Number(number) / (text.endsWith('%') ? 100 : 1);
  return value > 0 ? Math.min(1, value) : undefined;
}
