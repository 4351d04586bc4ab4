// Reads all settings from the environment, once at start, and reports all their problems in one error. How the text of a setting
// is read is in settings.ts and behind it.

import { nearest } from '../did-you-mean.ts';
import { ConfigError } from '../errors.ts';
import type { LogLevel } from '../log.ts';
import type { MetadataPolicy } from '../metadata/policy.ts';
import type { Preset } from '../preset/preset.ts';
import type { Route } from '../preset/route.ts';
import type { Keeping } from '../store.ts';
import { loopProblems } from '../target/target.ts';
import { isHashed, literalFolder } from '../target/template.ts';
import type { NotifyAddress } from './notify.ts';
import { type OnDelete, type Setting, settings } from './settings.ts';
import type { Watermark } from './watermark.ts';

export { settings } from './settings.ts';

/** The settings in the form in which the function uses them. */
export interface Config {
  /** The template of the target bucket's name, with or without an appid at its end; see `fillTargetBucket`. */
  readonly targetBucket: string;
  /** The template of a thumbnail's key; see `fillTargetKey`. */
  readonly targetKey: string;
  /** The same for a preset without a name. It differs only where no template is set and other presets have names. */
  readonly unnamedTargetKey: string;
  /** Which presets each source key has; see `routeOf`. */
  readonly routes: readonly Route[];
  /** Those of all routes. */
  readonly presets: readonly Preset[];
  /** Whether a source key passes `THUMB_INCLUDE` and `THUMB_EXCLUDE`. */
  readonly accepts: (key: string) => boolean;
  /** What becomes of the thumbnails of a deleted photo. */
  readonly onDelete: OnDelete;
  /** What of the source's metadata goes into a thumbnail. */
  readonly metadata: MetadataPolicy;
  /** The picture for presets with a watermark; undefined when no preset has one. */
  readonly watermark: Watermark | undefined;
  /** The template of a manifest's key, see `fillManifestKey`; undefined when no manifests are written. */
  readonly manifest: string | undefined;
  /** How COS keeps thumbnails and manifests. */
  readonly keeping: Keeping;
  /** The Cache-Control of thumbnails; undefined for the photo's own. */
  readonly cacheControl: string | undefined;
  /** Whether a cheaper thumbnail is made instead of one that would not be ready in time. */
  readonly fallback: boolean;
  /** In bytes; undefined, like the next two, when the limit is not set: source/limits.ts has the defaults. */
  readonly maxSourceBytes: number | undefined;
  /** In pixels, not megapixels. */
  readonly maxPixels: number | undefined;
  readonly maxPages: number | undefined;
  /** The folder of failure records, like `failed/`; undefined when none are written. */
  readonly failedPrefix: string | undefined;
  /** Who is told of each record that is done; undefined: nobody. */
  readonly notify: { readonly address: NotifyAddress; readonly secret: string } | undefined;
  /** The address that gets COS' requests, like `http://127.0.0.1:9000`; undefined for COS itself. */
  readonly cosEndpoint: string | undefined;
  readonly log: LogLevel;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings. A variable with an empty value counts as unset.
 *
 * @param env The environment variables, as in `process.env`; names without the prefix `THUMB_` are ignored.
 * @returns The settings, frozen.
 * @throws {ConfigError} with every problem of every setting, and every unknown name that begins with `THUMB_`.
 * @example
 * loadConfig({ THUMB_PRESETS: 'small:200x200' }).targetKey // {dir}{name}-{preset}.{ext}
 * loadConfig({ THUMB_PRESET: '200x200' }) // throws: THUMB_PRESET: no such setting; did you mean THUMB_PRESETS?
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
      problems.push(...error.problems.map((problem) => `${subjectOf(setting.env)}: ${problem}`));
      return undefined;
    }
  };

  const before = problems.length;
  const routes = read(settings.presets) ?? [];
  const presets = routes.reduce<readonly Preset[]>((all, route) => all.concat(route.presets), []);
  const targetBucket = read(settings.targetBucket) ?? '';
  const givenKey = read(settings.targetKey);
  const targetKey = givenKey ?? defaultTargetKey(presets);
  const manifest = manifestKey(read(settings.manifest), targetKey);
  const watermark = read(settings.watermark);
  const areReadable = problems.length === before;
  const include = read(settings.include) ?? everything;
  const exclude = read(settings.exclude) ?? nothing;
  const address = read(settings.notify);
  const secret = read(settings.notifySecret);
  problems.push(...notifyConflicts(env));
  const maxSourceMb = read(settings.maxSourceMb);
  const maxMegapixels = read(settings.maxMegapixels);
  const config: Config = {
    targetBucket,
    targetKey,
    unnamedTargetKey: givenKey ?? unnamedKey,
    routes,
    presets,
    accepts: (key) => include(key) && !exclude(key),
    onDelete: read(settings.onDelete) ?? 'keep',
    metadata: read(settings.metadata) ?? 'copyright',
    watermark,
    manifest,
    keeping: {
      acl: read(settings.acl),
      storageClass: read(settings.storageClass),
      tagging: read(settings.tags),
    },
    cacheControl: read(settings.cacheControl),
    fallback: read(settings.fallback) ?? true,
    maxSourceBytes: maxSourceMb === undefined ? undefined : Math.floor(maxSourceMb * 1024 * 1024),
    maxPixels: maxMegapixels === undefined ? undefined : Math.floor(maxMegapixels * 1e6),
    maxPages: read(settings.maxPages),
    failedPrefix: read(settings.failedPrefix),
    notify: address !== undefined && secret !== undefined ? { address, secret } : undefined,
    cosEndpoint: read(settings.cosEndpoint),
    log: read(settings.log) ?? 'info',
  };
  if (areReadable) problems.push(...findConflicts(config));
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(config);
}

