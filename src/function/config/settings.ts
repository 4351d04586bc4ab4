// The table of settings: every environment variable with its meaning, default and parser. The order is that of the
// documentation. What settings mean together is in config.ts.

import { logLevels } from '../log.ts';
import type { MetadataPolicy } from '../metadata/policy.ts';
import {
  parseFailedPrefix,
  parseManifestKey,
  parseTargetBucket,
  parseTargetKey,
} from '../target/template.ts';
import { parseRoutes } from './by-folder.ts';
import { parseGlobs } from './glob.ts';
import { parseAcl, parseCacheControl, parseStorageClass, parseTags } from './keeping.ts';
import { parseNotifyAddress, parseNotifySecret } from './notify.ts';
import { numberUpTo, oneOf, parseOrigin, wholeUpTo } from './parse.ts';
import { parseWatermark } from './watermark.ts';

/** One setting. */
export interface Setting<T> {
  /** The name of its environment variable. */
  readonly env: string;
  /** What it does, in one sentence for operators. */
  readonly doc: string;
  /** The unit of its number. */
  readonly unit?: string;
  /** The text that is parsed when the variable is unset or empty. */
  readonly default?: string;
  /** What holds when the variable is unset, for a setting without a default text; for operators. */
  readonly otherwise?: string;
  /**
   * Reads the variable's text, without spaces around it.
   *
   * @throws {ConfigError} whose problems do not name the variable; `loadConfig` adds its name.
   */
  readonly parse: (text: string) => T;
}

/** What becomes of the thumbnails of a deleted photo: they stay, or are removed as well. */
export type OnDelete = 'keep' | 'mirror';

/** Returns its argument; it makes the compiler infer the type of each row's value. */
const setting = <T>(row: Setting<T>): Setting<T> => row;

const parseSwitch = oneOf(['on', 'off']);

