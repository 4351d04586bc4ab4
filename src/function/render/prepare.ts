// Prepares what is to be done for each rendition, before any pixel of a thumbnail is made. One that cannot be made becomes a
// Failed, and the others go on.

import type { Config } from '../config/config.ts';
import type { Engine, Region, RenderSpec, SourceInfo, WatermarkSpec } from '../engine/engine.ts';
import { ThumbnailError } from '../errors.ts';
import { type Failed, hasFailed } from '../failed.ts';
import { type OutputFormat, outputFormats } from '../format/format.ts';
import { type JsonKeys, keyProblem, type Rendition } from '../plan.ts';
import { claim } from '../publish/claim.ts';
import { thumbnailOf } from '../publish/publish.ts';
import { recipeOf } from '../publish/recipe.ts';
import { readFocus } from '../source/focus.ts';
import { type Limits, roomProblem } from '../source/limits.ts';
import type { Io, ObjectRef, SourceObject } from '../store.ts';
import { toSpec } from './spec.ts';
import { type Claimed, failed, isDue, type Task } from './task.ts';
import { type FindTrim, isWhole } from './trim.ts';

/** What all renditions of one source have in common. */
export interface TaskContext {
  readonly source: SourceObject;
  readonly info: SourceInfo;
  readonly limits: Limits;
  readonly engine: Pick<Engine, 'version' | 'limitation'>;
  readonly config: Pick<Config, 'metadata' | 'keeping' | 'cacheControl'>;
  /** What was not read of the photo's metadata, in a sentence. */
  readonly metadataWarning: string | undefined;
  /** How the watermark is placed, or why there is none; undefined where no preset needs it. */
  readonly watermark: WatermarkSpec | Failed | undefined;
  /** How many bytes of metadata will be added to an encoded thumbnail of this format that may have `maxBytes` in all. */
  readonly metadataBytes: (output: OutputFormat, maxBytes: number | undefined) => number;
  readonly findTrim: FindTrim;
  /** Claims the key of a rendition with one HEAD. Never rejects. */
  readonly claim: (rendition: Rendition) => Promise<Claimed | Failed>;
}

/** Claims the rendition's key with one HEAD. Never rejects. */
export async function claimRendition(
  source: ObjectRef,
  rendition: Rendition,
  { config, ...io }: Io & { readonly config: JsonKeys },
): Promise<Claimed | Failed> {
  const problem = keyProblem(rendition, config);
  if (problem) return failed(rendition, problem);
  try {
    return { ...rendition, claim: await claim(thumbnailOf(source, rendition.target), io) };
  } catch (error) {
    return failed(rendition, error);
  }
}

/**
 * One after another, because borders are looked for in the photo, and the engine does one thing at a time.
 *
 * @param claimed Renditions that are not claimed yet, because their keys depend on their recipes, are claimed first, all at once.
 * @throws {ThumbnailError} if the photo cannot be decoded to look for its border.
 */
export async function prepareTasks(
  claimed: readonly (Claimed | Rendition | Failed)[],
  context: TaskContext,
): Promise<(Task | Failed)[]> {
  const known = await Promise.all(
    claimed.map((one) => (hasFailed(one) || isClaimed(one) ? one : claimByRecipe(one, context))),
  );
  const tasks: (Task | Failed)[] = [];
  for (const one of known) tasks.push(hasFailed(one) ? one : await prepareTask(one, context));
  return tasks;
}

function isClaimed(one: Claimed | Rendition): one is Claimed {
  return 'claim' in one;
}

async function claimByRecipe(rendition: Rendition, context: TaskContext): Promise<Claimed | Failed> {
  const making = makingOf(rendition, context);
  if (hasFailed(making)) return making;
  const target = rendition.targetBy?.(making.recipe) ?? rendition.target;
  return context.claim({ ...rendition, target });
}

/** How a rendition is made of the whole photo. */
interface Making {
  readonly recipe: string;
  /** @param region What is left of a trimmed photo. */
  readonly specFor: (region?: Region) => RenderSpec;
  /** Why the uploader's focus is not kept. */
  readonly warning: string | undefined;
}

/** It follows from the preset and the whole photo alone, even where the preset trims. */
function makingOf(rendition: Rendition, context: TaskContext): Making | Failed {
  const { preset, format } = rendition;
  const { source, info, engine, config, watermark } = context;
  const { metadata, keeping, cacheControl } = config;
  if (preset.watermark && !watermark) throw new Error('the watermark was not fetched');
  if (preset.watermark && watermark && hasFailed(watermark)) return failed(rendition, watermark.error);
  const { focus, warning } = readFocus(source.headers);
  const extras = {
    watermark: watermark && hasFailed(watermark) ? undefined : watermark,
    overhead: context.metadataBytes(format, preset.maxBytes),
  };
  const specFor = (region?: Region) => toSpec(preset, format, { info, focus, region }, extras);
  const whole = specFor();
  // What is left of a trimmed photo follows from the photo, the threshold and the engine; its size from that and from the box.
  const { trim, width, height, enlarge } = preset;
  const decisive = trim === undefined ? whole : { ...whole, trim, box: { width, height, enlarge } };
  const how = {
    format: info.format,
    spec: decisive,
    engine: engine.version,
    metadata,
    keeping,
    cacheControl,
  };
  return { recipe: recipeOf(source, how), specFor, warning };
}

/**
 * The recipe comes first: only if a thumbnail of another recipe is in place is the photo searched for its border, which takes a full
 * decode.
 */
async function prepareTask(claimed: Claimed, context: TaskContext): Promise<Task | Failed> {
  const { preset } = claimed;
  const { source, info, limits, engine } = context;
  const making = makingOf(claimed, context);
  if (hasFailed(making)) return making;
  const { recipe, specFor, warning } = making;
  const warnings = [preset.fit === 'cover' ? warning : undefined, context.metadataWarning].filter(
    (one) => one !== undefined,
  );
  const whole = specFor();
  const task = { ...claimed, recipe, spec: whole, warnings };
  const { trim } = preset;
  if (trim !== undefined && !isDue(task)) return task;

  const region = trim === undefined ? undefined : await context.findTrim(trim);
  if (region && hasFailed(region)) return failed(claimed, region.error);
  const spec = region && !isWhole(region, info) ? specFor(region) : whole;
  const problem =
    sideProblem(spec) ?? limitationOf(engine, spec) ?? roomProblem(spec, info, source.size, limits);
  return problem ? failed(claimed, problem) : { ...task, spec };
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

function limitationOf(engine: TaskContext['engine'], spec: RenderSpec): ThumbnailError | undefined {
  const limitation = engine.limitation?.(spec);
  return limitation === undefined ? undefined : new ThumbnailError('rendition-impossible', limitation);
}
