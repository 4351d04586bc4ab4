// Plans how often a source is decoded: once for all thumbnails that show the same part of it. Pure.

import type { Region, RenderJob, RenderSpec } from '../../src/function/engine/engine.ts';
import { byFallingArea } from '../picture/resizing.ts';

/** One decode, and what is made from it. */
export interface Decode {
  /** Pixels of the photo at its full size; undefined: the whole photo. */
  readonly region: Region | undefined;
  /** From the largest to the smallest. */
  readonly specs: readonly RenderSpec[];
  /** Whether the preview is made from it, too. */
  readonly preview: boolean;
}

/** Groups the specs by their region. A preview is made from the whole photo. */
export function planDecodes({ specs, preview = false }: Pick<RenderJob, 'specs' | 'preview'>): Decode[] {
  const groups = new Map<string, RenderSpec[]>();
  if (preview) groups.set(regionKey(undefined), []);
  for (const spec of specs) {
    const key = regionKey(spec.region);
    groups.set(key, [...(groups.get(key) ?? []), spec]);
  }
  return Array.from(groups, ([key, group]) => ({
    region: group[0]?.region,
    specs: group.sort(byFallingArea),
    preview: preview && key === regionKey(undefined),
  }));
}

function regionKey(region: Region | undefined): string {
  return region ? [region.left, region.top, region.width, region.height].join() : 'whole';
}
