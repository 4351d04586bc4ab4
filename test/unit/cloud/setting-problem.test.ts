// Every message about a wrong setting has its Chinese, with the same names and values in it.

import { expect, test } from 'vitest';
import { describeProblem, describeSettings } from '../../../src/cloud/setting-problem.ts';
import { loadConfig } from '../../../src/function/config/config.ts';
import { ConfigError } from '../../../src/function/errors.ts';

type Env = Readonly<Record<string, string>>;

function errorOf(env: Env): ConfigError {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(env)} is right`);
}

const presets =
  `huge|200|x|0x200|200x16384|9000x9000,dpr=2|200*200|200×200|200x200，webp|a：200x200；b：1600x|200x200 webp q75|200px
  |small=200x200|Small:200x200|a:b:200x200|${'n'.repeat(120)}:200x200|small:200x200,1600x|small:200x200,large:1600x|200x200,covr|200x200,crop
  |200x200,80|200x200,webp:80|200x200,jpeg90|200x200,|200x200,zzzzzzzz|200x200,fit=cover|200x200,cover,contain|200x200,q1,q2
  |200x200,lossless=true|200x200,quality|200x200,quality=|200x200,q101|200x200,quality=aut|200x200,quality=best|200x200,effort=max
  |200x200,effort=10|200x200,max-bytes=499|200x200,max-bytes=20g|200x200,background=ff|200x200,background=withe
  |200x200,background=constructor|200x200,trim=yes|200x200,dpr=0.5|200x200,dpr=x|200x200,pages=0|200x200,pages=every
  |200x200,north|200x200,contain,attention|200x,cover|200x200,png,q80|200x200,png,lossless|200x200,jpeg,lossless
  |200x200,webp,lossless,q80|200x200,webp,lossless,max-bytes=20k|200x200,jpeg,pages=3|200x200,jpeg,background=transparent
  |200x200;100x100|a:200x200;a:100x100|photos/** => 200x200|200x200;for=a/**;300x300|for=;200x200|for=**;200x200;for=a/**;100x100
  |for=a/**|for=a/**;none;200x200|for=a/**,;200x200|for=a/[b;200x200`
    .split('|')
    .map((text) => ({ THUMB_PRESETS: text.trim() }));

const others: readonly Env[] = [
  { THUMB_PRESET: '200x200' },
  { THUMBS_PRESETS: '200x200' },
  { THUMB_ZZZZZZZZZZZZZZ: '1' },
  { THUMB_TARGET_BUCKET: 'Thumbs' },
  { THUMB_TARGET_KEY: '{nam}.jpg' },
  { THUMB_TARGET_KEY: '{name}}.jpg' },
  { THUMB_TARGET_KEY: '{name}\n.{ext}' },
  { THUMB_TARGET_KEY: '../{name}.{ext}' },
  { THUMB_TARGET_KEY: '{dir}{name}/' },
  { THUMB_TARGET_KEY: '{name}.html' },
  { THUMB_TARGET_KEY: `${'x'.repeat(900)}{name}` },
  { THUMB_TARGET_KEY: '{dir}{name}.{ext}', THUMB_PRESETS: 'a:200x200;b:100x100' },
  { THUMB_TARGET_KEY: '{dir}{name}-{preset}.{ext}' },
  { THUMB_TARGET_KEY: '{name}-{hash}.{ext}' },
  { THUMB_TARGET_KEY: '{name}.json', THUMB_MANIFEST: 'on' },
  { THUMB_TARGET_KEY: 'failed/{name}.json', THUMB_FAILED_PREFIX: 'failed/' },
  { THUMB_MANIFEST: '{name}.txt' },
  { THUMB_FAILED_PREFIX: 'failed' },
  { THUMB_INCLUDE: 'a,,b' },
  { THUMB_EXCLUDE: 'a/[b' },
  { THUMB_ON_DELETE: 'remove' },
  { THUMB_METADATA: 'kept' },
  { THUMB_LOG: 'verbose' },
  { THUMB_FALLBACK: 'yes' },
  { THUMB_MAX_SOURCE_MB: '0' },
  { THUMB_MAX_MEGAPIXELS: '-1' },
  { THUMB_MAX_PAGES: '1.5' },
  { THUMB_COS_ENDPOINT: 'ftp://127.0.0.1' },
  { THUMB_COS_ENDPOINT: 'http://a:b@127.0.0.1' },
  { THUMB_ACL: 'public-read-write' },
  { THUMB_ACL: 'public' },
  { THUMB_STORAGE_CLASS: 'archive' },
  { THUMB_STORAGE_CLASS: 'standard' },
  { THUMB_TAGS: 'team' },
  { THUMB_TAGS: 'team=web!' },
  { THUMB_TAGS: `${'n'.repeat(128)}=web` },
  { THUMB_TAGS: 'a=1,a=2' },
  { THUMB_TAGS: [...'abcdefghijk'].map((name) => `${name}=1`).join(',') },
  { THUMB_CACHE_CONTROL: 'maxage=1' },
  { THUMB_CACHE_CONTROL: 'max-age=x' },
  { THUMB_CACHE_CONTROL: 'public=1' },
  { THUMB_CACHE_CONTROL: 'public, public' },
  { THUMB_CACHE_CONTROL: 'public, private' },
  { THUMB_PRESETS: '200x200,watermark' },
  { THUMB_WATERMARK: 'marks/logo.png' },
  { THUMB_PRESETS: '200x200,watermark', THUMB_WATERMARK: '/' },
  { THUMB_PRESETS: '200x200,watermark', THUMB_WATERMARK: 'a.png,soutest' },
  { THUMB_PRESETS: '200x200,watermark', THUMB_WATERMARK: 'a.png,scale=50%' },
  { THUMB_PRESETS: '200x200,watermark', THUMB_WATERMARK: 'a.png,tile,south' },
  { THUMB_PRESETS: '200x200,watermark', THUMB_WATERMARK: 'a.png,scale=0.1,scale=0.2' },
  { THUMB_NOTIFY: 'https://example.com/a' },
  { THUMB_NOTIFY_SECRET: 's'.repeat(32) },
  ...[
    'here',
    'example.com',
    'https://a:b@c.com',
    'http://c.com',
    'https://c.com/#a',
    'https://10.0.0.1',
    'https://localhost',
  ].map((address) => ({ THUMB_NOTIFY: address, THUMB_NOTIFY_SECRET: 's'.repeat(32) })),
  { THUMB_NOTIFY: 'https://c.com', THUMB_NOTIFY_SECRET: 'short' },
  { THUMB_NOTIFY: 'https://c.com', THUMB_NOTIFY_SECRET: 'with space'.repeat(4) },
];

/** English words that messages are made of, and no setting, option or example. */
const english =
  /\b(expected|found|must(?!-)|needs?|such|did|you|mean|the|are|(?<!-)write|like|with|which|leave|give|nearest)\b/;

