// The table of settings: every environment variable, what it means, and how its text is read.

import { logLevels } from '../log.ts';
import type { MetadataPolicy } from '../metadata/policy.ts';
import { parsePresets } from '../preset/parse.ts';
import {
  parseFailedPrefix,
  parseManifestKey,
  parseTargetBucket,
  parseTargetKey,
} from '../target/template.ts';
import { parseGlobs } from './glob.ts';
import { numberUpTo, oneOf, parseOrigin, wholeUpTo } from './parse.ts';
import { parseWatermark } from './watermark.ts';

export interface Setting<T> {
  readonly env: string;
  /** One sentence for operators. */
  readonly doc: string;
  readonly unit?: string;
  /** The text that is read when the variable is unset or empty. */
  readonly default?: string;
  /** Where there is no such text: what holds instead. */
  readonly otherwise?: string;
  /** @throws {ConfigError} whose problems do not name the variable; loadConfig does. */
  readonly parse: (text: string) => T;
}

export type OnDelete = 'keep' | 'mirror';
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
    doc: 'The key of a thumbnail, made of {dir}, {name}, {ext} and {preset}.',
    otherwise: '{dir}{name}.{ext} with one unnamed preset, else {dir}{name}-{preset}.{ext}',
    parse: parseTargetKey,
  }),
  presets: setting({
    env: 'THUMB_PRESETS',
    doc: 'What to make of each photo: [name:]WIDTHxHEIGHT[,option]..., several parted by ";".',
    default: '200x200',
    parse: parsePresets,
  }),
  include: setting({
    env: 'THUMB_INCLUDE',
    doc: 'Comma-separated globs: only source keys that one of them fits are taken.',
    otherwise: 'everything',
    parse: parseGlobs,
  }),
  exclude: setting({
    env: 'THUMB_EXCLUDE',
    doc: 'Comma-separated globs: source keys that one of them fits are skipped.',
    otherwise: 'nothing',
    parse: parseGlobs,
  }),
  onDelete: setting({
    env: 'THUMB_ON_DELETE',
    doc: 'What becomes of the thumbnails of a deleted photo: keep leaves them, mirror removes them, too.',
    default: 'keep',
    parse: oneOf<OnDelete>(['keep', 'mirror']),
  }),
  metadata: setting({
    env: 'THUMB_METADATA',
    doc: 'What the file of a thumbnail says of its photo: copyright (artist, copyright and licence), keep (also what it shows and how it was taken, never where) or strip (nothing).',
    default: 'copyright',
    parse: oneOf<MetadataPolicy>(['copyright', 'strip', 'keep']),
  }),
  watermark: setting({
    env: 'THUMB_WATERMARK',
    doc: 'The picture that presets with watermark lay over: KEY[,gravity][,scale=0.2][,opacity=1][,tile], the key being in the target bucket.',
    otherwise: 'none',
    parse: parseWatermark,
  }),
  manifest: setting({
    env: 'THUMB_MANIFEST',
    doc: 'The key of a JSON object that lists the thumbnails of a photo, made of {dir}, {name} and {ext} (of the photo); on is {dir}{name}.{ext}.json, beside the thumbnails.',
    otherwise: 'none is written',
    parse: parseManifestKey,
  }),
  fallback: setting({
    env: 'THUMB_FALLBACK',
    doc: 'What becomes of what would not be ready in time: with on it is made in a quicker way (AVIF as WebP, an animation as its first frame), with off it fails.',
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
    otherwise: '268.4; less where the decoder holds the photo whole',
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
    doc: 'The folder of the target bucket in which photos that fail for good leave a failure record, like failed/.',
    otherwise: 'none: they leave none',
    parse: parseFailedPrefix,
  }),
  cosEndpoint: setting({
    env: 'THUMB_COS_ENDPOINT',
    doc: 'Where to send COS requests instead of COS itself, with the real Host and signature: http://127.0.0.1:9000.',
    otherwise: 'none',
    parse: parseOrigin,
  }),
  log: setting({
    env: 'THUMB_LOG',
    doc: 'How much is logged: silent, error, info or debug. One JSON line per record; with debug, one per step, too.',
    default: 'info',
    parse: oneOf(logLevels),
  }),
};
