// Pure: decides what is to be done for a record, before and after its format is known. Holds the guards against loops.

import type { Config } from './config/config.ts';
import { ConfigError, ThumbnailError } from './errors.ts';
import type { ObjectRecord } from './event/event.ts';
import { type OutputFormat, outputFormatOf, type SourceFormat, sourceFormats } from './format/format.ts';
import type { Preset } from './preset/preset.ts';
import { routeOf } from './preset/route.ts';
import type { SkipCode } from './report.ts';
import type { ObjectRef } from './store.ts';
import { activeExtensionOf } from './target/active-extensions.ts';
import { fillTargetKey } from './target/key-parts.ts';
import { hasDotSegments, isFolder, maxKeyBytes, splitKey } from './target/object-key.ts';
import { fillTargetBucket, isFailureKey, isManifestKey, keeperOf, loopProblems } from './target/target.ts';
import { isHashed, literalFolder } from './target/template.ts';

export type Plan =
  | { readonly kind: 'skip'; readonly code: SkipCode; readonly message: string }
  | { readonly kind: 'render' | 'remove'; readonly presets: readonly Preset[] };

/** One output of one source by one preset. */
export interface Rendition {
  readonly preset: Preset;
  readonly format: OutputFormat;
  /** Where it goes. Its key has `{hash}` in place of the digest while that is not known. */
  readonly target: ObjectRef;
  /** Where it goes once its recipe is known; absent where its key has no digest. */
  readonly targetBy?: (recipe: string) => ObjectRef;
}

/** Characters of a recipe in a key: enough to tell the contents of one photo apart. */
const hashLength = 10;

/**
 * Decides from the event alone. The first reason that applies counts: other event, folder, (loop), thumbnail of ours, excluded
 * key, no preset, empty object.
 *
 * @example planRecord(record, loadConfig({ THUMB_EXCLUDE: 'tmp/**' })) // { kind: 'skip', code: 'excluded', … } for tmp/cat.jpg
 * @throws {ConfigError} if the target bucket is the record's own and the target keys could be sources again.
 */
export function planRecord(record: ObjectRecord, config: Config): Plan {
  const { key } = record.ref;
  const kind = kindOf(record.eventName, config);
  if (!kind)
    return skip('other-event', `${record.eventName} is nothing to act on: ${actedOn[config.onDelete]}`);
  if (isFolder(key)) {
    return skip('folder', 'the key ends in "/", or in "." or ".." as a path may: a folder, not a photo');
  }
  const targetBucket = fillTargetBucket(config.targetBucket, record.ref.bucket, record.appid);
  if (targetBucket === record.ref.bucket) {
    const problems = loopProblems(targetBucket, config);
    if (problems.length > 0) throw new ConfigError(problems);
    const written = whatIsWritten(key, config);
    if (written !== undefined) return skip('target-object', written);
  }
  if (!config.accepts(key)) return skip('excluded', 'THUMB_INCLUDE or THUMB_EXCLUDE keeps this key out');
  const route = routeOf(config.routes, key);
  if (!route) return skip('no-preset', 'no route of THUMB_PRESETS fits this key; for=** at its end fits all');
  if (route.presets.length === 0)
    return skip('no-preset', `for=${route.globs} of THUMB_PRESETS makes nothing`);
  // Where deletions are mirrored, what was there before has left traces, and only the object itself tells that it is empty still.
  if (kind === 'render' && record.size === 0 && config.onDelete === 'keep') {
    return skip('empty-object', 'the object has no bytes');
  }
  return { kind, presets: route.presets };
}

/** @returns Why the key of the target bucket is one that this function writes or reads itself; undefined if it is not. */
function whatIsWritten(key: string, config: Config): string | undefined {
  const { targetKey, manifest, failedPrefix, watermark } = config;
  const thumbnails = literalFolder(targetKey);
  if (key.startsWith(thumbnails)) return `the key is in ${thumbnails}, where thumbnails go`;
  if (isManifestKey(key, manifest)) return 'the key is in the folder of THUMB_MANIFEST and ends in .json';
  if (isFailureKey(key, failedPrefix)) return `the key is in ${failedPrefix}, where failure records go`;
  return key === watermark?.key ? 'the key is that of THUMB_WATERMARK' : undefined;
}

const actedOn: Readonly<Record<Config['onDelete'], string>> = {
  keep: 'only cos:ObjectCreated:* and cos:ObjectRestore:Completed are, and with THUMB_ON_DELETE=mirror cos:ObjectRemove:*',
  mirror: 'only cos:ObjectCreated:*, cos:ObjectRestore:Completed and cos:ObjectRemove:* are',
};

function kindOf(eventName: string, { onDelete }: Config): 'render' | 'remove' | undefined {
  // An archived object could not be read when it was uploaded: it can be once it is restored.
  const isReadable =
    eventName.startsWith('cos:ObjectCreated:') || eventName === 'cos:ObjectRestore:Completed';
  if (isReadable) return 'render';
  return onDelete === 'mirror' && eventName.startsWith('cos:ObjectRemove:') ? 'remove' : undefined;
}

