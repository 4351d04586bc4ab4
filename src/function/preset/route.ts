// Pure: which presets a source has, by its key. config/by-folder.ts reads routes from text.

import type { Preset } from './preset.ts';

/** Presets for the source keys that match some globs. */
export interface Route {
  /** As they were written, for messages; undefined for the one route of a text without globs, which every key fits. */
  readonly globs: string | undefined;
  readonly fits: (key: string) => boolean;
  /** Empty: nothing is made of these keys. */
  readonly presets: readonly Preset[];
}

/** @returns The first route that the key fits: it alone decides. undefined if there is none. */
export function routeOf(routes: readonly Route[], key: string): Route | undefined {
  return routes.find((route) => route.fits(key));
}
