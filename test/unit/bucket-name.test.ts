// Every reader of a bucket's name is this one: commands, page, deployment, the function and the local COS.

import { describe, expect, test } from 'vitest';
import { appidIn, isBucketName, splitBucketName, withAppid } from '../../src/function/target/bucket-name.ts';

describe('a whole name', () => {
  test.each([
    ['example-1250000000', 'example'],
    ['a-b-20240101-1250000000', 'a-b-20240101'],
    ['0-1250000000', '0'],
  ])('%s', (bucket, name) => {
    expect(isBucketName(bucket)).toBe(true);
    expect(splitBucketName(bucket)).toEqual({ name, appid: '1250000000' });
    expect(withAppid(bucket, '1299999999')).toBe(bucket);
  });

  test('of one of the oldest accounts, whose appid could be a date', () => {
    const bucket = 'photos-10016219';
    expect(isBucketName(bucket)).toBe(true);
    expect(splitBucketName(bucket)).toEqual({ name: 'photos', appid: '10016219' });
    expect(appidIn(bucket)).toBeUndefined();
    expect(withAppid(bucket, '10016219')).toBe(bucket);
  });
});

test.each([
  'example',
  'photos-2024',
  '-1250000000',
  'a--1250000000',
  'Example-1250000000',
  'a_b-1250000000',
  `${'a'.repeat(53)}-1250000000`,
  '',
])('%o is none', (name) => {
  expect(isBucketName(name)).toBe(false);
});

test('what has no appid gets that of the account, also behind a date or a variable', () => {
  const names = ['example', 'photos-20240101', '{bucket}resized'];
  expect(names.map(appidIn)).toEqual([undefined, undefined, undefined]);
  expect(names.map((name) => withAppid(name, '1250000000'))).toEqual([
    'example-1250000000',
    'photos-20240101-1250000000',
    '{bucket}resized-1250000000',
  ]);
  expect(() => splitBucketName('example')).toThrow('"example" is no whole name');
});
