// What is to be done for one rendition, known before any pixel is decoded: nothing, a thumbnail to make, or a problem.

import type { Deadline } from '../deadline.ts';
import type { Engine, Region, RenderSpec, SourceInfo, WatermarkSpec } from '../engine/engine.ts';
import { ThumbnailError } from '../errors.ts';
import { type OutputFormat, outputFormats } from '../format/format.ts';
import type { MetadataPolicy } from '../metadata/policy.ts';
import { keyProblem, type Rendition } from '../plan.ts';
import { type Claim, claim } from '../publish/claim.ts';
import { isOfRecipe, thumbnailOf } from '../publish/publish.ts';
import { recipeOf } from '../publish/recipe.ts';
import { readFocus } from '../source/focus.ts';
import { type Limits, roomProblem } from '../source/limits.ts';
import type { ObjectInfo, ObjectRef, ObjectStore } from '../store.ts';
import { toSpec } from './spec.ts';

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
  /** What is not as its uploader asked for. */
  readonly warnings: readonly string[];
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

/** What all renditions of one source have in common. */
export interface TaskContext {
  readonly source: ObjectInfo;
  readonly info: SourceInfo;
  readonly limits: Limits;
  readonly engine: Pick<Engine, 'version' | 'limitation'>;
  /** The picture for presets with a watermark, or why there is none; undefined where no preset needs it. */
  readonly watermark?: WatermarkSpec | { readonly problem: unknown } | undefined;
  /** What of the source's metadata goes into thumbnails. */
  readonly metadata: MetadataPolicy;
  /** Bytes that will be written into a thumbnail of this format, and of so many bytes at most, once it is encoded. */
  readonly overhead: (format: OutputFormat, maxBytes: number | undefined) => number;
}

/**
 * The numbers that the engine needs for one rendition, and the recipe of what it would make.
 *
 * @param region What is left of the photo, for a preset that trims. Without it such a job has its true recipe, so that it can be
 * told whether it is due, but not yet its true spec: the photo must be looked at for that.
 */
export function specify(claimed: Claimed | Problem, circumstances: TaskContext, region?: Region): Job {
  if ('problem' in claimed) return claimed;
  const { rendition, claim } = claimed;
  const { preset, format } = rendition;
  const { source, info, limits, engine, metadata, watermark, overhead } = circumstances;
  if (preset.watermark && !watermark) throw new Error('nobody has fetched the watermark');
  if (preset.watermark && watermark && 'problem' in watermark) {
    return { rendition, problem: watermark.problem };
  }
  const { focus, warning } = readFocus(source.headers);
  const extras = {
    watermark: watermark && 'problem' in watermark ? undefined : watermark,
    overhead: overhead(format, preset.maxBytes),
  };
  const whole = toSpec(preset, format, { info, focus, region: undefined }, extras);
  const spec = region ? toSpec(preset, format, { info, focus, region: part(region, info) }, extras) : whole;
  const isFinal = preset.trim === undefined || region !== undefined;
  const problem =
    isFinal && (sideProblem(spec) ?? engineProblem(spec, engine) ?? roomProblem(spec, info, limits));
  if (problem) return { rendition, problem };
  // The region follows from the photo, the threshold and the engine; the size from it and from the box.
  const { trim, width, height, enlarge } = preset;
  const decisive = trim === undefined ? whole : { ...whole, trim, box: { width, height, enlarge } };
  return {
    ...{ rendition, claim, spec },
    recipe: recipeOf(source, { format: info.format, spec: decisive, engine: engine.version, metadata }),
    warnings: warning !== undefined && preset.fit === 'cover' ? [warning] : [],
  };
}

/** undefined for all of the photo, which can be decoded at any scale. */
function part(region: Region, { width, height }: SourceInfo): Region | undefined {
  return region.width === width && region.height === height ? undefined : region;
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

function engineProblem(spec: RenderSpec, engine: TaskContext['engine']): ThumbnailError | undefined {
  const problem = engine.limitation?.(spec);
  return problem === undefined ? undefined : new ThumbnailError('rendition-impossible', problem);
}
