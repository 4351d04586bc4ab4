// The policy of the execution role: against the docs, and against the settings that change it. That each action is needed, and that
// no other is, the tests on the local cloud show.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  doctorKey,
  functionGrants,
  functionPolicy,
  functionPolicyDocument,
  functionTrust,
} from '../../../src/cloud/policy.ts';
import { loadConfig } from '../../../src/function/config/config.ts';
import { doctorKey as writtenKey } from '../../../src/function/doctor/store-checks.ts';
import { codeOf } from '../../support/markdown.ts';
import { languages, readPage } from '../../support/pages.ts';

const place = {
  sourceBucket: 'example-1250000000',
  targetBucket: 'exampleresized-1250000000',
  region: 'ap-guangzhou',
  appid: '1250000000',
};
const source = 'qcs::cos:ap-guangzhou:uid/1250000000:example-1250000000/';
const target = 'qcs::cos:ap-guangzhou:uid/1250000000:exampleresized-1250000000/';

function statements(env: Readonly<Record<string, string>>) {
  return functionPolicyDocument({ ...place, settings: loadConfig(env) }).statement;
}

describe.each(languages)('the policy in $folder', (language) => {
  test('is the one without settings', () => {
    const [policy] = codeOf(readPage(language, 'deploy.md'), 'json').map((code) => JSON.parse(code));
    expect(policy).toEqual(JSON.parse(functionPolicy({ ...place, settings: loadConfig({}) })));
  });
});

test('without settings reads photos, and writes thumbnails', () => {
  expect(statements({})).toEqual([
    { effect: 'allow', action: ['name/cos:GetObject', 'name/cos:HeadObject'], resource: [`${source}*`] },
    { effect: 'allow', action: ['name/cos:HeadObject', 'name/cos:PutObject'], resource: [`${target}*`] },
  ]);
});

test('mirrored deletions may see what is there, and remove what was written, but nothing of the source', () => {
  const [ofSource, ofTarget] = statements({ THUMB_ON_DELETE: 'mirror' });
  expect(ofSource?.action).toEqual(['name/cos:GetObject', 'name/cos:HeadObject', 'name/cos:GetBucket']);
  expect(ofTarget?.action).toEqual([
    'name/cos:HeadObject',
    'name/cos:PutObject',
    'name/cos:DeleteObject',
    'name/cos:GetBucket',
  ]);
});

test('a folder for all that is written bounds what is removed, but not what is seen', () => {
  const all = statements({ THUMB_TARGET_KEY: 'thumbs/{name}.{ext}', THUMB_ON_DELETE: 'mirror' });
  expect(all.slice(1)).toEqual([
    {
      effect: 'allow',
      action: ['name/cos:HeadObject', 'name/cos:PutObject', 'name/cos:DeleteObject'],
      resource: [`${target}thumbs/*`, `${target}.thumbnailer-doctor`],
    },
    { effect: 'allow', action: ['name/cos:GetBucket'], resource: [`${target}*`] },
  ]);
});

test.each([
  [{ THUMB_TAGS: 'team=web' }, ['name/cos:PutObjectTagging']],
  [{ THUMB_ACL: 'public-read' }, ['name/cos:PutObjectACL']],
  [{ THUMB_ACL: 'default', THUMB_STORAGE_CLASS: 'STANDARD_IA', THUMB_CACHE_CONTROL: 'no-cache' }, []],
])('%o needs %j more, where thumbnails are written', (env, actions) => {
  const [ofSource, ofTarget, ...others] = statements(env);
  expect([ofSource, others]).toEqual([statements({})[0], []]);
  expect(ofTarget?.action).toEqual(['name/cos:HeadObject', 'name/cos:PutObject', ...actions]);
});

test('keys with {hash} that are mirrored need the manifest to be read', () => {
  const env = { THUMB_TARGET_KEY: 't/{name}-{hash}.{ext}', THUMB_MANIFEST: 'm/{name}.json' };
  expect(statements(env).flatMap(({ action }) => action)).toEqual(
    statements({}).flatMap(({ action }) => action),
  );
  const [, mirrored] = statements({ ...env, THUMB_ON_DELETE: 'mirror' });
  expect(mirrored?.action).toContain('name/cos:GetObject');
  expect(mirrored?.resource).toContain(`${target}m/*`);
});

