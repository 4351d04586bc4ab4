// What many thumbnails come to. Pure arithmetic.

import { quantile } from '../statistics.ts';
import type { Thumbnail } from './makers.ts';

export interface Judgement {
  /** Means. */
  readonly bytes: number;
  readonly score: number;
  /** SSIMULACRA2 that nine in ten surpass, and that all do. */
  readonly worstTenth: number;
  readonly worst: number;
  /** Median. */
  readonly ms: number;
}

export function judge(thumbnails: readonly Thumbnail[]): Judgement {
  const scores = thumbnails.map(({ score }) => score);
  return {
    bytes: mean(thumbnails.map(({ bytes }) => bytes)),
    score: mean(scores),
    worstTenth: quantile(scores, 0.1),
    worst: Math.min(...scores),
    ms: quantile(
      thumbnails.map(({ ms }) => ms),
      0.5,
    ),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
