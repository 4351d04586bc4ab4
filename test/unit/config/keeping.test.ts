// How COS keeps thumbnails: what each setting takes, and how it explains what it cannot.

import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../../src/function/config/config.ts';
import { ConfigError } from '../../../src/function/errors.ts';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('what is read', () => {
  test('without settings nothing is asked of COS', () => {
    const { keeping, cacheControl } = loadConfig({});
    expect([keeping, cacheControl]).toEqual([{}, undefined]);
  });

  test.each([
    ['THUMB_ACL', 'default', {}],
    ['THUMB_ACL', 'private', { acl: 'private' }],
    ['THUMB_ACL', 'public-read', { acl: 'public-read' }],
    ['THUMB_STORAGE_CLASS', 'STANDARD_IA', { storageClass: 'STANDARD_IA' }],
    ['THUMB_STORAGE_CLASS', 'MAZ_INTELLIGENT_TIERING', { storageClass: 'MAZ_INTELLIGENT_TIERING' }],
    ['THUMB_TAGS', 'team=web', { tagging: 'team=web' }],
    ['THUMB_TAGS', 'team = web , kind=small picture', { tagging: 'team=web&kind=small%20picture' }],
    ['THUMB_TAGS', '项目=相册,a=b=c+d', { tagging: '%E9%A1%B9%E7%9B%AE=%E7%9B%B8%E5%86%8C&a=b%3Dc%2Bd' }],
  ])('%s=%s', (env, text, keeping) => {
    expect(loadConfig({ [env]: text }).keeping).toEqual(keeping);
  });

  test.each([
    ['no-store', 'no-store'],
    ['public,max-age=31536000 ,  immutable', 'public, max-age=31536000, immutable'],
    ['max-age = 3600', 'max-age=3600'],
    ['s-maxage=60, stale-while-revalidate=30', 's-maxage=60, stale-while-revalidate=30'],
  ])('THUMB_CACHE_CONTROL=%s', (text, value) => {
    expect(loadConfig({ THUMB_CACHE_CONTROL: text }).cacheControl).toBe(value);
  });
});

describe('what is refused', () => {
  const long = (n: number) => 'x'.repeat(n);
  test.each([
    ['THUMB_ACL', 'public', 'expected default, private or public-read; found "public"'],
    ['THUMB_ACL', 'publicread', 'did you mean "public-read"?'],
    ['THUMB_ACL', 'PRIVATE', 'did you mean "private"?'],
    ['THUMB_ACL', 'public-read-write', 'for buckets only'],
    ['THUMB_STORAGE_CLASS', 'standard_ia', 'did you mean "STANDARD_IA"?'],
    ['THUMB_STORAGE_CLASS', 'IA', 'expected STANDARD, STANDARD_IA'],
    ['THUMB_STORAGE_CLASS', 'archive', 'objects in ARCHIVE cannot be read before they are restored'],
    ['THUMB_STORAGE_CLASS', 'DEEP_ARCHIVE', 'like STANDARD_IA'],
    ['THUMB_TAGS', 'team', 'expected NAME=VALUE, like team=web, found "team"'],
    ['THUMB_TAGS', 'team=', 'found "team="'],
    ['THUMB_TAGS', '=web', 'found "=web"'],
    ['THUMB_TAGS', 'a=b,,c=d', 'found ""'],
    ['THUMB_TAGS', 'a=b&c=d', 'letters, digits, spaces and + - = . _ : / @ only, found "a=b&c=d"'],
    ['THUMB_TAGS', 'a=1,a=2', 'two tags are named "a"'],
    [
      'THUMB_TAGS',
      `${long(128)}=1`,
      "a tag's name has at most 127 characters and its value 255, found 128 and 1",
    ],
    ['THUMB_TAGS', `a=${long(256)}`, 'found 1 and 256'],
    ['THUMB_TAGS', Array.from({ length: 11 }, (_, at) => `t${at}=1`).join(), 'at most 10 tags, found 11'],
    [
      'THUMB_CACHE_CONTROL',
      'max-age',
      'max-age needs a whole number of seconds, like max-age=3600, found "max-age"',
    ],
    ['THUMB_CACHE_CONTROL', 'max-age=1h', 'found "max-age=1h"'],
    ['THUMB_CACHE_CONTROL', 'max_age=60', 'did you mean "max-age"?'],
    ['THUMB_CACHE_CONTROL', 'maxage=60', 'did you mean "max-age"?'],
    ['THUMB_CACHE_CONTROL', 'public max-age=60', '"public max-age=60" is no directive of Cache-Control'],
    ['THUMB_CACHE_CONTROL', 'immutable=1', 'immutable has no value, found "immutable=1"; write immutable'],
    ['THUMB_CACHE_CONTROL', 'public, private', 'public and private exclude each other'],
    ['THUMB_CACHE_CONTROL', 'max-age=1, max-age=2', 'max-age is given twice'],
    ['THUMB_CACHE_CONTROL', 'max-age=1,', '"" is no directive'],
    ['THUMB_CACHE_CONTROL', 'no-cache\r\nx: y', 'is no directive'],
  ])('%s=%s: %s', (env, text, problem) => {
    const problems = problemsOf({ [env]: text });
    expect(problems.join('\n')).toContain(problem);
    expect(problems.every((one) => one.startsWith(`${env}: `))).toBe(true);
  });
});
