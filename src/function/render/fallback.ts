// Makes a thumbnail in a cheaper way when it would not be ready in time, so that the record does not fail as a whole.

import type { Deadline } from '../deadline.ts';
import type { Encoded, Engine, Rendered, RenderJob, RenderSpec } from '../engine/engine.ts';
import { ThumbnailError } from '../errors.ts';
import { outputFormats } from '../format/format.ts';
import type { Pace } from './pace.ts';

/** The most that is kept back, in milliseconds, to make everything once more and as less: time for a new engine, too. */
const longestRescue = 5000;

/** Told of each thumbnail that is ready, and of the spec that it was made by: the one asked for, or a cheaper one. */
export type DeliverMade = (index: number, encoded: Encoded, spec: RenderSpec) => void;

/**
 * What can take very long as what never does: AVIF as WebP, an animation as its first frame, a searched quality as the usual
 * one. undefined for what is not demanding.
 */
export function cheaper(spec: RenderSpec): RenderSpec | undefined {
  const isAnimation = (spec.pages ?? 1) > 1;
  const format = spec.format === 'avif' ? 'webp' : spec.format;
  if (format === spec.format && !isAnimation && spec.quality !== 'auto') return undefined;
  const keepsQuality = format === spec.format && spec.quality !== 'auto';
  const quality = keepsQuality ? spec.quality : outputFormats[format].defaultQuality;
  return { ...spec, format, quality, pages: undefined, effort: undefined };
}

/** What a spec was lowered to, for those who asked for more. */
export function describeCheaper(asked: RenderSpec, made: RenderSpec): string {
  const changes = [
    asked.format === made.format ? '' : `${asked.format} became ${made.format}`,
    asked.pages === made.pages ? '' : 'the animation became its first frame',
    asked.quality === 'auto' ? 'quality auto became the default' : '',
  ].filter((change) => change !== '');
  return (
    `it would not have been done in time: ${changes.join(', ')}. Give the function a longer timeout, or more memory ` +
    '(SCF gives CPU in proportion to it).'
  );
}

export interface FallbackTools {
  /** THUMB_FALLBACK. */
  readonly fallback: boolean;
  readonly pace: Pace;
  readonly deliver: DeliverMade;
}

/**
 * Demanding thumbnails have the time but for what the rescue takes; then the engine is stopped, and what is not there by
 * then is made as less. Without demanding ones, or with the fallback off, it is the engine's own `render`.
 *
 * @throws as the engine does.
 */
export async function renderWithFallback(
  engine: Engine,
  job: RenderJob,
  deadline: Deadline,
  { fallback, pace, deliver }: FallbackTools,
): Promise<Rendered> {
  const { specs } = job;
  const specAt = (index: number) => specs[index] as RenderSpec;
  const made = new Map<number, Encoded>();
  const keep = (index: number, encoded: Encoded, spec: RenderSpec) => {
    made.set(index, encoded);
    deliver(index, encoded, spec);
  };
  const asked = (index: number, encoded: Encoded) => keep(index, encoded, specAt(index));
  const demanding = specs.filter(cheaper).reduce((pixels, spec) => pixels + pixelsOf(spec), 0);
  if (!fallback || demanding === 0) return engine.render(job, deadline, asked);

  const rescue = Math.min(longestRescue, deadline.remaining() / 2);
  const attempt = deadline.before(rescue);
  const time = attempt.remaining();
  if (pace.allows(demanding, time)) {
    try {
      return await engine.render(job, attempt, asked);
    } catch (error) {
      if (!(error instanceof ThumbnailError) || error.code !== 'deadline') throw error;
      pace.missed(demanding, time);
    }
  }
  const missing = specs.map((_, index) => index).filter((index) => !made.has(index));
  const less = missing.map((index) => cheaper(specAt(index)) ?? specAt(index));
  const keepLess = (n: number, encoded: Encoded) =>
    keep(missing[n] as number, encoded, less[n] as RenderSpec);
  const rest = await engine.render({ ...job, specs: less }, deadline, keepLess);
  for (const [n, encoded] of rest.thumbnails.entries()) {
    if (!made.has(missing[n] as number)) keepLess(n, encoded);
  }
  return { ...rest, thumbnails: specs.map((_, index) => made.get(index) as Encoded) };
}

function pixelsOf({ width, height, pages = 1 }: RenderSpec): number {
  return width * height * pages;
}
