// What an engine is made of.

import type { Footprint } from '../src/engine.ts';
import type { SourceFormat } from '../src/format.ts';

export interface EngineAssets {
  /** `wasm-vips 0.0.19` */
  readonly version: string;
  readonly footprint: Footprint;
  /** The engine's script, see serve.ts. */
  readonly script: string;
  /** The modules that it needs to read this format; without one, those that it needs in any case. */
  modulesFor(format?: SourceFormat): readonly string[];
  /** The bytes of a module; the caller owns them. */
  module(name: string): Promise<Uint8Array>;
}

/** wasm-vips reads AVIF by a second module, which is loaded at boot or never: only engines that meet an AVIF pay for it. */
export function vipsModulesFor(format?: SourceFormat): readonly string[] {
  return format === 'avif' ? ['vips', 'heif'] : ['vips'];
}
