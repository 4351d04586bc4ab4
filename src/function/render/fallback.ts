// Makes a thumbnail in a cheaper way when it would not be ready in time, so that the record does not fail as a whole.

import type { Deadline } from '../deadline.ts';
import type { Encoded, Engine, Preview, RenderJob, RenderSpec } from '../engine/engine.ts';
import { ThumbnailError } from '../errors.ts';
import { outputFormats } from '../format/format.ts';

/** Milliseconds, the most that is kept back to make everything once more in the cheaper way, a new engine included. */
const longestFallback = 5000;

/** Milliseconds after which a failure is forgotten: other functions on the same machine come and go. */
const forgetAfterMs = 600_000;
/** How many times as long as the time that was not enough is worth another attempt; less is no more than chance. */
const worthwhile = 1.25;

/**
 * What an instance has learned of its own speed: a demanding thumbnail that was late once is not begun again with hardly more
 * time. Kept as long as the instance lives.
 */
export class Pace {
  private failure: { readonly at: number; readonly msPerPixel: number } | undefined;
  private readonly now: () => number;

  /** @param now Milliseconds since any fixed point, for tests. */
  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  /** @param ms The time that was not enough for so many pixels. */
  missed(pixels: number, ms: number): void {
    this.failure = { at: this.now(), msPerPixel: ms / pixels };
  }

  /** Could so many pixels be ready in so many milliseconds, as far as this instance knows? */
  allows(pixels: number, ms: number): boolean {
    if (!this.failure || this.now() - this.failure.at > forgetAfterMs) return true;
    return ms >= pixels * this.failure.msPerPixel * worthwhile;
  }
}

/**
 * Turns what can take very long into what never does: AVIF into WebP, an animation into its first frame, a searched quality
 * into the usual one.
 *
 * @returns undefined for what is not demanding.
 */
export function cheaper(spec: RenderSpec): RenderSpec | undefined {
  const isAnimation = (spec.pages ?? 1) > 1;
  const format = spec.format === 'avif' ? 'webp' : spec.format;
  if (format === spec.format && !isAnimation && spec.quality !== 'auto') return undefined;
  const keepsQuality = format === spec.format && spec.quality !== 'auto';
  const quality = keepsQuality ? spec.quality : outputFormats[format].defaultQuality;
  return { ...spec, format, quality, pages: undefined, effort: undefined };
}

/** A warning for the report: what differs from what the preset asks for, and the cure. */
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

/**
 * Called once for each thumbnail that is ready.
 *
 * @param index The place of its spec among those of the job.
 * @param spec The spec that it was made by: the one that was asked for, or a cheaper one.
 */
export type DeliverMade = (index: number, encoded: Encoded, spec: RenderSpec) => void;

export interface FallbackTools {
  /** THUMB_FALLBACK. */
  readonly fallback: boolean;
  readonly pace: Pace;
  readonly deliver: DeliverMade;
}

/**
 * Renders, and delivers every thumbnail through `deliver`. Demanding thumbnails have all of the time but for what the cheaper
 * way takes; then the engine is stopped, and what is not ready is made in the cheaper way. Without demanding thumbnails, or with
 * the fallback off, this is the engine's own `render`.
 *
 * @returns The preview, if the job asks for one.
 * @throws {ThumbnailError} as the engine does.
 */
export async function renderWithFallback(
  engine: Engine,
  job: RenderJob,
  deadline: Deadline,
  { fallback, pace, deliver }: FallbackTools,
): Promise<Preview | undefined> {
  const asked = job.specs.map((spec, index) => ({ index, spec }));
  const demanding = job.specs.filter(cheaper).reduce((pixels, spec) => pixels + pixelsOf(spec), 0);
  if (!fallback || demanding === 0) return renderAll(engine, job, asked, deadline, deliver);

  const ready = new Set<number>();
  const keep: DeliverMade = (index, encoded, spec) => {
    ready.add(index);
    deliver(index, encoded, spec);
  };
  const attempt = deadline.before(Math.min(longestFallback, deadline.remaining() / 2));
  const time = attempt.remaining();
  if (pace.allows(demanding, time)) {
    try {
      return await renderAll(engine, job, asked, attempt, keep);
    } catch (error) {
      if (!(error instanceof ThumbnailError) || error.code !== 'deadline') throw error;
      pace.missed(demanding, time);
    }
  }
  const missing = asked.filter(({ index }) => !ready.has(index));
  const less = missing.map(({ index, spec }) => ({ index, spec: cheaper(spec) ?? spec }));
  return renderAll(engine, job, less, deadline, deliver);
}

/** One call of the engine for some specs of a job; what it answers without having delivered it is delivered now. */
async function renderAll(
  engine: Engine,
  job: RenderJob,
  wanted: readonly { readonly index: number; readonly spec: RenderSpec }[],
  deadline: Deadline,
  deliver: DeliverMade,
): Promise<Preview | undefined> {
  const waiting = new Set(wanted);
  const pass = (at: number, encoded: Encoded) => {
    const one = wanted[at];
    if (one && waiting.delete(one)) deliver(one.index, encoded, one.spec);
  };
  const specs = wanted.map(({ spec }) => spec);
  const { thumbnails, preview } = await engine.render({ ...job, specs }, deadline, pass);
  for (const [at, encoded] of thumbnails.entries()) pass(at, encoded);
  return preview;
}

function pixelsOf({ width, height, pages = 1 }: RenderSpec): number {
  return width * height * pages;
}