const everything = () => true;
const nothing = () => false;

const unnamedKey = '{dir}{name}.{ext}';

/** The template of keys when none is set: names with the preset, unless no preset has a name. */
function defaultTargetKey(presets: readonly Preset[]): string {
  return presets.every(({ name }) => name === '') ? unnamedKey : '{dir}{name}-{preset}.{ext}';
}

/** The template of manifests' keys: `on` puts them into the folder of the thumbnails. */
function manifestKey(template: string | undefined, targetKey: string): string | undefined {
  return template === 'on' ? `${literalFolder(targetKey)}{dir}{name}.{ext}.json` : template;
}

/** How a problem begins. What hides secrets in messages would take a sentence right behind `SECRET:` for one. */
function subjectOf(name: string): string {
  return /secret$/i.test(name) ? `${name} is wrong` : name;
}

const prefix = 'THUMB_';

/** How the prefix is mistyped; other programs have variables of their own. */
const otherPrefixes = /^(THUMBS?|THUMBNAIL(ER|S)?|TUMB)[_-]/i;

/** The problems with variables that begin like a setting and are none, which are most often misspelt. */
function unknownNames(env: Env): string[] {
  const known = Object.values<Setting<unknown>>(settings).map((setting) => setting.env);
  const meantBy = (name: string) => name.replace(otherPrefixes, prefix).replace(/-/g, '_').toUpperCase();
  const misnamed = Object.keys(env)
    .filter((name) => known.includes(meantBy(name)) && meantBy(name) !== name)
    .map((name) => `${subjectOf(name)}: no such setting; did you mean ${meantBy(name)}?`);
  const unknown = Object.keys(env)
    .filter((name) => name.startsWith(prefix) && !known.includes(name))
    .map((name) => {
      const near = nearest(
        name.slice(prefix.length),
        known.map((one) => one.slice(prefix.length)),
      );
      const hint =
        near === undefined ? `the settings are ${known.join(', ')}` : `did you mean ${prefix}${near}?`;
      return `${subjectOf(name)}: no such setting; ${hint}`;
    });
  return [...new Set([...misnamed, ...unknown])];
}

