// Reads and checks the texts of THUMB_TARGET_BUCKET, THUMB_TARGET_KEY, THUMB_MANIFEST and THUMB_FAILED_PREFIX. target.ts fills
// the templates in.

import { didYouMean } from '../did-you-mean.ts';
import { ConfigError } from '../errors.ts';
import { activeExtensionOf } from './active-extensions.ts';
import { isBucketName, maxBucketName, withAppid } from './bucket-name.ts';
import { fillTargetKey, type KeyParts } from './key-parts.ts';
import { hasControlCharacters, hasDotSegments, isFolder, maxKeyBytes } from './object-key.ts';

/**
 * Checks the template of a bucket's name.
 *
 * @returns The text as it is.
 * @throws {ConfigError} if it could never become a bucket's name.
 */
export function parseTargetBucket(text: string): string {
  if (!isBucketName(withAppid(text.replace(/\{bucket\}/g, 'a'), '1250000000'))) {
    throw new ConfigError([
      `expected a bucket name (lower-case letters, digits and "-" between them, at most ${maxBucketName} with the appid), ` +
        `with {bucket} for the name of the source's, like {bucket}resized; found "${text}"`,
    ]);
  }
  return text;
}

/**
 * Checks the template of a thumbnail's key.
 *
 * @returns The text as it is.
 * @throws {ConfigError} for unknown variables, for a template without `{name}`, which would give all photos one key, and for one
 * by which a plain photo has no possible key.
 */
export function parseTargetKey(text: string): string {
  return checkTemplate(text, ['dir', 'name', 'ext', 'preset', 'hash'], []);
}

/** Whether keys by this template are other ones for each content of a photo, so that nobody can compute them beforehand. */
export function isHashed(template: string): boolean {
  return template.includes('{hash}');
}

/**
 * Checks the template of a manifest's key. It must end in `.json`, because no thumbnail's key does, and so the two are not
 * confused.
 *
 * @returns The text as it is: a template, or `on`.
 * @throws {ConfigError} like `parseTargetKey`, and for a template with another ending.
 */
export function parseManifestKey(text: string): string {
  if (text === 'on') return text;
  const isJson = text.endsWith('.json');
  const ending = `expected on, or a key that ends in .json, like {dir}{name}.{ext}.json; found "${text}"`;
  return checkTemplate(text, ['dir', 'name', 'ext'], isJson ? [] : [ending]);
}

/** @param problems Problems that were found already; they are thrown together with those found here. */
function checkTemplate(text: string, variables: readonly (keyof KeyParts)[], problems: string[]): string {
  const used = (text.match(/\{[^{}]*\}/g) ?? []).map((variable) => variable.slice(1, -1));
  const braced = variables.map((variable) => `{${variable}}`);
  const choice = `${braced.slice(0, -1).join(', ')} or ${braced[braced.length - 1]}`;
  for (const name of used) {
    if (variables.some((known) => known === name)) continue;
    problems.push(`{${name}} is not a variable; expected ${choice}${didYouMean(name, variables)}`);
  }
  if (/[{}]/.test(text.replace(/\{[^{}]*\}/g, ''))) problems.push(`unbalanced braces in "${text}"`);
  if (!used.includes('name'))
    problems.push(`without {name} all photos would get the same key; found "${text}"`);
  if (problems.length === 0) problems.push(...keyProblems(text));
  if (problems.length > 0) throw new ConfigError(problems);
  return text;
}

/** A photo whose own key makes no difficulties, first without a folder and then in one. */
const plainPhotos: readonly KeyParts[] = ['', 'a/'].map((dir) => ({
  dir,
  name: 'b',
  ext: 'jpg',
  preset: 'c',
  hash: '0'.repeat(10),
}));

/** Finds why a template gives no good key to a plain photo: it would fail for each, as if the photo were at fault. */
function keyProblems(text: string): string[] {
  const keys = plainPhotos.map((parts) => fillTargetKey(text, parts));
  const found = `found ${JSON.stringify(text)}`;
  if (keys.some(hasControlCharacters)) {
    return [`expected a key without line breaks and other control characters; ${found}`];
  }
  if (keys.some(hasDotSegments)) {
    return [`expected a key without "." and ".." between slashes, which as a path lead elsewhere; ${found}`];
  }
  if (keys.some(isFolder)) return [`expected a key that ends in a file name and not in "/"; ${found}`];
  const active = keys.map(activeExtensionOf).find((extension) => extension !== undefined);
  if (active !== undefined) {
    return [
      `what ends in .${active} may be run when it is opened; expected a key that ends in .{ext}, ${found}`,
    ];
  }
  const bytes = Math.max(...keys.map((key) => Buffer.byteLength(key)));
  return bytes > maxKeyBytes
    ? [`expected a key of at most ${maxKeyBytes} bytes, but even a short name makes it ${bytes}; ${found}`]
    : [];
}

/**
 * The folder with which every key of a template begins; empty when there is none. In the source bucket, objects in it count as
 * this function's own.
 *
 * @example literalFolder('thumbs/{dir}{name}.{ext}') // thumbs/
 */
export function literalFolder(template: string): string {
  const literal = template.split('{')[0] ?? '';
  return literal.slice(0, literal.lastIndexOf('/') + 1);
}

/** The most bytes of a prefix in UTF-8: the rest of a key must fit behind it. */
const maxPrefixBytes = 200;

/**
 * Checks the folder of failure records, like `failed/`.
 *
 * @returns The text as it is.
 * @throws {ConfigError} if it is not a plain folder that ends in `/`.
 */
export function parseFailedPrefix(text: string): string {
  const isPlain = /^(?:[^/\\]+\/)+$/.test(text) && !hasDotSegments(text) && !hasControlCharacters(text);
  if (isPlain && Buffer.byteLength(text) <= maxPrefixBytes) return text;
  throw new ConfigError([
    `expected a folder of at most ${maxPrefixBytes} bytes that ends in "/", like failed/; found "${text}"`,
  ]);
}
