// The settings: one table, read once at start.

import type { Preset } from './preset.ts';

export interface Config {
  /** `THUMB_TARGET_BUCKET`, with `{bucket}`; without or with an appid. */
  readonly targetBucket: string;
  /** `THUMB_TARGET_KEY`: the template. */
  readonly targetKey: string;
  readonly presets: readonly Preset[];
  /** Does a source key pass `THUMB_INCLUDE` and `THUMB_EXCLUDE`? */
  readonly accepts: (key: string) => boolean;
  /** undefined: from the function's memory, see limits.ts. */
  readonly maxSourceBytes: number | undefined;
  readonly maxPixels: number | undefined;
  readonly maxPages: number | undefined;
  /** `http://127.0.0.1:9000`; undefined: COS itself. */
  readonly cosEndpoint: string | undefined;
  readonly log: LogLevel;
}

export type LogLevel = 'silent' | 'error' | 'info' | 'debug';

/**
 * @throws {ConfigError} listing every problem of every setting, and every unknown name that begins with `THUMB_`.
 */
export declare function loadConfig(env: Readonly<Record<string, string | undefined>>): Config;