test('a watermark may be read, and no other object of the target bucket', () => {
  const env = { THUMB_PRESETS: '200x200,watermark', THUMB_WATERMARK: 'marks/logo.png,scale=0.3' };
  expect(statements(env)[2]).toEqual({
    effect: 'allow',
    action: ['name/cos:GetObject'],
    resource: [`${target}marks/logo.png`],
  });
});

test.each([
  [{ THUMB_TARGET_KEY: 'thumbs/{dir}{name}.{ext}' }, ['thumbs/*', '.thumbnailer-doctor']],
  [
    { THUMB_TARGET_KEY: 'thumbs/{dir}{name}.{ext}', THUMB_MANIFEST: 'on' },
    ['thumbs/*', '.thumbnailer-doctor'],
  ],
  [
    { THUMB_TARGET_KEY: 'thumbs/{dir}{name}.{ext}', THUMB_FAILED_PREFIX: 'failed/' },
    ['thumbs/*', 'failed/*', '.thumbnailer-doctor'],
  ],
  [
    { THUMB_TARGET_KEY: 'thumbs/{dir}{name}.{ext}', THUMB_FAILED_PREFIX: 'thumbs/failed/' },
    ['thumbs/*', '.thumbnailer-doctor'],
  ],
  [{ THUMB_TARGET_KEY: 'thumbs/{name}.{ext}', THUMB_MANIFEST: '{dir}{name}.json' }, ['*']],
  [{ THUMB_FAILED_PREFIX: 'failed/' }, ['*']],
])('%o keeps to its folders', (env, keys) => {
  expect(statements(env)[1]?.resource).toEqual(keys.map((key) => target + key));
});

test('says why of each action, in both languages, and asks for each only once', () => {
  const env = {
    THUMB_PRESETS: '200x200,watermark',
    THUMB_WATERMARK: 'marks/logo.png',
    THUMB_ON_DELETE: 'mirror',
    THUMB_TAGS: 'team=web',
    THUMB_ACL: 'private',
  };
  const grants = functionGrants({ ...place, settings: loadConfig(env) });
  const asked = grants.flatMap(({ action, resources }) => resources.map((one) => `${action} ${one}`));
  expect(new Set(asked).size).toBe(asked.length);
  for (const { why } of grants) {
    expect(why.en).toMatch(/^[A-Z].*\.$/);
    expect(why.zh).toMatch(/[\u4e00-\u9fff].*。$/);
  }
});

test('never reaches beyond the two buckets, whatever the folders', () => {
  const folder = fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8}){0,2}\/$/);
  const folders = fc.record({ thumbs: folder, failed: folder, mirror: fc.boolean() });
  fc.assert(
    fc.property(folders, ({ thumbs, failed, mirror }) => {
      const all = statements({
        THUMB_TARGET_KEY: `${thumbs}{name}.{ext}`,
        THUMB_FAILED_PREFIX: failed,
        THUMB_ON_DELETE: mirror ? 'mirror' : 'keep',
      });
      const written = all.filter(({ action }) => action.includes('name/cos:PutObject'));
      const reachable = (key: string) =>
        written.some(({ resource }) =>
          resource.some((one) =>
            one.endsWith('*') ? (target + key).startsWith(one.slice(0, -1)) : one === target + key,
          ),
        );
      expect(
        all
          .flatMap(({ resource }) => resource)
          .every((one) => one.startsWith(source) || one.startsWith(target)),
      ).toBe(true);
      expect(reachable(`${thumbs}cat.jpg`)).toBe(true);
      expect(reachable(`${failed}example-1250000000/cat.jpg.json`)).toBe(true);
      expect(reachable('.thumbnailer-doctor')).toBe(true);
      expect(reachable('OTHER/cat.jpg')).toBe(false);
    }),
  );
});

test('only SCF may take on the role', () => {
  expect(JSON.parse(functionTrust)).toEqual({
    version: '2.0',
    statement: [
      { effect: 'allow', action: ['name/sts:AssumeRole'], principal: { service: ['scf.qcloud.com'] } },
    ],
  });
});

test("the doctor's object is the one that the function writes", () => {
  expect(doctorKey).toBe(writtenKey);
});