test.each([...presets, ...others])('%j', (env) => {
  for (const problem of errorOf(env).problems) {
    const { en, zh } = describeProblem(problem);
    expect(en).toBe(problem);
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(zh.replaceAll(/"[^"]*"/g, '')).not.toMatch(english);
    for (const [quoted] of problem.matchAll(/found ("[^"]*")/g)) expect(zh).toContain(quoted.slice(6));
    for (const [name] of problem.matchAll(/THUMBS?_[A-Z_]+/g)) expect(zh).toContain(name);
  }
});

test('all problems are listed, one a line', () => {
  const { en, zh } = describeSettings(errorOf({ THUMB_PRESETS: '200', THUMB_LOG: 'all' }));
  expect(en.split('\n')).toEqual([
    expect.stringMatching(/^ {2}THUMB_PRESETS: preset "200": expected/),
    expect.stringMatching(/^ {2}THUMB_LOG: expected/),
  ]);
  expect(zh.split('\n')).toEqual([
    '  THUMB_PRESETS：预设 "200"：应为 宽x高（像素），例如 200x200、1600x 或 x300，却是 "200"；宽写 200x，高写 x200，宽高都要写 200x200',
    '  THUMB_LOG：应为 silent, error, info 或 debug；却是 "all"',
  ]);
});

test('a message that is not known stays as it is', () => {
  expect(describeProblem('quite another message').zh).toBe('quite another message');
});
