// The policy of src/cloud/policy.ts, enforced on the local cloud: it is enough for all that the function does, and each action of
// it is needed for something that is named here.

import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { functionGrants } from '../../../src/cloud/policy.ts';
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
};
const place = { sourceBucket, targetBucket, region: 'ap-guangzhou', appid: localAppid };
const input = { ...place, settings: loadConfig(environment) };

/** What the function should do, each by its name. */
async function works({ cloud, source, target, upload }: Deployed): Promise<Record<string, boolean>> {
  const statuses = () =>
    cloud.account.topic.lines.flatMap(({ fields }) =>
      fields['SCF_Message']?.startsWith('Report') ? [fields['SCF_StatusCode']] : [],
    );
  await upload('a.jpg', samples.landscape.path);
  const first = await target.head('a-plain.jpg');
  const marked = await target.head('a-marked.jpg');
  const manifest = await target.head('a.jpg.json');
  const isOneEnough = statuses().join() === '200';
  await upload('a.jpg', samples.portrait.path);
  const second = await target.head('a-plain.jpg');
  await upload('broken.jpg', hostile.truncated.path);
  const failed = await target.head(`failed/${sourceBucket}/broken.jpg.json`);
  await source.delete('a.jpg');
  await cloud.api.idle();
  const left = cloud.cos.objects.keys(targetBucket).filter((key) => key.startsWith('a'));
  return {
    'makes a thumbnail': first !== undefined,
    'puts a watermark': marked !== undefined,
    'writes a manifest': manifest !== undefined,
    'is done with the first delivery': isOneEnough,
    'replaces a thumbnail': second !== undefined && second.etag !== first?.etag,
    'leaves a failure record': failed !== undefined,
    'removes what is left of a deleted photo': first !== undefined && left.length === 0,
  };
}

async function failing(options: DeployOptions): Promise<string[]> {
  const deployed = await deployFunction(environment, options);
  onTestFinished(() => deployed.cloud.close());
  deployed.cloud.cos.objects.put(targetBucket, 'marks/logo.png', readFileSync(samples.transparent.path));
  return Object.entries(await works(deployed)).flatMap(([name, isSo]) => (isSo ? [] : [name]));
}

test.each([false, true])(
  'the policy is enough, whether or not COS hides missing keys: %o',
  async (hidesMissingKeys) => {
    expect(await failing({ hidesMissingKeys })).toEqual([]);
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
};

test.each(functionGrants(input).map(({ action, on }) => `${action} ${on}`))(
  'without %s something fails that is named here',
  async (lacking) => {
    const statement = functionGrants(input)
      .filter(({ action, on }) => `${action} ${on}` !== lacking)
      .map(({ action, resources }) => ({ effect: 'allow', action: [action], resource: resources }));
    const policy = JSON.stringify({ version: '2.0', statement });
    expect(await failing({ policy, hidesMissingKeys: true })).toEqual(
      expect.arrayContaining([...(needed[lacking] ?? ['a row of this table'])]),
    );
  },
);
