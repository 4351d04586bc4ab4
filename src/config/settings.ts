// The table of settings: every environment variable, what it means, and how its text is read.

import { ConfigError } from '../errors.ts';
import { type LogLevel, logLevels } from '../log.ts';
import { parsePresets } from '../preset.ts';
import { parseFailedPrefix, parseTargetBucket, parseTargetKey } from '../target.ts';
import { parseGlobs } from './glob.ts';

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
    doc: 'What to make of each photo: [name:]WIDTHxHEIGHT[,fit][,gravity][,format][,qN][,enlarge], several parted by ";".',
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
    parse: parseOnDelete,
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
    parse: parsePages,
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
    parse: parseLogLevel,
  }),
};

function numberUpTo(max: number): (text: string) => number {
  return (text) => {
    const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : 0;
    if (value > 0 && value <= max) return value;
    throw new ConfigError([`expected a number above 0 and up to ${max}, found "${text}"`]);
  };
}

function parsePages(text: string): number {
  const max = 10_000;
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= max) return value;
  throw new ConfigError([`expected a whole number from 1 to ${max}, found "${text}"`]);
}

/** An address without path, query or user: what is sent there carries its own. */
function parseOrigin(text: string): string {
  const origin = /^https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?\/?$/i.exec(text);
  if (origin === null) {
    const found = text.includes('@') ? 'a user or password in it' : `"${text}"`;
    throw new ConfigError([
      `expected an http or https address without path, like http://127.0.0.1:9000; found ${found}`,
    ]);
  }
  return text.replace(/\/$/, '');
}

function parseOnDelete(text: string): OnDelete {
  if (text === 'keep' || text === 'mirror') return text;
  throw new ConfigError([`expected keep or mirror; found "${text}"`]);
}

function parseLogLevel(text: string): LogLevel {
  const level = logLevels.find((known) => known === text);
  if (level === undefined) throw new ConfigError([`expected ${logLevels.join(', ')}; found "${text}"`]);
  return level;
}
