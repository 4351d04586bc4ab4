// What an operator calls a thumbnail: a box in pixels, how a photo is fitted into it, and how it is encoded.

import { ConfigError } from './errors.ts';
import type { OutputChoice } from './format.ts';
import type { Colour } from './preset/colour.ts';
import { parseOptions } from './preset/options.ts';
import { checkTogether } from './preset/together.ts';
import type { Report } from './preset/value.ts';
import type { Fit, Gravity } from './preset/words.ts';

export type { Colour } from './preset/colour.ts';
export { type Fit, fits, type Gravity, gravities } from './preset/words.ts';

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
  /** Of padding; an opaque one fills what is transparent, too, whatever the format. */
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

/**
 * Reads `[name:]WIDTHxHEIGHT[,option]...;...`: `200x200`, `small:200x200,cover,attention,webp,q75;large:1600x,dpr=2`.
 * Options come in any order; spaces around them do not count.
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

function parsePreset(text: string): { preset: Preset; wrong: string[] } {
  const wrong: string[] = [];
  const report: Report = (problem) => wrong.push(problem);
  const [first = '', ...options] = text.split(',').map((token) => token.trim());
  const colon = first.indexOf(':');
  const name = colon < 0 ? '' : first.slice(0, colon).trim();
  if (colon >= 0 && !/^[a-z0-9][a-z0-9-]*$/.test(name)) {
    report(`the name "${name}" must be lower-case letters, digits and "-", and not begin with "-"`);
  }
  const { dpr = 1, ...wanted } = parseOptions(options, report);
  const box = parseBox(first.slice(colon + 1).trim(), dpr, report);
  const preset: Preset = { ...defaults, ...box, name, ...wanted };
  if (wrong.length === 0) checkTogether(preset, options, report);
  return { preset, wrong };
}

/** Both sides times `dpr`, rounded half up: all else follows from the larger box. */
function parseBox(text: string, dpr: number, report: Report): Pick<Preset, 'width' | 'height'> {
  const sides = /^(\d*)x(\d*)$/.exec(text);
  if (sides === null || text === 'x') {
    report(`expected WIDTHxHEIGHT in pixels, like 200x200, 1600x or x300, found "${text}"`);
    return { width: undefined, height: undefined };
  }
  const [width, height] = sides.slice(1).map((side) => {
    if (side === '') return undefined;
    // In hundredths, which dpr is given in at most, so that a half is a half.
    const multiplied = Math.floor((Number(side) * Math.round(dpr * 100) + 50) / 100);
    if (multiplied >= 1 && multiplied <= maxPresetSide) return multiplied;
    const how = dpr === 1 ? '' : ` (${side} by dpr=${dpr})`;
    const near = Math.min(Math.max(1, Number(side)), Math.floor(maxPresetSide / dpr));
    report(`a side must be 1 to ${maxPresetSide} pixels, found ${multiplied}${how}; the nearest is ${near}`);
    return undefined;
  });
  return { width, height };
}
