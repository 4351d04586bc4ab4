// What is to be done for one rendition, known before any pixel is decoded: nothing, a thumbnail to make, or a problem.

import { type Claim, claim } from './claim.ts';
import type { Deadline } from './deadline.ts';
import type { RenderSpec, SourceInfo } from './engine.ts';
import { ThumbnailError } from './errors.ts';
import { outputFormats } from './format.ts';
import { resolveSize } from './geometry.ts';
import { type Limits, roomProblem } from './limits.ts';
import { keyProblem, type Rendition } from './plan.ts';
import { isOfRecipe, thumbnailOf } from './publish.ts';
import { recipe } from './recipe.ts';
import type { ObjectInfo, ObjectRef, ObjectStore } from './store.ts';

/** Why this one cannot be made; the others can. */
interface Problem {
  readonly rendition: Rendition;
  readonly problem: unknown;
}

/** A rendition whose key may be taken. */
interface Claimed {
  readonly rendition: Rendition;
  readonly claim: Claim;
}

/** A rendition that can be made. */
export interface Task extends Claimed {
  readonly spec: RenderSpec;
  readonly recipe: string;
}

export type Job = Task | Problem;

/** Claims the rendition's key. Never rejects: what went wrong is this rendition's own problem. */
export async function tryToClaim(
  source: ObjectRef,
  rendition: Rendition,
  store: ObjectStore,
  deadline: Deadline,
): Promise<Claimed | Problem> {
  const problem = keyProblem(rendition);
  if (problem) return { rendition, problem };
  try {
    return { rendition, claim: await claim(thumbnailOf(source, rendition.target), store, deadline) };
  } catch (error) {
    return { rendition, problem: error };
  }
}

/**
 * The numbers that the engine needs for one rendition, and the recipe of what it would make.
 *
 * @param engine `Engine.version`
 */
export function specify(
  claimed: Claimed | Problem,
  source: ObjectInfo,
  info: SourceInfo,
  limits: Limits,
  engine: string,
): Job {
  if ('problem' in claimed) return claimed;
  const { preset, format } = claimed.rendition;
  const { defaultQuality } = outputFormats[format];
  const quality = defaultQuality === undefined ? undefined : (preset.quality ?? defaultQuality);
  const size = resolveSize(info, preset);
  const spec = { ...size, fit: preset.fit, gravity: preset.gravity, format, quality };
  const problem = sideProblem(spec) ?? roomProblem(spec, limits);
  if (problem) return { rendition: claimed.rendition, problem };
  return { ...claimed, spec, recipe: recipe(source, info.format, spec, engine) };
}

/** Must it be made? Not if the target holds a thumbnail of the same recipe. */
export function isDue(job: Job): job is Task {
  return !('problem' in job) && !holds(job.claim, job.recipe);
}

/** Is what would be made by this recipe there already? */
export function holds({ existing }: Claim, recipe: string): boolean {
  return existing !== undefined && isOfRecipe(recipe, existing.headers);
}

function sideProblem({ format, width, height }: RenderSpec): ThumbnailError | undefined {
  const { maxSide } = outputFormats[format];
  if (Math.max(width, height) <= maxSide) return undefined;
  return new ThumbnailError(
    'rendition-impossible',
    `the thumbnail would have ${width}x${height} pixels; ${format} holds ${maxSide} a side. ` +
      'Give the preset both a width and a height, or another format.',
  );
}
