// Credentials: where they are found, and what is said when they are not there, half there, or in a broken file.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { CloudError } from '../../../src/cloud/api/cloud-error.ts';
import { findCredentials } from '../../../src/cloud/credentials.ts';

const home = mkdtempSync(join(tmpdir(), 'home-'));
const file = join(home, '.tencentcloud', 'credentials');
afterEach(() => rmSync(join(home, '.tencentcloud'), { recursive: true, force: true }));

function writeProfile(text: string): void {
  mkdirSync(join(home, '.tencentcloud'), { recursive: true });
  writeFileSync(file, text);
}

function failure(env: Record<string, string>): CloudError {
  try {
    findCredentials(env, home);
  } catch (error) {
    if (error instanceof CloudError) return error;
    throw error;
  }
  throw new Error('there are credentials');
}

const profile =
  '; comment\n[other]\nsecret_id = x\n[default]\nsecret_id = AKIDfile\nsecret_key="fileSecret"\n';

test('the environment counts, with and without a token', () => {
  writeProfile(profile);
  const env = { TENCENTCLOUD_SECRET_ID: 'AKIDenv', TENCENTCLOUD_SECRET_KEY: 'envSecret' };
  expect(findCredentials(env, home)).toEqual({ secretId: 'AKIDenv', secretKey: 'envSecret' });
  expect(findCredentials({ ...env, TENCENTCLOUD_TOKEN: 'envToken' }, home).token).toBe('envToken');
});

test('else the profile default of the file counts', () => {
  writeProfile(profile);
  const found = { secretId: 'AKIDfile', secretKey: 'fileSecret' };
  expect(findCredentials({ TENCENTCLOUD_SECRET_ID: '', TENCENTCLOUD_SECRET_KEY: ' ' }, home)).toEqual(found);
  writeProfile(`${profile}token = fileToken\r\n`);
  expect(findCredentials({}, home)).toEqual({ ...found, token: 'fileToken' });
});

test('none at all: says both ways to give them, in both languages', () => {
  const { text } = failure({});
  for (const words of ['TENCENTCLOUD_SECRET_ID', '~/.tencentcloud/credentials']) {
    expect(text.en).toContain(words);
    expect(text.zh).toContain(words);
  }
});

test.each([
  [{ TENCENTCLOUD_SECRET_ID: 'AKIDx' }, /TENCENTCLOUD_SECRET_KEY is not/],
  [{ TENCENTCLOUD_SECRET_KEY: 'verySecret' }, /TENCENTCLOUD_SECRET_ID is not/],
  [{ TENCENTCLOUD_TOKEN: 'veryToken' }, /TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY is not/],
])('half of them in the environment is refused, whatever the file has', (env, says) => {
  writeProfile(profile);
  const { text } = failure(env);
  expect(text.en).toMatch(says);
  expect(text.en + text.zh).not.toMatch(/AKIDx|verySecret|veryToken/);
});

test.each([
  ['nothing in it', '', /no secret_id, secret_key below \[default\]/],
  ['another profile', '[work]\nsecret_id = a\nsecret_key = verySecret\n', /below \[default\]/],
  ['half of it', '[default]\nsecret_id = AKIDx\n', /no secret_key below/],
  ['a line that is no pair', '[default]\nsecret_id = AKIDx\nverySecret\n', /line 3 is neither/],
])('a file with %s is refused by name, without a secret', (_, text, says) => {
  writeProfile(text);
  const { message, text: bilingual } = failure({});
  expect(message).toMatch(says);
  expect(message).toContain(file);
  expect(bilingual.zh).toContain(file);
  expect(message + bilingual.zh).not.toMatch(/AKIDx|verySecret/);
});

test('a file that is a folder, or that may not be read, is refused', () => {
  mkdirSync(file, { recursive: true });
  expect(failure({}).message).toMatch(/cannot be read: EISDIR/);
  if (process.getuid?.() === 0) return;
  rmSync(file, { recursive: true });
  writeProfile(profile);
  chmodSync(file, 0);
  expect(failure({}).message).toMatch(/cannot be read: EACCES/);
});
