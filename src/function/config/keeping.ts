// Reads THUMB_ACL, THUMB_STORAGE_CLASS, THUMB_TAGS and THUMB_CACHE_CONTROL: how COS keeps thumbnails and manifests, and for how long
// others may. The limits are COS'.

import { didYouMean } from '../did-you-mean.ts';
import { ConfigError } from '../errors.ts';
import type { Keeping, StorageClass } from '../store.ts';
import { oneOf } from './parse.ts';

const parseAclWord = oneOf(['default', 'private', 'public-read']);

/**
 * Reads the access rights. `public-read-write` is left out: COS does not know it for objects.
 *
 * @returns undefined for `default`, the rights of the bucket: COS allows only some 1,000 objects with rights of their own in an account.
 */
export function parseAcl(text: string): Keeping['acl'] {
  if (text === 'public-read-write') {
    throw new ConfigError([
      'COS knows public-read-write for buckets only, and a thumbnail that anyone may overwrite is none; did you mean "public-read"?',
    ]);
  }
  const word = parseAclWord(text);
  return word === 'default' ? undefined : word;
}

const storageClasses: readonly StorageClass[] = [
  'STANDARD',
  'STANDARD_IA',
  'INTELLIGENT_TIERING',
  'MAZ_STANDARD',
  'MAZ_STANDARD_IA',
  'MAZ_INTELLIGENT_TIERING',
];
const parseStorageClassWord = oneOf(storageClasses);

/** @throws {ConfigError} for what is no class, and for classes whose objects must be restored before they can be read. */
export function parseStorageClass(text: string): StorageClass {
  if (/^(DEEP_)?ARCHIVE$/i.test(text)) {
    throw new ConfigError([
      `objects in ${text.toUpperCase()} cannot be read before they are restored; expected a class that can be read at once, ` +
        'like STANDARD_IA',
    ]);
  }
  return parseStorageClassWord(text);
}

/** Of one object (cloud.tencent.com/document/product/436/35665). */
const tagLimits = { count: 10, name: 127, value: 255 };
const tagText = /^[\p{L}\p{N} +\-=._:/@]*$/u;

/**
 * Reads tags like `team=web,kind=thumbnail`.
 *
 * @returns As the header x-cos-tagging has them: percent-encoded, with `&` between them.
 * @throws {ConfigError} with the problem of every tag.
 * @example parseTags('team=web, kind=small picture') // team=web&kind=small%20picture
 */
export function parseTags(text: string): string {
  const tags = text.split(',').map((tag): Tag => {
    const at = tag.indexOf('=');
    return {
      written: tag.trim(),
      name: tag.slice(0, Math.max(0, at)).trim(),
      value: tag.slice(at + 1).trim(),
    };
  });
  const problems = tags.map(problemOfTag).filter((problem) => problem !== undefined);
  const names = tags.map(({ name }) => name).filter((name) => name !== '');
  const twice = names.filter((name, at) => names.indexOf(name) < at);
  problems.push(...twice.map((name) => `two tags are named "${name}": names must differ`));
  if (tags.length > tagLimits.count) {
    problems.push(`an object has at most ${tagLimits.count} tags, found ${tags.length}`);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return tags.map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}

interface Tag {
  readonly written: string;
  readonly name: string;
  readonly value: string;
}

function problemOfTag({ written, name, value }: Tag): string | undefined {
  if (name === '' || value === '') return `expected NAME=VALUE, like team=web, found "${written}"`;
  if (!tagText.test(written))
    return `a tag has letters, digits, spaces and + - = . _ : / @ only, found "${written}"`;
  if (name.length <= tagLimits.name && value.length <= tagLimits.value) return undefined;
  return (
    `a tag's name has at most ${tagLimits.name} characters and its value ${tagLimits.value}, ` +
    `found ${name.length} and ${value.length} in "${written.slice(0, 40)}..."`
  );
}

/** The directives of an answer (RFC 9111, 5861 and 8246), and whether each has a number of seconds. */
const directives = new Map<string, boolean>([
  ['max-age', true],
  ['s-maxage', true],
  ['stale-while-revalidate', true],
  ['stale-if-error', true],
  ['public', false],
  ['private', false],
  ['no-cache', false],
  ['no-store', false],
  ['no-transform', false],
  ['must-revalidate', false],
  ['proxy-revalidate', false],
  ['must-understand', false],
  ['immutable', false],
]);

/**
 * Reads the value of a Cache-Control header.
 *
 * @returns It with one space behind each comma, and none elsewhere: RFC 9111 allows none beside an equals sign.
 * @throws {ConfigError} with the problem of every directive: caches ignore what they do not know, and nobody would notice.
 */
export function parseCacheControl(text: string): string {
  const parts = text.split(',').map((part) => part.trim().replace(/\s*=\s*/, '='));
  const problems = parts.map(problemOfDirective).filter((problem) => problem !== undefined);
  const names = parts.map((part) => part.split('=')[0]?.trim().toLowerCase() ?? '');
  const twice = names.filter((name, at) => name !== '' && names.indexOf(name) < at);
  problems.push(...twice.map((name) => `${name} is given twice`));
  if (names.includes('public') && names.includes('private'))
    problems.push('public and private exclude each other; give one of the two');
  if (problems.length > 0) throw new ConfigError(problems);
  return parts.join(', ');
}

function problemOfDirective(part: string): string | undefined {
  const [name = '', ...rest] = part.split('=').map((one) => one.trim());
  const value = rest.length === 0 ? undefined : rest.join('=');
  const hasSeconds = directives.get(name.toLowerCase());
  if (hasSeconds === undefined) {
    const known = [...directives.keys()];
    return `"${part}" is no directive of Cache-Control; expected some of ${known.join(', ')}${didYouMean(name, known)}`;
  }
  if (hasSeconds && !/^\d{1,10}$/.test(value ?? ''))
    return `${name} needs a whole number of seconds, like ${name}=3600, found "${part}"`;
  return hasSeconds || value === undefined
    ? undefined
    : `${name} has no value, found "${part}"; write ${name}`;
}
