// The grammar of THUMB_PRESETS: reads the text into presets, or into the list of all its problems.

import { ConfigError } from '../errors.ts';
import { checkConflicts } from './conflicts.ts';
import { boxHint } from './hints.ts';
import { parseOptions } from './options.ts';
import { type Preset, presetDefaults } from './preset.ts';
import type { AddProblem } from './value.ts';

/** A key has at most 850 bytes, and the photo's own name must fit, too. */
const maxNameLength = 100;

/** The most pixels of a side: those of WebP, which has the smallest limit of the output formats. */
const maxPresetSide = 16_383;

/**
 * Reads presets that are separated by `;`, each written as `[name:]WIDTHxHEIGHT[,option]...`. Options may come in any order, and
 * spaces around them are ignored.
 *
 * @throws {ConfigError} with every problem of every preset; each problem begins with the preset as it was written.
 * @example
 * const [small, large] = parsePresets('small:200x200,cover,attention,webp,q75; large:1600x,dpr=1.5');
 * small // { ...presetDefaults, name: 'small', width: 200, height: 200, fit: 'cover', gravity: 'attention', ... }
 * large // { ...presetDefaults, name: 'large', width: 2400, height: undefined }
 */
export function parsePresets(text: string): Preset[] {
  const problems: string[] = [];
  const presets = text.split(';').map((part) => {
    const written = part.trim();
    const { preset, problems: ownProblems } = parsePreset(written);
    problems.push(...ownProblems.map((problem) => `preset "${written}": ${problem}`));
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

function parsePreset(text: string): { preset: Preset; problems: string[] } {
  const problems: string[] = [];
  const addProblem: AddProblem = (problem) => problems.push(problem);
  const [first = '', ...options] = text.split(',').map((token) => token.trim());
  const colon = first.indexOf(':');
  const name = colon < 0 ? '' : first.slice(0, colon).trim();
  if (colon >= 0 && !/^[a-z0-9][a-z0-9-]*$/.test(name)) {
    addProblem(`the name "${name}" must be lower-case letters, digits and "-", and not begin with "-"`);
  }
  if (name.length > maxNameLength) {
    addProblem(`a name has at most ${maxNameLength} characters, found ${name.length} in "${name}"`);
  }
  const { dpr = 1, ...parsed } = parseOptions(options, addProblem);
  const box = parseBox(first.slice(colon + 1).trim(), dpr, addProblem);
  const preset: Preset = { ...presetDefaults, ...box, name, ...parsed };
  if (problems.length === 0) checkConflicts(preset, options, addProblem);
  return { preset, problems };
}

/** Reads `WIDTHxHEIGHT` and multiplies both sides by `dpr`, rounded half up. A preset has only the multiplied box. */
function parseBox(text: string, dpr: number, addProblem: AddProblem): Pick<Preset, 'width' | 'height'> {
  const sides = /^(\d*)x(\d*)$/.exec(text);
  if (sides === null || text === 'x') {
    addProblem(
      `expected WIDTHxHEIGHT in pixels, like 200x200, 1600x or x300, found "${text}"${boxHint(text)}`,
    );
    return { width: undefined, height: undefined };
  }
  const [width, height] = sides.slice(1).map((side) => {
    if (side === '') return undefined;
    // Calculated in hundredths, because dpr has at most two decimals, so that a half is exact and is rounded up.
    const multiplied = Math.floor((Number(side) * Math.round(dpr * 100) + 50) / 100);
    if (multiplied >= 1 && multiplied <= maxPresetSide) return multiplied;
    const how = dpr === 1 ? '' : ` (${side} times dpr=${dpr})`;
    const near = Math.min(Math.max(1, Number(side)), Math.floor(maxPresetSide / dpr));
    addProblem(
      `a side must be 1 to ${maxPresetSide} pixels, found ${multiplied}${how}; the nearest is ${near}`,
    );
    return undefined;
  });
  return { width, height };
}
