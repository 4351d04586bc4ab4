// Presets that trim: what is left of the photo without its border, found only where a thumbnail is due.

import type { Deadline } from '../deadline.ts';
import type { Engine, Region } from '../engine/engine.ts';
import { ThumbnailError } from '../errors.ts';
import { trimProblem } from '../source/limits.ts';
import { isDue, type Job, specify, type TaskContext } from './task.ts';

/**
 * The jobs, those that trim with what is left of the photo. It is looked at once for each threshold.
 *
 * @param bytes The encoded source.
 * @throws {ThumbnailError} as `Engine.findTrim`; but one that cannot trim at all is the problem of those jobs alone.
 */
export async function trimmed(
  jobs: readonly Job[],
  bytes: Uint8Array,
  circumstances: TaskContext,
  engine: Engine,
  deadline: Deadline,
): Promise<Job[]> {
  const found = new Map<number, Region | { readonly problem: unknown }>();
  const done: Job[] = [];
  for (const job of jobs) {
    const { trim } = job.rendition.preset;
    if (trim === undefined || !isDue(job)) {
      done.push(job);
      continue;
    }
    const region = found.get(trim) ?? (await tryToTrim(trim));
    found.set(trim, region);
    const { rendition } = job;
    done.push('problem' in region ? { rendition, ...region } : specify(job, circumstances, region));
  }
  return done;

  async function tryToTrim(threshold: number): Promise<Region | { readonly problem: unknown }> {
    const { info, limits } = circumstances;
    const problem = trimProblem(info, bytes.length, limits);
    if (problem) return { problem };
    try {
      return await engine.findTrim(bytes, info, threshold, deadline);
    } catch (error) {
      if (error instanceof ThumbnailError && error.code === 'rendition-impossible') return { problem: error };
      throw error;
    }
  }
}
