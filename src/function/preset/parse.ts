// The grammar of THUMB_PRESETS: text -> presets, or every problem that the text has.

import { ConfigError } from '../errors.ts';
import { checkConflicts } from './conflicts.ts';
import { parseOptions } from './options.ts';
import type { Preset } from './preset.ts';
import type { AddProblem } from './value.ts';

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
  const report: AddProblem = (problem) => wrong.push(problem);
  const [first = '', ...options] = text.split(',').map((token) => token.trim());
  const colon = first.indexOf(':');
  const name = colon < 0 ? '' : first.slice(0, colon).trim();
  if (colon >= 0 && !/^[a-z0-9][a-z0-9-]*$/.test(name)) {
    report(`the name "${name}" must be lower-case letters, digits and "-", and not begin with "-"`);
  }
  const { dpr = 1, ...wanted } = parseOptions(options, report);
  const box = parseBox(first.slice(colon + 1).trim(), dpr, report);
  const preset: Preset = { ...defaults, ...box, name, ...wanted };
  if (wrong.length === 0) checkConflicts(preset, options, report);
  return { preset, wrong };
}

/** Both sides times `dpr`, rounded half up: all else follows from the larger box. */
function parseBox(text: string, dpr: number, report: AddProblem): Pick<Preset, 'width' | 'height'> {
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
