// Who is told: what is read, how it explains what it cannot, and that no message shows a secret.

import { expect, test } from 'vitest';
import { loadConfig } from '../../../src/function/config/config.ts';
import { ConfigError } from '../../../src/function/errors.ts';

const secret = 'fedcba9876543210fedcba9876543210';
const address = 'https://example.com/done';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('without settings nobody is told', () => expect(loadConfig({}).notify).toBeUndefined());

test.each([
  ['https://example.com', { host: 'example.com', port: 443, path: '/' }],
  ['https://example.com:8443/done?app=1', { host: 'example.com', port: 8443, path: '/done?app=1' }],
  ['https://EXAMPLE.com/完成', { host: 'example.com', port: 443, path: '/%E5%AE%8C%E6%88%90' }],
  ['https://93.184.216.34/x', { host: '93.184.216.34', port: 443, path: '/x' }],
  ['https://[2606:2800:220:1::1]/x', { host: '2606:2800:220:1::1', port: 443, path: '/x' }],
])('%s', (text, expected) => {
  expect(loadConfig({ THUMB_NOTIFY: text, THUMB_NOTIFY_SECRET: secret }).notify).toEqual({
    address: expected,
    secret,
  });
});

test.each([
  ['example.com', 'did you mean "https://example.com"?'],
  ['example.com/done', 'did you mean "https://example.com..."?'],
  ['https://example.com:0/', 'expected an https address'],
  ['done', 'expected an https address like https://example.com/thumbnails'],
  [
    'http://example.com/done',
    'must begin with https://, found "http://"; the nearest is "https://example.com..."',
  ],
  ['ftp://example.com', 'must begin with https://, found "ftp://"'],
  ['https://', 'expected an https address'],
  ['https://example.com/#done', 'what is behind "#" is never sent'],
  ['https://127.0.0.1/', '127.0.0.1 is no address of the public internet'],
  ['https://2130706433/', '127.0.0.1 is no address'],
  ['https://0x7f.1/', '127.0.0.1 is no address'],
  ['https://017700000001/', '127.0.0.1 is no address'],
  ['https://10.0.0.8/', '10.0.0.8 is no address'],
  ['https://169.254.0.23/latest', '169.254.0.23 is no address'],
  ['https://[::1]/', '::1 is no address'],
  ['https://[::ffff:10.0.0.1]/', '::ffff:a00:1 is no address'],
  ['https://[fe80::1]/', 'fe80::1 is no address'],
  ['https://localhost/', '"localhost" is a name of this machine or network'],
  ['https://a.localhost/', 'is a name of this machine'],
  ['https://receiver/', '"receiver" is a name of this machine or network'],
  ['https://metadata.google.internal/', 'is a name of this machine or network'],
])('refuses the address %s: %s', (text, problem) => {
  const problems = problemsOf({ THUMB_NOTIFY: text, THUMB_NOTIFY_SECRET: secret });
  expect(problems).toEqual([expect.stringContaining(problem)]);
  expect(problems[0]).toMatch(/^THUMB_NOTIFY: /);
});

test.each([
  ['short', 'found 5; the nearest is 32'],
  ['x'.repeat(257), 'found 257; the nearest is 256'],
  [`${secret} ${secret}`, 'ASCII without spaces'],
  [`${secret}密`, 'ASCII without spaces'],
])('refuses the secret %s: %s', (text, problem) => {
  const problems = problemsOf({ THUMB_NOTIFY: address, THUMB_NOTIFY_SECRET: text });
  expect(problems).toEqual([expect.stringContaining(problem)]);
  expect(problems[0]).toMatch(/^THUMB_NOTIFY_SECRET is wrong: /);
  expect(problems.join()).not.toContain(text);
});

test('a misspelt name of the secret is named', () => {
  expect(problemsOf({ THUMB_NOTIFI_SECRET: secret })).toEqual([
    'THUMB_NOTIFI_SECRET is wrong: no such setting; did you mean THUMB_NOTIFY_SECRET?',
  ]);
});

test.each([
  [
    { THUMB_NOTIFY: address },
    'THUMB_NOTIFY: a receiver must be able to tell our messages from others; set THUMB_NOTIFY_SECRET',
  ],
  [
    { THUMB_NOTIFY_SECRET: secret },
    'THUMB_NOTIFY_SECRET is wrong: nobody is told, so nothing is signed; set THUMB_NOTIFY',
  ],
])('refuses one without the other: %o', (env, problem) => {
  expect(problemsOf(env)).toEqual([expect.stringContaining(problem)]);
});

test.each([
  'https://user:hunter2hunter2@example.com/',
  'https://hunter2hunter2@example.com/',
  'http://example.com/?token=hunter2hunter2',
  'example.com/services/hunter2hunter2',
  'example.com:8443/hunter2hunter2',
  'https://example.com:hunter2hunter2/',
  'https://exa mple.com/hunter2hunter2',
])('shows nothing of %s that may be secret', (text) => {
  const problems = problemsOf({ THUMB_NOTIFY: text, THUMB_NOTIFY_SECRET: secret });
  expect(problems).toHaveLength(1);
  expect(problems.join()).not.toMatch(/hunter2|fedcba/);
});
