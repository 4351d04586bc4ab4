// When the function is killed: tied to one of its requests, or to the clock. Chosen by a seed.

import { createRandom } from '../../support/random.ts';
import { SOURCE_BUCKET, TARGET_BUCKET } from '../../support/records.ts';

/** The requests for a new photo with two presets. */
export const steps = [
  { name: 'GET of the source', method: 'GET', bucket: SOURCE_BUCKET, key: 'photo.jpg' },
  { name: 'HEAD of the small one', method: 'HEAD', bucket: TARGET_BUCKET, key: 'photo-small.jpg' },
  { name: 'HEAD of the large one', method: 'HEAD', bucket: TARGET_BUCKET, key: 'photo-large.jpg' },
  { name: 'PUT of the small one', method: 'PUT', bucket: TARGET_BUCKET, key: 'photo-small.jpg' },
  { name: 'PUT of the large one', method: 'PUT', bucket: TARGET_BUCKET, key: 'photo-large.jpg' },
  { name: 'HEAD of the source', method: 'HEAD', bucket: SOURCE_BUCKET, key: 'photo.jpg' },
] as const;
export type Step = (typeof steps)[number];

/** The request is never carried out; it is, but not answered; it is answered, and the process lives on for a moment. */
export const strikes = ['lost', 'unanswered', 'answered'] as const;
export type Strike = (typeof strikes)[number];

export type Moment =
  | { readonly kind: 'request'; readonly step: Step; readonly strike: Strike; readonly afterMs: number }
  /** So much of the usual time from the start of the process to its end; 1 is that end. */
  | { readonly kind: 'time'; readonly share: number };

/** Milliseconds that a process lives on, at most, after the answer to the request that its moment is tied to. */
const longestAfterwards = 30;
/** Some are killed when they have long been done. */
const longestShare = 1.5;

/**
 * Half of them are tied to requests, so that they do not depend on how fast the machine is: the strikes take turns, and each
 * strikes every step before it strikes one again.
 */
export function chooseMoments(count: number, seed: number): Moment[] {
  const random = createRandom(seed);
  const left: Record<Strike, Step[]> = { lost: [], unanswered: [], answered: [] };
  const chooseTied = (strike: Strike): Moment => {
    if (left[strike].length === 0) left[strike] = [...steps];
    const step = random.pick(left[strike]);
    left[strike] = left[strike].filter((other) => other !== step);
    return {
      kind: 'request',
      step,
      strike,
      afterMs: strike === 'answered' ? random.below(longestAfterwards) : 0,
    };
  };
  return Array.from({ length: count }, (_, at) => {
    if (at % 2 === 1) return { kind: 'time', share: (random.below(1000) / 1000) * longestShare };
    return chooseTied(strikes[(at / 2) % strikes.length] ?? 'lost');
  });
}

export function nameOf(moment: Moment): string {
  if (moment.kind === 'time') return `after ${(moment.share * 100).toFixed(0)} % of the usual time`;
  const after = moment.strike === 'answered' ? ` for ${moment.afterMs} ms` : '';
  return `${moment.step.name}, ${moment.strike}${after}`;
}
