// What an operator calls a thumbnail: a box in pixels, how a photo is fitted into it, and how it is encoded.

import { ConfigError } from './errors.ts';
import type { OutputChoice } from './format.ts';
import { didYouMean } from './nearest.ts';

/** sharp's names. `cover` fills the box and crops; `contain` fits and pads; `inside` fits; `outside` covers uncropped; `fill` stretches. */
export const fits = ['inside', 'cover', 'contain', 'outside', 'fill'] as const;
export type Fit = (typeof fits)[number];

/** What a `cover` crop keeps, or where `contain` places the photo in its padding (`entropy` and `attention`: `cover` only). */
export const gravities = [
  'centre',
  'entropy',
  'attention',
  'north',
  'northeast',
  'east',
  'southeast',
  'south',
  'southwest',
  'west',
  'northwest',
] as const;
export type Gravity = (typeof gravities)[number];

/** sRGB. */
export interface Colour {
  /** 0-255, like the others. */
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  /** 0 clear, 1 opaque. */
  readonly alpha: number;
}

export interface Preset {
  /** Empty for the one unnamed preset. */
  readonly name: string;
  /** Pixels as seen, after EXIF orientation. At least one of the two is given; the other follows the photo's aspect ratio. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly fit: Fit;
  readonly gravity: Gravity;
  readonly format: OutputChoice;
  /** 1-100; `auto`: the lowest that looks the same; undefined: the format's default. PNG and GIF ignore it. */
  readonly quality: number | 'auto' | undefined;
  readonly lossless: boolean;
  /** 0 quick, 9 thorough; undefined: the format's default. */
  readonly effort: number | undefined;
  readonly maxBytes: number | undefined;
  /** Of padding, and behind what is transparent. */
  readonly background: Colour | undefined;
  /** How far a border's colour may differ from its corner's to be trimmed, 0-255; undefined: no trimming. */
  readonly trim: number | undefined;
  /** The most frames of an animation; 1: a still; Infinity: all. */
  readonly pages: number;
  /** Does it carry the watermark? */
  readonly watermark: boolean;
  /** May the photo become larger than it is? */
  readonly enlarge: boolean;
}

/** Pixels, per side: what WebP can hold, the narrowest of the output formats. */
const maxPresetSide = 16_383;

const defaults = {
  name: '',
  fit: 'inside',
  gravity: 'centre',
  format: 'auto',
  quality: undefined,
  lossless: false,
  effort: undefined,
  maxBytes: undefined,
  background: undefined,
  trim: undefined,
  pages: 1,
  watermark: false,
  enlarge: false,
} as const;

/** Word -> what it sets. */
const words = new Map<string, Partial<Preset>>([
  ...fits.map((fit) => [fit, { fit }] as const),
  ...gravities.map((gravity) => [gravity, { gravity }] as const),
  ['center', { gravity: 'centre' }],
  ...(['jpeg', 'png', 'webp', 'auto'] as const).map((format) => [format, { format }] as const),
  ['jpg', { format: 'jpeg' }],
  ['enlarge', { enlarge: true }],
]);

/**
 * Reads `[name:]WIDTHxHEIGHT[,fit][,gravity][,format][,qN][,enlarge];...`: `200x200`,
 * `small:200x200,cover,attention,webp,q75;large:1600x`. Options come in any order; spaces around them do not count.
 *
 * @throws {ConfigError} with every problem of every preset; each begins with the preset it speaks of.
 */
export function parsePresets(text: string): Preset[] {
  const problems: string[] = [];
  const presets = text.split(';').map((part) => {
    const about = part.trim();
    const { preset, wrong } = parsePreset(about);
    problems.push(...wrong.map((problem) => `preset "${about}": ${problem}`));
    return preset;
  });
  const names = presets.map(({ name }) => name);
  if (presets.length > 1 && names.includes('')) {
    problems.push('several presets need a name each: small:200x200;large:1600x');
  }
  const twice = names.filter((name, at) => name !== '' && names.indexOf(name) < at);
  problems.push(...twice.map((name) => `two presets are named "${name}": names must differ`));
  if (problems.length > 0) throw new ConfigError(problems);
  return presets;
}

