// Pure: what is to be done for a record, before and after its format is known. Holds the loop guards.

import type { Config } from './config.ts';
import type { ObjectRecord } from './event.ts';
import type { OutputFormat, SourceFormat } from './format.ts';
import type { Preset } from './preset.ts';
import type { SkipCode } from './report.ts';
import type { ObjectRef } from './store.ts';

export type Plan =
  | { readonly kind: 'skip'; readonly code: SkipCode; readonly message: string }
  | { readonly kind: 'render'; readonly presets: readonly Preset[] };

/** One output of one source by one preset. */
export interface Rendition {
  readonly preset: Preset;
  readonly format: OutputFormat;
  readonly target: ObjectRef;
}

/** @throws {ConfigError} if the target bucket is the record's own and the target keys could be sources again. */
export declare function planRecord(record: ObjectRecord, config: Config): Plan;

/** The renditions, once the source's bytes have told its format. */
export declare function planRenditions(
  record: ObjectRecord,
  format: SourceFormat,
  config: Config,
): Rendition[];
