// How often a source is decoded, and for what: once for all thumbnails that show the same part of it. Pure.

import type { Region, RenderJob, RenderSpec } from '../../src/function/engine/engine.ts';

export interface Decode {
  /** Undefined: the whole photo. */
  readonly region: Region | undefined;
  /** From large to small. */
  readonly specs: readonly RenderSpec[];
  readonly preview: boolean;
}

export function planDecodes({ specs, preview = false }: Pick<RenderJob, 'specs' | 'preview'>): Decode[] {
  const groups = new Map<string, RenderSpec[]>();
  if (preview) groups.set(regionKey(undefined), []);
  for (const spec of specs) {
    const key = regionKey(spec.region);
    groups.set(key, [...(groups.get(key) ?? []), spec]);
  }
  return Array.from(groups, ([key, group]) => ({
    region: group[0]?.region,
    specs: group.sort((a, b) => area(b) - area(a)),
    preview: preview && key === regionKey(undefined),
  }));
}

function regionKey(region: Region | undefined): string {
  return region ? [region.left, region.top, region.width, region.height].join() : 'whole';
}

function area({ resizedWidth, resizedHeight }: RenderSpec): number {
  return resizedWidth * resizedHeight;
}
