// The policy of src/cloud/policy.ts, enforced on the local cloud: it is enough for all that the function does, and each action of
// it is needed for something that is named here.

import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { functionGrants, needs } from '../../../src/cloud/policy.ts';
import { loadConfig } from '../../../src/function/config/config.ts';
import { localAppid } from '../../../src/local/whole-cloud.ts';
import { hostile, samples } from '../../fixtures/images/images.ts';
import { type Deployed, type DeployOptions, deployFunction, sourceBucket, targetBucket } from './deployed.ts';

const environment = {
  THUMB_PRESETS: 'plain:100x100;marked:100x100,watermark',
  THUMB_WATERMARK: 'marks/logo.png',
  THUMB_ON_DELETE: 'mirror',
  THUMB_MANIFEST: 'on',
  THUMB_FAILED_PREFIX: 'failed/',
  THUMB_TAGS: 'kind=thumbnail',
  THUMB_ACL: 'public-read',
};
/** Old thumbnails are found by the manifest. */
const hashed = { ...environment, THUMB_TARGET_KEY: '{dir}{name}-{preset}-{hash}.{ext}' };
const place = { sourceBucket, targetBucket, region: 'ap-guangzhou', appid: localAppid };
const grantsOf = (settings: typeof environment) =>
  functionGrants({ ...place, settings: loadConfig(settings) });

/** What the function should do, each by its name. */
async function works({ cloud, source, target, upload }: Deployed): Promise<Record<string, boolean>> {
  const statuses = () =>
    cloud.account.topic.lines.flatMap(({ fields }) =>
      fields['SCF_Message']?.startsWith('Report') ? [fields['SCF_StatusCode']] : [],
    );
  await upload('a.jpg', samples.landscape.path);
  const etagOf = (key: string) => cloud.cos.objects.get(targetBucket, key)?.etag;
  const thumbnails = (preset: string) =>
    cloud.cos.objects.keys(targetBucket).filter((key) => key.startsWith(`a-${preset}`));
  const [first] = thumbnails('plain').map(etagOf);
  const marked = thumbnails('marked');
  const manifest = await target.head('a.jpg.json');
  const isOneEnough = statuses().join() === '200';
  await upload('a.jpg', samples.portrait.path);
  const [second, ...older] = thumbnails('plain').map(etagOf);
  await upload('broken.jpg', hostile.truncated.path);
  const failed = await target.head(`failed/${sourceBucket}/broken.jpg.json`);
  await source.delete('a.jpg');
  await cloud.api.idle();
  const left = cloud.cos.objects.keys(targetBucket).filter((key) => key.startsWith('a'));
  return {
    'makes a thumbnail': first !== undefined,
    'puts a watermark': marked.length > 0,
    'writes a manifest': manifest !== undefined,
    'is done with the first delivery': isOneEnough,
    'replaces a thumbnail': second !== undefined && older.length === 0 && second !== first,
    'leaves a failure record': failed !== undefined,
    'removes what is left of a deleted photo': first !== undefined && left.length === 0,
  };
}

async function failing(options: DeployOptions, settings = environment): Promise<string[]> {
  const deployed = await deployFunction(settings, options);
  onTestFinished(() => deployed.cloud.close());
  deployed.cloud.cos.objects.put(targetBucket, 'marks/logo.png', readFileSync(samples.transparent.path));
  return Object.entries(await works(deployed)).flatMap(([name, isSo]) => (isSo ? [] : [name]));
}

test.each([false, true])(
  'the policy is enough, whether or not COS hides missing keys: %o',
  async (hidesMissingKeys) => {
    expect(await failing({ hidesMissingKeys })).toEqual([]);
    expect(await failing({ hidesMissingKeys }, hashed)).toEqual([]);
  },
);

const all = ['makes a thumbnail', 'puts a watermark', 'writes a manifest', 'replaces a thumbnail'];
/** `action on` -> what fails without it. */
const needed: Readonly<Record<string, readonly string[]>> = {
  'name/cos:GetObject source': [...all, 'leaves a failure record'],
  'name/cos:HeadObject source': ['is done with the first delivery'],
  'name/cos:HeadObject target': ['replaces a thumbnail'],
  'name/cos:PutObject target': [...all, 'leaves a failure record'],
  'name/cos:DeleteObject target': ['removes what is left of a deleted photo'],
  'name/cos:GetBucket source': ['removes what is left of a deleted photo'],
  'name/cos:GetBucket target-bucket': ['is done with the first delivery'],
  'name/cos:GetObject watermark': ['puts a watermark', 'writes a manifest'],
  'name/cos:GetObject target': [
    'is done with the first delivery',
    'writes a manifest',
    'replaces a thumbnail',
  ],
  'name/cos:PutObjectTagging target': all,
  'name/cos:PutObjectACL target': all,
};

/** With each of them, all actions of the settings are needed for something. */
const lackings = [
  ...grantsOf(environment).map(({ action, on }) => ({ settings: environment, lacking: `${action} ${on}` })),
  ...grantsOf(hashed)
    .filter(({ when }) => when === 'hashed')
    .map(({ action, on }) => ({ settings: hashed, lacking: `${action} ${on}` })),
];

test('every action that some settings need is tried', () => {
  const tried = new Set(lackings.map(({ lacking }) => lacking));
  expect([...tried].sort()).toEqual(needs.map(({ action, on }) => `${action} ${on}`).sort());
});

test.each(lackings)('without $lacking something fails that is named here', async ({ lacking, settings }) => {
  const statement = grantsOf(settings)
    .filter(({ action, on }) => `${action} ${on}` !== lacking)
    .map(({ action, resources }) => ({ effect: 'allow', action: [action], resource: resources }));
  const policy = JSON.stringify({ version: '2.0', statement });
  expect(await failing({ policy, hidesMissingKeys: true }, settings)).toEqual(
    expect.arrayContaining([...(needed[lacking] ?? ['a row of this table'])]),
  );
});
