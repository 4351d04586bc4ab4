// Reads THUMB_PRESETS as a whole: presets for all keys, or routes, each with globs and the presets for the keys that match them.
// preset/parse.ts reads the presets of one route.

import { ConfigError } from '../errors.ts';
import { parsePresets } from '../preset/parse.ts';
import type { Preset } from '../preset/preset.ts';
import type { Route } from '../preset/route.ts';
import { parseGlobs } from './glob.ts';

/** The word of a route without presets. */
const nothing = 'none';
/** Begins a route. No preset begins like this, and it has only characters that presets have, too. */
const opening = /^for\s*=\s*/;

/** A route as it was written. */
interface WrittenRoute {
  readonly globs: string;
  readonly presets: string[];
}

/**
 * Reads `PRESET[;PRESET]...` or `for=GLOBS;PRESET[;PRESET]...[;for=GLOBS;PRESET]...`. In place of its presets, a route may have the
 * word `none`.
 *
 * @throws {ConfigError} with every problem of every route; each begins with the route, if there are any.
 * @example
 * parseRoutes('for=avatars/**;square:200x200,cover;for=tmp/**;none;for=**;200x200').map(({ presets }) => presets.length) // [1, 0, 1]
 */
export function parseRoutes(text: string): readonly Route[] {
  const parts = text.split(';').map((part) => part.trim());
  const misplaced = parts.map(globProblem).filter((problem) => problem !== undefined);
  if (misplaced.length > 0) throw new ConfigError(misplaced);
  if (!parts.some((part) => opening.test(part))) {
    return [{ globs: undefined, fits: () => true, presets: parsePresets(text) }];
  }
  const problems: string[] = [];
  const written = group(parts, problems);
  const routes = written.map((one, at) => parseRoute(one, written.slice(0, at), problems));
  if (problems.length > 0) throw new ConfigError(problems);
  return routes;
}

/** Finds globs where presets are expected: no preset has a slash, two asterisks, an arrow, or an equals sign behind `for`. */
function globProblem(part: string): string | undefined {
  if (opening.test(part) || !/\/|\*\*|=>|^for(?:\s*=|\s+[^:\s])/i.test(part)) return undefined;
  const [glob = '', preset] = part.split(/\s*=>\s*/);
  const near = ['for=', glob.replace(/^for\b\s*[:=]?\s*/i, ''), preset && `;${preset}`].join('');
  return `"${part}" is no preset; a glob stands behind for=; did you mean "${near}"?`;
}

function group(parts: readonly string[], problems: string[]): WrittenRoute[] {
  const routes: WrittenRoute[] = [];
  for (const part of parts) {
    const last = routes[routes.length - 1];
    if (opening.test(part)) routes.push({ globs: part.replace(opening, ''), presets: [] });
    else if (last) last.presets.push(part);
    else
      problems.push(`preset "${part}" belongs to no route; expected for=GLOB before it, like for=**;${part}`);
  }
  return routes;
}

function parseRoute(
  { globs, presets }: WrittenRoute,
  before: readonly WrittenRoute[],
  problems: string[],
): Route {
  const name = `route "for=${globs}"`;
  const read = <T>(parse: () => T): T | undefined => {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems.map((problem) => `${name}: ${problem}`));
      return undefined;
    }
  };
  if (globs === '') problems.push(`${name}: no glob behind for=; expected one, like for=photos/**`);
  const fits = globs === '' ? undefined : read(() => parseGlobs(globs));
  const hiding = before.find((one) => one.globs === globs || one.globs === '**');
  if (hiding) {
    problems.push(
      `${name}: "for=${hiding.globs}" stands before it and takes all its keys; put it first, or remove it`,
    );
  }
  return { globs, fits: fits ?? (() => false), presets: read(() => parsePresetsOfRoute(presets)) ?? [] };
}

/** @throws {ConfigError} like `parsePresets`, and where there is none, without the word `none`. */
function parsePresetsOfRoute(presets: readonly string[]): Preset[] {
  if (presets.length === 1 && presets[0] === nothing) return [];
  if (presets.length === 0) {
    throw new ConfigError([`no preset behind it; expected one, like 200x200, or ${nothing}`]);
  }
  if (presets.includes(nothing)) {
    throw new ConfigError([`${nothing} makes nothing, so it stands alone; found "${presets.join(';')}"`]);
  }
  return parsePresets(presets.join(';'));
}