type Report = (problem: string) => void;

function parsePreset(text: string): { preset: Preset; wrong: string[] } {
  const wrong: string[] = [];
  const report: Report = (problem) => wrong.push(problem);
  const [first = '', ...options] = text.split(',').map((token) => token.trim());
  const colon = first.indexOf(':');
  const name = colon < 0 ? '' : first.slice(0, colon).trim();
  if (colon >= 0 && !/^[a-z0-9][a-z0-9-]*$/.test(name)) {
    report(`the name "${name}" must be lower-case letters, digits and "-", and not begin with "-"`);
  }
  const box = parseBox(first.slice(colon + 1).trim(), report);
  const preset: Preset = { ...defaults, ...box, name, ...parseOptions(options, report) };
  if (wrong.length === 0) checkTogether(preset, options, report);
  return { preset, wrong };
}

function parseBox(text: string, report: Report): Pick<Preset, 'width' | 'height'> {
  const sides = /^(\d*)x(\d*)$/.exec(text);
  if (sides === null || text === 'x') {
    report(`expected WIDTHxHEIGHT in pixels, like 200x200, 1600x or x300, found "${text}"`);
    return { width: undefined, height: undefined };
  }
  const [width, height] = sides.slice(1).map((side) => (side === '' ? undefined : Number(side)));
  for (const side of [width, height]) {
    if (side !== undefined && (side < 1 || side > maxPresetSide)) {
      report(`a side must be 1 to ${maxPresetSide} pixels, found ${side}`);
    }
  }
  return { width, height };
}

function parseOptions(tokens: readonly string[], report: Report): Partial<Preset> {
  const given = new Map<string, string>();
  let options: Partial<Preset> = {};
  for (const token of tokens) {
    const option = parseOption(token, report);
    for (const key of Object.keys(option)) {
      const before = given.get(key);
      if (before !== undefined) report(`${key} is given twice: "${before}" and "${token}"`);
      given.set(key, token);
    }
    options = { ...options, ...option };
  }
  return options;
}

function parseOption(token: string, report: Report): Partial<Preset> {
  const word = words.get(token);
  if (word !== undefined) return word;
  const quality = /^q(\d+)$/.exec(token);
  if (quality !== null) {
    const value = Number(quality[1]);
    if (value < 1 || value > 100) report(`quality must be q1 to q100, found "${token}"`);
    return { quality: value };
  }
  if (token === 'avif' || token === 'gif') {
    report(`"${token}" is not available as an output yet; use jpeg, png, webp or auto`);
  } else {
    report(
      `"${token}" is not an option; expected a fit (${fits.join(' ')}), a gravity (${gravities.join(' ')}), ` +
        `a format (jpeg png webp auto), q1 to q100 or enlarge${didYouMean(token, [...words.keys()])}`,
    );
  }
  return {};
}

/** Options that are right by themselves and make no sense together. */
function checkTogether(preset: Preset, options: readonly string[], report: Report): void {
  const { fit, gravity, width, height } = preset;
  const wanted = options.find((token) => words.get(token)?.gravity !== undefined);
  if (wanted !== undefined && fit !== 'cover') {
    if (gravity === 'entropy' || gravity === 'attention') {
      report(`"${gravity}" chooses what a crop keeps, so it needs the fit cover, found ${fit}`);
    } else if (fit !== 'contain') {
      report(`the gravity "${wanted}" needs the fit cover or contain: ${fit} neither crops nor pads`);
    }
  }
  const oneSide = (width === undefined) !== (height === undefined);
  if (oneSide && (fit === 'cover' || fit === 'contain' || fit === 'fill')) {
    report(`the fit ${fit} needs both sides, like 200x200; with one side use inside`);
  }
}
