// What an engine is made of.

import type { Engine, Footprint } from '../../src/function/engine/engine.ts';
import type { OutputFormat, SourceFormat } from '../../src/function/format/format.ts';
import { encoderModules } from '../squoosh/codec-modules.ts';

export interface EngineAssets {
  /** `wasm-vips 0.0.19` */
  readonly version: string;
  readonly footprint: Footprint;
  /** As the port has it. */
  readonly limitation?: Engine['limitation'];
  /** The engine's script, see thread/server.ts. */
  readonly script: string;
  /** The script of the Squoosh engine, where a light engine borrows its encoders. */
  readonly encoders?: string;
  /** The modules that it needs to read this format and to write these; without them, those that it needs in any case. */
  modulesFor(light: boolean, format?: SourceFormat, outputs?: readonly OutputFormat[]): readonly string[];
  /** The bytes of a module; the caller owns them. */
  module(name: string): Promise<Uint8Array>;
}

/**
 * A light wasm-vips borrows Squoosh's encoders. AVIF and JPEG XL have modules of their own, which are loaded at boot or
 * never: only engines that meet such photos, or are to write AVIF, pay for them.
 */
export function vipsModulesFor(
  light: boolean,
  format?: SourceFormat,
  outputs: readonly OutputFormat[] = [],
): readonly string[] {
  const needsHeif = format === 'avif' || outputs.includes('avif');
  return [
    'vips',
    ...(light ? encoderModules : []),
    ...(needsHeif ? ['heif'] : []),
    ...(format === 'jxl' ? ['jxl'] : []),
  ];
}
