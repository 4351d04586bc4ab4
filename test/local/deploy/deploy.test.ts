// `npm run deploy` on the local cloud: from nothing to a thumbnail, again, changed, and away.

import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { openBucket } from '../../../src/cloud/cos/bucket-client.ts';
import { findCredentials } from '../../../src/cloud/credentials.ts';
import { samples } from '../../fixtures/images/images.ts';
import { runCommand } from '../command.ts';
import { accessName, bucket, openAccount, target } from './account.ts';

const account = await openAccount();
const { cloud } = account;
afterAll(() => account.close());

const credentials = findCredentials(
  { TENCENTCLOUD_SECRET_ID: cloud.owner.secretId, TENCENTCLOUD_SECRET_KEY: cloud.owner.secretKey },
  '/nowhere',
);
const open = (name: string) =>
  openBucket({ bucket: name, region: 'ap-guangzhou', credentials, endpoint: new URL(cloud.cos.endpoint) });

describe.sequential('from nothing', () => {
  test('the plan is shown, and nothing is changed', async () => {
    const { exitCode, stdout, changes } = await account.run([]);
    expect({ exitCode, changes }).toEqual({ exitCode: 0, changes: [] });
    expect(stdout).toMatch(/^\+ role cos-thumbnailer-ap-guangzhou$/m);
    expect(stdout).toMatch(/^ {4}\+ memory: 512 MB$/m);
    expect(stdout).toMatch(/Nothing was changed\. With --go it is done\.$/);
  });

  test('with --go it is made, and the function finds all well', async () => {
    const { exitCode, stdout, stderr, changes } = await account.run(['--go']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/examined itself: all is well\.$/);
    expect(changes).toEqual([
      'CreateRole',
      'CreatePolicy',
      'AttachRolePolicy',
      'CreateFunction',
      'UpdateFunctionEventInvokeConfig',
      'CreateTrigger',
    ]);
  });

  test('a photo that is uploaded has a thumbnail', async () => {
    await open(bucket).put('photos/cat.jpg', readFileSync(samples.landscape.path));
    await cloud.api.idle();
    expect((await open(target).head('photos/cat.jpg'))?.headers['content-type']).toBe('image/jpeg');
  });

  test('the second time nothing is changed', async () => {
    const { exitCode, stdout, changes } = await account.run(['--go']);
    expect({ exitCode, changes }).toEqual({ exitCode: 0, changes: [] });
    expect(stdout).toContain('Everything is as it should be');
  });

  test('by its own process, with JSON, in Chinese: the same', async () => {
    const env = {
      TENCENTCLOUD_SECRET_ID: cloud.owner.secretId,
      TENCENTCLOUD_SECRET_KEY: cloud.owner.secretKey,
    };
    const places = ['--api-endpoint', cloud.api.endpoint, '--cos-endpoint', cloud.cos.endpoint];
    const args = ['--bucket', 'example', '--no-build', '--json', '--lang', 'zh', '--go', ...places];
    const { exitCode, stdout, stderr } = await runCommand('deploy.ts', args, { env });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('一切就绪');
    const { plan, done, selfTest } = JSON.parse(stdout);
    expect({ done, selfTest }).toEqual({ done: true, selfTest: { ok: true, problems: [] } });
    expect(plan.map(({ change }: { change: string }) => change)).toEqual(Array(6).fill('none'));
    expect(stdout + stderr).not.toContain(cloud.owner.secretKey);
  });

  test('what the command line says otherwise is changed, and nothing else', async () => {
    const [deployed] = cloud.account.functions.values();
    if (deployed === undefined) throw new Error('there is no function');
    deployed.environment = { ...deployed.environment, OTHER: 'stays' };
    deployed.asyncRetry = { retries: 0, maxAgeS: 60 };
    const args = ['--env', 'THUMB_PRESETS=100x100', '--prefix', 'photos/', '--on-delete', 'mirror', '--go'];
    const { exitCode, changes } = await account.run(args);
    expect(exitCode).toBe(0);
    expect(changes).toEqual([
      'UpdatePolicy',
      'UpdateFunctionConfiguration',
      'DeleteTrigger',
      'CreateTrigger',
      'CreateTrigger',
    ]);
    expect(deployed.environment).toEqual({
      OTHER: 'stays',
      THUMB_PRESETS: '100x100',
      THUMB_ON_DELETE: 'mirror',
    });
    expect(deployed.asyncRetry).toEqual({ retries: 0, maxAgeS: 60 });
    expect((await account.run(args)).changes).toEqual([]);
  });

  test('the trigger of deletions takes the thumbnail away', async () => {
    await open(bucket).delete('photos/cat.jpg');
    await cloud.api.idle();
    expect(await open(target).head('photos/cat.jpg')).toBeUndefined();
  });

  test('--undo shows what goes, and with --go it goes', async () => {
    const before = account.state();
    const shown = await account.run(['--undo']);
    expect(shown).toMatchObject({ exitCode: 0, changes: [] });
    expect(shown.stdout).toMatch(/^- function cos-thumbnailer$/m);
    expect(account.state()).toEqual(before);
    const { exitCode, changes } = await account.run(['--undo', '--go']);
    expect(exitCode).toBe(0);
    expect(changes).toEqual([
      'DeleteTrigger',
      'DeleteTrigger',
      'DeleteFunction',
      'DetachRolePolicy',
      'DeletePolicy',
      'DeleteRole',
    ]);
    expect(cloud.account.functions.size).toBe(0);
    expect(cloud.account.roles.has(accessName)).toBe(false);
    expect(cloud.account.findPolicy(accessName)).toBeUndefined();
    expect(cloud.cos.hasBucket(bucket) && cloud.cos.hasBucket(target)).toBe(true);
    expect(await account.run(['--undo', '--go'])).toMatchObject({ exitCode: 0, changes: [] });
  });
});
