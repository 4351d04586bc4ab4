// The settings as the function uses them: read once at start, all problems at once.

import { nearest } from '../did-you-mean.ts';
import { ConfigError } from '../errors.ts';
import type { LogLevel } from '../log.ts';
import type { MetadataPolicy } from '../metadata/policy.ts';
import type { Preset } from '../preset/preset.ts';
import { loopProblems } from '../target/target.ts';
import { literalFolder } from '../target/template.ts';
import { type OnDelete, type Setting, settings } from './settings.ts';
import type { Watermark } from './watermark.ts';

export { settings } from './settings.ts';

export interface Config {
  /** `THUMB_TARGET_BUCKET`, with `{bucket}`; without or with an appid. */
  readonly targetBucket: string;
  /** `THUMB_TARGET_KEY`: the template. */
  readonly targetKey: string;
  readonly presets: readonly Preset[];
  /** Does a source key pass `THUMB_INCLUDE` and `THUMB_EXCLUDE`? */
  readonly accepts: (key: string) => boolean;
  /** What becomes of the thumbnails of a deleted photo. */
  readonly onDelete: OnDelete;
  /** What of the source's metadata goes into a thumbnail. */
  readonly metadata: MetadataPolicy;
  /** undefined: no preset has one. */
  readonly watermark: Watermark | undefined;
  /** The template of a manifest's key, see `fillManifestKey`; undefined: none is written. */
  readonly manifest: string | undefined;
  /** Is what would not be ready in time made in a quicker way? */
  readonly fallback: boolean;
  /** undefined: from the function's memory, see limits.ts. */
  readonly maxSourceBytes: number | undefined;
  readonly maxPixels: number | undefined;
  readonly maxPages: number | undefined;
  /** `failed/`; undefined: no failure records. */
  readonly failedPrefix: string | undefined;
  /** `http://127.0.0.1:9000`; undefined: COS itself. */
  readonly cosEndpoint: string | undefined;
  readonly log: LogLevel;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings; an empty value is an unset one.
 *
 * @throws {ConfigError} listing every problem of every setting, and every unknown name that begins with `THUMB_`.
 */
export function loadConfig(env: Env): Config {
  const problems = unknownNames(env);
  const read = <T>(setting: Setting<T>): T | undefined => {
    const text = env[setting.env]?.trim() || setting.default;
    if (text === undefined) return undefined;
    try {
      return setting.parse(text);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems.map((problem) => `${setting.env}: ${problem}`));
      return undefined;
    }
  };

  const before = problems.length;
  const presets = read(settings.presets) ?? [];
  const targetBucket = read(settings.targetBucket) ?? '';
  const targetKey = read(settings.targetKey) ?? defaultTargetKey(presets);
  const manifest = manifestKey(read(settings.manifest), targetKey);
  const watermark = read(settings.watermark);
  const areSound = problems.length === before;
  const include = read(settings.include) ?? everything;
  const exclude = read(settings.exclude) ?? nothing;
  const maxSourceMb = read(settings.maxSourceMb);
  const maxMegapixels = read(settings.maxMegapixels);
  const config: Config = {
    targetBucket,
    targetKey,
    presets,
    accepts: (key) => include(key) && !exclude(key),
    onDelete: read(settings.onDelete) ?? 'keep',
    metadata: read(settings.metadata) ?? 'copyright',
    watermark,
    manifest,
    fallback: read(settings.fallback) ?? true,
    maxSourceBytes: maxSourceMb === undefined ? undefined : Math.floor(maxSourceMb * 1024 * 1024),
    maxPixels: maxMegapixels === undefined ? undefined : Math.floor(maxMegapixels * 1e6),
    maxPages: read(settings.maxPages),
    failedPrefix: read(settings.failedPrefix),
    cosEndpoint: read(settings.cosEndpoint),
    log: read(settings.log) ?? 'info',
  };
  if (areSound) problems.push(...clashes(config));
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(config);
}

const everything = () => true;
const nothing = () => false;

function defaultTargetKey(presets: readonly Preset[]): string {
  const unnamed = presets.length === 1 && presets[0]?.name === '';
  return unnamed ? '{dir}{name}.{ext}' : '{dir}{name}-{preset}.{ext}';
}

function manifestKey(template: string | undefined, targetKey: string): string | undefined {
  return template === 'on' ? `${literalFolder(targetKey)}{dir}{name}.{ext}.json` : template;
}

const prefix = 'THUMB_';

function unknownNames(env: Env): string[] {
  const known = Object.values<Setting<unknown>>(settings).map((setting) => setting.env);
  return Object.keys(env)
    .filter((name) => name.startsWith(prefix) && !known.includes(name))
    .map((name) => {
      const near = nearest(
        name.slice(prefix.length),
        known.map((one) => one.slice(prefix.length)),
      );
      const hint = near === undefined ? `there are ${known.join(', ')}` : `did you mean ${prefix}${near}?`;
      return `${name}: no such setting; ${hint}`;
    });
}

/** Settings that are right by themselves and wrong together. */
function clashes(config: Config): string[] {
  const { presets, targetKey, targetBucket, manifest, watermark } = config;
  const problems: string[] = [];
  const usesPreset = targetKey.includes('{preset}');
  if (presets.length > 1 && !usesPreset) {
    problems.push(
      `${settings.targetKey.env}: with several presets the key must contain {preset}, or they would overwrite ` +
        `each other, like {dir}{name}-{preset}.{ext}; found "${targetKey}"`,
    );
  }
  if (usesPreset && presets.some(({ name }) => name === '')) {
    problems.push(
      `${settings.targetKey.env}: {preset} is the preset's name, and ${settings.presets.env} gives none; ` +
        'name it, like small:200x200',
    );
  }
  const marked = presets.some((preset) => preset.watermark);
  if (marked && watermark === undefined) {
    problems.push(
      `${settings.presets.env}: "watermark" needs the picture that ${settings.watermark.env} names, like marks/logo.png`,
    );
  }
  if (watermark !== undefined && !marked) {
    problems.push(
      `${settings.watermark.env}: no preset of ${settings.presets.env} has the option watermark, so the picture would ` +
        'appear nowhere; add it, like 800x,watermark, or unset this',
    );
  }
  if (manifest !== undefined && targetKey.endsWith('.json')) {
    problems.push(
      `${settings.targetKey.env}: ".json" is how manifests end, which ${settings.manifest.env} asks for; ` +
        `let the key of a thumbnail end in .{ext}, found "${targetKey}"`,
    );
  }
  if (targetBucket === '{bucket}') problems.push(...loopProblems(targetBucket, config));
  return problems;
}