function skip(code: SkipCode, message: string): Plan {
  return { kind: 'skip', code, message };
}

/**
 * Lists the renditions, one for each preset of the source's route, once the source's format is known by its bytes. The target key depends only on the
 * source's key, its format and the settings, and with `{hash}` on its content, so that a redelivery of the event repeats the same work.
 *
 * @example planRenditions(record, 'jpeg', loadConfig({}))[0]?.target.key // photos/cat.jpg for photos/cat.jpg
 */
export function planRenditions(record: ObjectRecord, source: SourceFormat, config: Config): Rendition[] {
  const bucket = fillTargetBucket(config.targetBucket, record.ref.bucket, record.appid);
  const { dir, name, extension } = splitKey(record.ref.key);
  const presets = routeOf(config.routes, record.ref.key)?.presets ?? [];
  return presets.map((preset) => {
    const format = outputFormatOf(preset.format, source);
    const ext = extensionFor(format, extension);
    const template = preset.name === '' ? config.unnamedTargetKey : config.targetKey;
    const targetOf = (hash: string) => {
      const key = fillTargetKey(template, { dir, name, ext, preset: preset.name, hash });
      return { bucket, region: record.ref.region, key };
    };
    const targetBy = (recipe: string) => targetOf(recipe.slice(0, hashLength));
    return { preset, format, target: targetOf('{hash}'), ...(isHashed(template) && { targetBy }) };
  });
}

/** Lists the renditions that the source can have had, whatever its format was; no two have the same key. */
export function possibleRenditions(record: ObjectRecord, config: Config): Rendition[] {
  const formats = Object.keys(sourceFormats) as SourceFormat[];
  const all = formats.reduce<readonly Rendition[]>(
    (found, format) => found.concat(planRenditions(record, format, config)),
    [],
  );
  return all.filter(({ target }, at) => all.findIndex((one) => one.target.key === target.key) === at);
}

/** Keeps the source's own extension, as it is written, where it denotes the format; else takes the usual one. */
export function extensionFor(format: OutputFormat, extension: string): string {
  const known = sourceFormats[format].extensions;
  return known.includes(extension.toLowerCase()) ? extension : (known[0] ?? format);
}

/** The settings that keep keys for manifests and failure records. */
export type JsonKeys = Pick<Config, 'manifest' | 'failedPrefix'>;

/**
 * @returns `rendition-impossible` if the target key is longer than COS allows, would lead out of its folder, would end like a page
 * or a program, or may be that of a manifest or a failure record.
 */
export function keyProblem({ preset, target }: Rendition, config: JsonKeys): ThumbnailError | undefined {
  const of = preset.name === '' ? 'the thumbnail' : `the thumbnail "${preset.name}"`;
  return (
    extensionProblem(target.key, of) ?? targetProblem(target.key, { of, setting: 'THUMB_TARGET_KEY' }, config)
  );
}

/** A template without `.{ext}` at its end leaves the extension to whoever names the photo: `invoice.html.jpg`. */
function extensionProblem(key: string, of: string): ThumbnailError | undefined {
  const extension = activeExtensionOf(key);
  if (extension === undefined) return undefined;
  return new ThumbnailError(
    'rendition-impossible',
    `the key of ${of} would be ${JSON.stringify(key)}: what ends in .${extension} may be run when it is opened; ` +
      'let THUMB_TARGET_KEY end in .{ext}',
  );
}

/** What has a key. */
interface KeyOwner {
  /** For messages: `the manifest`. */
  readonly of: string;
  /** The setting that the key follows from. */
  readonly setting: 'THUMB_TARGET_KEY' | 'THUMB_MANIFEST';
}

const kept = { THUMB_FAILED_PREFIX: 'failure records', THUMB_MANIFEST: 'manifests' };

/** Checks any key of the target bucket as `keyProblem` does. */
export function targetProblem(
  key: string,
  { of, setting }: KeyOwner,
  config: JsonKeys,
): ThumbnailError | undefined {
  if (hasDotSegments(key)) {
    return new ThumbnailError(
      'rendition-impossible',
      `the key of ${of} would be ${JSON.stringify(key)}: as a path, "." and ".." lead out of its folder; ` +
        'give the photo a key without them',
    );
  }
  const keeper = keeperOf(key, config);
  if (keeper !== undefined && keeper !== setting) {
    return new ThumbnailError(
      'rendition-impossible',
      `the key of ${of} would be ${JSON.stringify(key)}, which ${keeper} keeps for ${kept[keeper]}; ` +
        `give the photo another key, or let ${setting} or ${keeper} name another folder`,
    );
  }
  const bytes = Buffer.byteLength(key);
  if (bytes <= maxKeyBytes) return undefined;
  return new ThumbnailError(
    'rendition-impossible',
    `the key of ${of} would have ${bytes} bytes, COS allows ${maxKeyBytes}; ` +
      `give the photo a shorter key, or shorten ${setting}`,
  );
}
