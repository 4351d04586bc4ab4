// What thumbnailRecord works with, as far as a test does not bring its own.

import { loadConfig } from '../../src/function/config/config.ts';
import { Deadline } from '../../src/function/deadline.ts';
import type { Engine } from '../../src/function/engine/engine.ts';
import { Pace } from '../../src/function/render/fallback.ts';
import { WatermarkCache } from '../../src/function/render/watermark.ts';
import { resolveLimits } from '../../src/function/source/limits.ts';
import type { ObjectStore } from '../../src/function/store.ts';
import type { Tools } from '../../src/function/thumbnail.ts';
import { createStubEngine } from './stub-engine.ts';
import { createWatchedStore } from './watched-store.ts';

export interface Wanted {
  readonly store?: ObjectStore;
  readonly engine?: Engine;
  /** `THUMB_` settings. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A function of 512 MB with a minute left. */
export function createTools({
  store = createWatchedStore(),
  engine = createStubEngine(),
  env = {},
}: Wanted = {}): Tools {
  const config = loadConfig(env);
  return {
    config,
    store,
    engine,
    quick: {},
    limits: resolveLimits(config, 512, engine.footprint),
    deadline: Deadline.in(60_000),
    pace: new Pace(),
    watermarkCache: new WatermarkCache(),
    onStep: () => {},
  };
}
