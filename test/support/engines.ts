// Every engine there is, as tests run them.

import { afterAll } from 'vitest';
import type { Engine } from '../../src/function/engine/engine.ts';
import { createTestEngine } from './engine.ts';
import { createSquooshEngine } from './squoosh.ts';

export interface Engines {
  readonly light: Engine;
  readonly optimised: Engine;
  readonly squoosh: Engine;
}

/** Stopped after the file's tests. */
export async function createEngines(): Promise<Engines> {
  const light = await createTestEngine();
  const optimised = await createTestEngine({ light: false });
  afterAll(() => {
    light.stop();
    optimised.stop();
  });
  return { light, optimised, squoosh: await createSquooshEngine() };
}
