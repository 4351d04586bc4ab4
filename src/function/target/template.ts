// Reads and checks the texts of THUMB_TARGET_BUCKET, THUMB_TARGET_KEY, THUMB_MANIFEST and THUMB_FAILED_PREFIX. target.ts fills
// the templates in.

import { didYouMean } from '../did-you-mean.ts';
import { ConfigError } from '../errors.ts';
import { hasDotSegments } from './object-key.ts';

/** The values of the variables that a key template may contain. */
export interface KeyParts {
  /** The source's folder up to and with its last `/`; empty when its key has none. */
  readonly dir: string;
  /** The source's file name without its last extension. */
  readonly name: string;
  /** The thumbnail's extension, without the dot; in the key of a manifest, the source's. */
  readonly ext: string;
  /** The preset's name. */
  readonly preset: string;
  /** A digest of the photo and of how the thumbnail is made. */
  readonly hash: string;
}

/**
 * Checks the template of a bucket's name.
 *
 * @returns The text as it is.
 * @throws {ConfigError} if it could never become a bucket's name.
 */
export function parseTargetBucket(text: string): string {
  if (!/^(?:[a-z0-9-]|\{bucket\})+$/.test(text)) {
    throw new ConfigError([
      'expected a bucket name (lower-case letters, digits and "-"), with {bucket} for the name of ' +
        `the source's, like {bucket}resized; found "${text}"`,
    ]);
  }
  return text;
}

/**
 * Checks the template of a thumbnail's key.
 *
 * @returns The text as it is.
 * @throws {ConfigError} for unknown variables, and for a template without `{name}`, which would give all photos one key.
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
  if (problems.length > 0) throw new ConfigError(problems);
  return text;
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
  const isFolder = /^[^/\\\p{Cc}]+(?:\/[^/\\\p{Cc}]+)*\/$/u.test(text) && !hasDotSegments(text);
  if (isFolder && Buffer.byteLength(text) <= maxPrefixBytes) return text;
  throw new ConfigError([
    `expected a folder of at most ${maxPrefixBytes} bytes that ends in "/", like failed/; found "${text}"`,
  ]);
}