export const settings = {
  targetBucket: setting({
    env: 'THUMB_TARGET_BUCKET',
    doc: "The bucket for thumbnails, with or without -appid (10 digits); {bucket} is the source bucket's name without it.",
    default: '{bucket}resized',
    parse: parseTargetBucket,
  }),
  targetKey: setting({
    env: 'THUMB_TARGET_KEY',
    doc: 'The key of a thumbnail, made of {dir}, {name}, {ext}, {preset} and {hash} (10 characters that change with the photo).',
    otherwise: '{dir}{name}.{ext} with one unnamed preset, else {dir}{name}-{preset}.{ext}',
    parse: parseTargetKey,
  }),
  presets: setting({
    env: 'THUMB_PRESETS',
    doc: 'The thumbnails to make of each photo: [name:]WIDTHxHEIGHT[,option]..., several separated by ";"; behind for=GLOB those of the keys that match it.',
    default: '200x200',
    parse: parseRoutes,
  }),
  include: setting({
    env: 'THUMB_INCLUDE',
    doc: 'Comma-separated globs: only source keys that match one of them are processed.',
    otherwise: 'everything',
    parse: parseGlobs,
  }),
  exclude: setting({
    env: 'THUMB_EXCLUDE',
    doc: 'Comma-separated globs: source keys that match one of them are skipped.',
    otherwise: 'nothing',
    parse: parseGlobs,
  }),
  onDelete: setting({
    env: 'THUMB_ON_DELETE',
    doc: 'What happens to the thumbnails of a deleted photo: keep leaves them, mirror removes them as well.',
    default: 'keep',
    parse: oneOf<OnDelete>(['keep', 'mirror']),
  }),
  metadata: setting({
    env: 'THUMB_METADATA',
    doc: 'Which metadata of the photo a thumbnail keeps: copyright (artist, copyright and licence), keep (also what it shows and how it was taken, never where) or strip (none).',
    default: 'copyright',
    parse: oneOf<MetadataPolicy>(['copyright', 'strip', 'keep']),
  }),
  watermark: setting({
    env: 'THUMB_WATERMARK',
    doc: 'The picture for presets with the option watermark: KEY[,gravity][,scale=0.2][,opacity=1][,tile], where KEY is its key in the target bucket.',
    otherwise: 'none',
    parse: parseWatermark,
  }),
  manifest: setting({
    env: 'THUMB_MANIFEST',
    doc: 'The key of a JSON object that lists the thumbnails of a photo, made of {dir}, {name} and {ext} (of the photo); on means {dir}{name}.{ext}.json in the folder of the thumbnails.',
    otherwise: 'none is written',
    parse: parseManifestKey,
  }),
  acl: setting({
    env: 'THUMB_ACL',
    doc: 'Who may read thumbnails and manifests: default (as the bucket says), private, or public-read (everybody, also in a private bucket). COS allows some 1,000 objects with rights of their own in an account.',
    default: 'default',
    parse: parseAcl,
  }),
  storageClass: setting({
    env: 'THUMB_STORAGE_CLASS',
    doc: 'The storage class of thumbnails and manifests: STANDARD, STANDARD_IA, INTELLIGENT_TIERING, or one of these behind MAZ_ in a bucket with several availability zones.',
    otherwise: "the bucket's: STANDARD or MAZ_STANDARD",
    parse: parseStorageClass,
  }),
  tags: setting({
    env: 'THUMB_TAGS',
    doc: 'The tags of thumbnails and manifests, like team=web,kind=thumbnail; at most 10.',
    otherwise: 'none',
    parse: parseTags,
  }),
  cacheControl: setting({
    env: 'THUMB_CACHE_CONTROL',
    doc: 'The Cache-Control of thumbnails, like public, max-age=31536000, immutable.',
    otherwise: "the photo's, and its Expires",
    parse: parseCacheControl,
  }),
  fallback: setting({
    env: 'THUMB_FALLBACK',
    doc: 'What to do when a thumbnail would not be ready in time: on makes a cheaper one instead (WebP for AVIF, the first frame for an animation), off lets it fail.',
    default: 'on',
    parse: (text: string) => parseSwitch(text) === 'on',
  }),
  maxSourceMb: setting({
    env: 'THUMB_MAX_SOURCE_MB',
    doc: 'Larger objects are refused before they are read.',
    unit: 'MB of 1,048,576 bytes',
    otherwise: "from the function's memory",
    parse: numberUpTo(3072),
  }),
  maxMegapixels: setting({
    env: 'THUMB_MAX_MEGAPIXELS',
    doc: 'Larger photos are refused before they are decoded.',
    unit: 'million pixels',
    otherwise: '268.4; less where the decoder needs the whole photo in memory',
    parse: numberUpTo(10_000),
  }),
  maxPages: setting({
    env: 'THUMB_MAX_PAGES',
    doc: 'Photos with more frames or pages are refused before they are decoded.',
    unit: 'pages',
    otherwise: '10000',
    parse: wholeUpTo(10_000),
  }),
  failedPrefix: setting({
    env: 'THUMB_FAILED_PREFIX',
    doc: 'The folder of the target bucket for failure records of photos that fail for good, like failed/.',
    otherwise: 'none: no failure records are written',
    parse: parseFailedPrefix,
  }),
  notify: setting({
    env: 'THUMB_NOTIFY',
    doc: 'The https address that gets the report of each photo by POST when it is done, signed with THUMB_NOTIFY_SECRET.',
    otherwise: 'none: nobody is told',
    parse: parseNotifyAddress,
  }),
  notifySecret: setting({
    env: 'THUMB_NOTIFY_SECRET',
    doc: 'The secret that THUMB_NOTIFY signs with: 32 to 256 characters that only the function and the receiver know.',
    otherwise: 'none',
    parse: parseNotifySecret,
  }),
  cosEndpoint: setting({
    env: 'THUMB_COS_ENDPOINT',
    doc: 'Where to send requests to COS instead, for tests: http://127.0.0.1:9000. Host header and signature stay those of COS.',
    otherwise: 'none',
    parse: parseOrigin,
  }),
  log: setting({
    env: 'THUMB_LOG',
    doc: 'How much is logged: silent, error, info or debug. One JSON line per record, and with debug one per step as well.',
    default: 'info',
    parse: oneOf(logLevels),
  }),
};
