// Every engine there is, as tests run them.

import type { Engine } from '../../src/function/engine/engine.ts';
import { sharedEngine } from './engine.ts';
import { sharedSquooshEngine } from './squoosh.ts';

export interface Engines {
  readonly light: Engine;
  readonly optimised: Engine;
  readonly squoosh: Engine;
}

/** Shared by all test files of this worker. */
export async function sharedEngines(): Promise<Engines> {
  return {
    light: await sharedEngine(),
    optimised: await sharedEngine({ light: false }),
    squoosh: await sharedSquooshEngine(),
  };
}
