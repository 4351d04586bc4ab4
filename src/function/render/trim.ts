// Where the border of a photo ends, for presets that trim.

import type { Deadline } from '../deadline.ts';
import type { Engine, Region, SourceInfo } from '../engine/engine.ts';
import { ThumbnailError } from '../errors.ts';
import type { Failed } from '../failed.ts';
import { type Limits, trimProblem } from '../source/limits.ts';

/**
 * @param threshold How far a band may differ from the colour of the border, 0 to 255.
 * @returns What is left of the photo without its border, or why this function cannot look for it.
 * @throws {ThumbnailError} if the photo cannot be decoded: then no thumbnail can be made, trimmed or not.
 */
export type FindTrim = (threshold: number) => Promise<Region | Failed>;

/** Looks once for each threshold, however many presets have it: each look decodes all of the photo. */
export function createFindTrim(
  bytes: Uint8Array,
  info: SourceInfo,
  {
    engine,
    limits,
    deadline,
  }: { readonly engine: Engine; readonly limits: Limits; readonly deadline: Deadline },
): FindTrim {
  const found = new Map<number, Region | Failed>();
  return async (threshold) => {
    const known = found.get(threshold);
    if (known) return known;
    const region = await look(threshold);
    found.set(threshold, region);
    return region;
  };

  async function look(threshold: number): Promise<Region | Failed> {
    const problem = trimProblem(info, bytes.length, limits);
    if (problem) return { error: problem };
    try {
      return await engine.findTrim(bytes, info, threshold, deadline);
    } catch (error) {
      if (error instanceof ThumbnailError && error.code === 'rendition-impossible') return { error };
      throw error;
    }
  }
}

/** A region that is all of the photo is left out of specs: without one the photo can be decoded at any scale. */
export function isWhole(region: Region, { width, height }: SourceInfo): boolean {
  return region.width === width && region.height === height;
}
