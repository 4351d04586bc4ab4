// The parts that an engine is started from: script, WebAssembly modules and measured footprint. Types, and the choice
// of modules; where the parts are read from is in embedded.ts.

import type { Engine, EngineName, Footprint } from '../../src/function/engine/engine.ts';
import type { OutputFormat, SourceFormat } from '../../src/function/format/format.ts';
import { heifModules } from '../heif/heif-modules.ts';
import { encoderModules, squooshModules } from '../squoosh/codec-modules.ts';
import type { OptionalFormat } from './optional-modules.ts';

export interface EngineAssets {
  readonly name: EngineName;
  /** As `Engine.version` of the port. */
  readonly version: string;
  /** What this engine takes of the function's memory, in bytes, as measured. */
  readonly footprint: Footprint;
  /** What the build was made without; undefined is nothing. */
  readonly without?: readonly OptionalFormat[];
  /** The same as `Engine.limitation` of the port. */
  readonly limitation?: Engine['limitation'];
  /** JavaScript source text of the engine's script; it is served by thread/server.ts. */
  readonly script: string;
  /** JavaScript source text of the Squoosh engine's script, for a light wasm-vips engine that uses its encoders. */
  readonly encoders?: string;
  /**
   * Names the modules that are needed to read this format and write these outputs. Without them, names the modules that
   * the engine needs in any case.
   */
  modulesFor(light: boolean, format?: SourceFormat, outputs?: readonly OutputFormat[]): readonly string[];
  /** Reads one module, inflated. The caller owns the bytes, which may be in shared memory. */
  module(name: string): Promise<Uint8Array>;
}

/** Reads several modules, at the same time. */
export async function readModules(
  { module }: Pick<EngineAssets, 'module'>,
  names: readonly string[],
): Promise<Record<string, Uint8Array>> {
  const modules: Record<string, Uint8Array> = {};
  const read = async (name: string) => {
    modules[name] = await module(name);
  };
  await Promise.all(names.map(read));
  return modules;
}

/**
 * Names the modules of wasm-vips. A light engine also uses Squoosh's encoders. AVIF and JPEG XL have modules of their
 * own, which are loaded at boot or not at all, so that only engines that read such photos, or write AVIF, spend the
 * time and memory on them.
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

/** Names the modules of the Squoosh engine, and those of libheif where HEICs are read. */
export function squooshModulesFor(format?: SourceFormat): readonly string[] {
  return [...Object.keys(squooshModules), ...(format === 'heic' ? heifModules : [])];
}
