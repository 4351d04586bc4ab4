// The templates of THUMB_TARGET_BUCKET, THUMB_TARGET_KEY, THUMB_MANIFEST and THUMB_FAILED_PREFIX: read and checked.

import { didYouMean } from '../did-you-mean.ts';
import { ConfigError } from '../errors.ts';
import { hasDotSegments } from './object-key.ts';

/** What a key template may hold. */
export interface KeyParts {
  /** The source's folder with its last `/`; empty at the top. */
  readonly dir: string;
  /** The source's file name without its last extension. */
  readonly name: string;
  /** Of the thumbnail, without dot. */
  readonly ext: string;
  readonly preset: string;
}

/** @throws {ConfigError} for what could never be a bucket's name. */
export function parseTargetBucket(text: string): string {
  if (!/^(?:[a-z0-9-]|\{bucket\})+$/.test(text)) {
    throw new ConfigError([
      'expected a bucket name (lower-case letters, digits and "-"), with {bucket} for the name of ' +
        `the source's, like {bucket}resized; found "${text}"`,
    ]);
  }
  return text;
}

/** @throws {ConfigError} for unknown variables, and for a template that gives every photo of a folder one key. */
export function parseTargetKey(text: string): string {
  return checkTemplate(text, ['dir', 'name', 'ext', 'preset'], []);
}

/**
 * Manifests end in `.json`, which no thumbnail does.
 *
 * @returns The template, or `on`.
 * @throws {ConfigError} as `parseTargetKey` does, and for a template that ends in anything else.
 */
export function parseManifestKey(text: string): string {
  if (text === 'on') return text;
  const isJson = text.endsWith('.json');
  const ending = `expected on, or a key that ends in .json, like {dir}{name}.{ext}.json; found "${text}"`;
  return checkTemplate(text, ['dir', 'name', 'ext'], isJson ? [] : [ending]);
}

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
 * The folder that every key of a template begins with: `thumbs/` of `thumbs/{dir}{name}.{ext}`; empty when there is none.
 * Sources in it are taken for thumbnails.
 */
export function literalFolder(template: string): string {
  const literal = template.split('{')[0] ?? '';
  return literal.slice(0, literal.lastIndexOf('/') + 1);
}

/** Bytes: leaves room in a key for what follows. */
const longestPrefix = 200;

/** @throws {ConfigError} for what is no folder. */
export function parseFailedPrefix(text: string): string {
  const isFolder = /^[^/\\\p{Cc}]+(?:\/[^/\\\p{Cc}]+)*\/$/u.test(text) && !hasDotSegments(text);
  if (isFolder && Buffer.byteLength(text) <= longestPrefix) return text;
  throw new ConfigError([
    `expected a folder of at most ${longestPrefix} bytes that ends in "/", like failed/; found "${text}"`,
  ]);
}
