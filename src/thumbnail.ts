// One record, from object to thumbnails: the sequence that everything else serves.

import type { Config } from './config.ts';
import type { Deadline } from './deadline.ts';
import type { Encoded, Engine, RenderSpec, SourceInfo } from './engine.ts';
import { ThumbnailError } from './errors.ts';
import type { ObjectRecord } from './event.ts';
import { claimsImage, outputFormats, type SourceFormat, sniff } from './format.ts';
import { resolveSize } from './geometry.ts';
import { checkSource, checkSourceBytes, type Limits, roomProblem } from './limits.ts';
import { keyProblem, planRecord, planRenditions, type Rendition } from './plan.ts';
import { claim, publish } from './publish.ts';
import { isThumbnail } from './recipe.ts';
import type { SkipCode, StoredOutcome } from './report.ts';
import type { ObjectStore, SourceObject } from './store.ts';

export interface Tools {
  readonly config: Config;
  readonly store: ObjectStore;
  readonly engine: Engine;
  readonly limits: Limits;
  readonly deadline: Deadline;
  /** Tells of a step that is done, and what it dealt with. */
  readonly note: (step: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** What became of one record. */
export type Result =
  | { readonly kind: 'skipped'; readonly code: SkipCode; readonly message: string; readonly etag?: string }
  | { readonly kind: 'rendered'; readonly etag: string; readonly renditions: readonly RenditionResult[] };

export type RenditionResult = StoredOutcome | { readonly preset: string; readonly error: unknown };

/**
 * Makes and stores all thumbnails of one object.
 *
 * @throws {ThumbnailError} if the record fails as a whole; a rendition that fails alone is part of the result.
 */
export async function thumbnailRecord(record: ObjectRecord, tools: Tools): Promise<Result> {
  const { config, engine, limits, deadline, note } = tools;
  const plan = planRecord(record, config);
  if (plan.kind === 'skip') return skip(plan.code, plan.message);
  if (record.size !== undefined) checkSourceBytes(record.size, limits);

  const source = await getSource(record, tools);
  if (!source) return skip('source-missing', 'the object is not there any more');
  note('read', { bytes: source.size, etag: source.etag });
  if (source.size === 0) return skip('empty-object', 'the object has no bytes', source);
  if (isThumbnail(source.headers)) return skip('target-object', 'the object is a thumbnail of ours', source);

  const format = recognise(record, source);
  if (!format)
    return skip('not-an-image', 'neither bytes, name nor Content-Type are those of an image', source);

  const info = await engine.inspect(source.bytes, format, deadline);
  note('inspected', { ...info });
  checkSource(info, source.size, limits);

  const jobs = planRenditions(record, format, config).map((rendition) => specify(info, rendition, limits));
  const renditions = await renderAndStore(record, source, info, jobs, tools);
  return { kind: 'rendered', etag: source.etag, renditions };
}

function skip(code: SkipCode, message: string, source?: SourceObject): Result {
  return { kind: 'skipped', code, message, ...(source && { etag: source.etag }) };
}

/** @returns undefined if the object has gone since the event: there is nothing to do for it any more. */
async function getSource(
  record: ObjectRecord,
  { store, limits, deadline }: Tools,
): Promise<SourceObject | undefined> {
  try {
    return await store.get(record.ref, { maxBytes: limits.sourceBytes, sizeHint: record.size, deadline });
  } catch (error) {
    if (error instanceof ThumbnailError && error.code === 'object-missing') return undefined;
    throw error;
  }
}

/**
 * @returns undefined for what nobody called an image.
 * @throws {ThumbnailError} `source-unsupported` for formats that are not read, and for what only calls itself an image.
 */
function recognise(record: ObjectRecord, { bytes, headers }: SourceObject): SourceFormat | undefined {
  const sniffed = sniff(bytes);
  if (sniffed.kind === 'source') return sniffed.format;
  if (sniffed.kind === 'refused') {
    throw new ThumbnailError(
      'source-unsupported',
      `this is ${sniffed.name}, which is not read. ${sniffed.advice}`,
    );
  }
  if (!claimsImage(record.ref.key, headers.contentType)) return undefined;
  const start = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  throw new ThumbnailError(
    'source-unsupported',
    `named like an image, but begins with the bytes ${start}: expected JPEG, PNG, WebP, GIF, TIFF or AVIF. ` +
      'Was the file damaged, or given a wrong extension?',
  );
}

interface Job {
  readonly rendition: Rendition;
  readonly spec: RenderSpec;
  /** Why this one cannot be made; the others can. */
  readonly problem: ThumbnailError | undefined;
}

/** The numbers that the engine needs for one rendition. */
function specify(info: SourceInfo, rendition: Rendition, limits: Limits): Job {
  const { preset, format } = rendition;
  const { defaultQuality } = outputFormats[format];
  const quality = defaultQuality === undefined ? undefined : (preset.quality ?? defaultQuality);
  const size = resolveSize(info, preset);
  const spec = { ...size, fit: preset.fit, gravity: preset.gravity, format, quality };
  return {
    rendition,
    spec,
    problem: sideProblem(spec) ?? roomProblem(spec, limits) ?? keyProblem(rendition),
  };
}

/**
 * One decode for all renditions. Meanwhile it is asked whose their targets are; each is stored when both are done.
 *
 * @throws {ThumbnailError} if the decode fails, once nothing is under way any more.
 */
async function renderAndStore(
  record: ObjectRecord,
  source: SourceObject,
  info: SourceInfo,
  jobs: readonly Job[],
  { store, engine, deadline, note }: Tools,
): Promise<RenditionResult[]> {
  const possible = jobs.filter(({ problem }) => !problem);
  const specs = possible.map(({ spec }) => spec);
  const rendering =
    specs.length === 0 ? Promise.resolve([]) : engine.render(source.bytes, info, specs, deadline);
  // It may fail before anyone below waits for it, and Node.js ends the process when nobody waits for what fails.
  rendering.then(
    (thumbnails) => note('rendered', { thumbnails: thumbnails.map(describe) }),
    () => undefined,
  );
  const storing = jobs.map(async (job): Promise<RenditionResult> => {
    const { rendition, spec, problem } = job;
    try {
      if (problem) throw problem;
      const free = await claim(record.ref, rendition.target, store, deadline);
      const encoded = (await rendering)[possible.indexOf(job)];
      if (!encoded) throw new Error('the engine answered with fewer thumbnails than it was asked for');
      const publication = { record, source, info, rendition, spec, encoded, engine: engine.version };
      return await publish(publication, free, store, deadline);
    } catch (error) {
      return { preset: rendition.preset.name, error };
    }
  });
  const results = await Promise.all(storing);
  await rendering;
  return results;
}

function describe({ width, height, bytes }: Encoded): string {
  return `${width}x${height} ${bytes.length} bytes`;
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