function ofRoute({ globs }: Route): string {
  return globs === undefined ? '' : ` (route "for=${globs}")`;
}

/** By the variables: a secret is never among what messages are made of. */
function notifyConflicts(env: Env): string[] {
  const { notify, notifySecret } = settings;
  const [isTold, isSigned] = [notify, notifySecret].map((one) => Boolean(env[one.env]?.trim()));
  if (isTold && !isSigned) {
    return [
      `${notify.env}: a receiver must be able to tell our messages from others; set ${notifySecret.env} too, to the output of ` +
        'openssl rand -hex 32',
    ];
  }
  return isSigned && !isTold
    ? [
        `${subjectOf(notifySecret.env)}: nobody is told, so nothing is signed; set ${notify.env} to an https address too, or remove it`,
      ]
    : [];
}

/** Finds settings that are valid one by one, but not together. */
function findConflicts(config: Config): string[] {
  const { routes, presets, targetKey, unnamedTargetKey, targetBucket, manifest, failedPrefix, watermark } =
    config;
  const problems: string[] = [];
  const several = routes.find((route) => route.presets.length > 1);
  if (several && !targetKey.includes('{preset}')) {
    problems.push(
      `${settings.targetKey.env}: with several presets${ofRoute(several)} the key must contain {preset}, or their ` +
        'thumbnails would overwrite each other; ' +
        `expected a key like {dir}{name}-{preset}.{ext}, found "${targetKey}"`,
    );
  }
  const unnamed = routes.find((route) => route.presets.some(({ name }) => name === ''));
  if (unnamed && unnamedTargetKey.includes('{preset}')) {
    problems.push(
      `${settings.targetKey.env}: {preset} stands for the preset's name, but a preset in ${settings.presets.env} has ` +
        `none${ofRoute(unnamed)}; give it a name, like small:200x200`,
    );
  }
  if (isHashed(targetKey) && manifest === undefined) {
    problems.push(
      `${settings.targetKey.env}: nobody can compute keys with {hash}, so they must be listed; set ` +
        `${settings.manifest.env}=on, or leave out {hash}`,
    );
  }
  const usesWatermark = presets.some((preset) => preset.watermark);
  if (usesWatermark && watermark === undefined) {
    problems.push(
      `${settings.presets.env}: the option watermark needs a picture; set ${settings.watermark.env} to its key in the ` +
        'target bucket, like marks/logo.png',
    );
  }
  if (watermark !== undefined && !usesWatermark) {
    problems.push(
      `${settings.watermark.env}: no preset in ${settings.presets.env} has the option watermark, so the picture would ` +
        `not be used; add the option, like 800x,watermark, or remove ${settings.watermark.env}`,
    );
  }
  const isJson = presets.some(({ name }) => targetKey.replace(/\{preset\}/g, name).endsWith('.json'));
  if (manifest !== undefined && isJson) {
    problems.push(
      `${settings.targetKey.env}: with ${settings.manifest.env} only the keys of manifests may end in .json; ` +
        `expected a key that ends in .{ext}, found "${targetKey}"`,
    );
  }
  if (failedPrefix !== undefined) {
    const isInFolder = (template: string) => literalFolder(template).startsWith(failedPrefix);
    const others = [
      ...(isJson && isInFolder(targetKey) ? [settings.targetKey.env] : []),
      ...(manifest !== undefined && isInFolder(manifest) ? [settings.manifest.env] : []),
    ];
    for (const other of others) {
      problems.push(
        `${settings.failedPrefix.env}: ${other} puts objects that end in .json into ${failedPrefix} as well, and they would ` +
          'take the keys of failure records; expected a folder for failure records only, like failed/',
      );
    }
  }
  if (targetBucket === '{bucket}') problems.push(...loopProblems(targetBucket, config));
  return problems;
}
