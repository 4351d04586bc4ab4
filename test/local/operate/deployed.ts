// The function in an account of the local cloud: its role, its policy, its triggers, and the commands that look at it.

import { readFileSync } from 'node:fs';
import { vi } from 'vitest';
import type { CloudApi } from '../../../src/cloud/api/cloud-api.ts';
import { connectCloud } from '../../../src/cloud/api/connect.ts';
import { type BucketClient, openBucket } from '../../../src/cloud/cos/bucket-client.ts';
import { functionPolicy, functionTrust } from '../../../src/cloud/policy.ts';
import type { Command } from '../../../src/commands/command.ts';
import { loadConfig } from '../../../src/function/config/config.ts';
import { root } from '../../../src/local/cloud.ts';
import { localAppid, startWholeCloud, type WholeCloud } from '../../../src/local/whole-cloud.ts';

export const sourceBucket = `example-${localAppid}`;
export const targetBucket = `exampleresized-${localAppid}`;
export const functionName = 'thumbs';
const region = 'ap-guangzhou';

export interface Deployed {
  readonly cloud: WholeCloud;
  readonly api: CloudApi;
  readonly source: BucketClient;
  readonly target: BucketClient;
  /** Uploads a photo, and waits until the function has answered. */
  upload(key: string, path: string): Promise<void>;
  /** Runs a command as the account's owner, with the addresses of this cloud. */
  run(
    command: Pick<Command, 'execute'>,
    ...args: readonly string[]
  ): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }>;
}

export interface DeployOptions {
  /** In place of what the settings need. */
  readonly policy?: string;
  /** Whether COS answers 403 where a key is free and the bucket may not be listed, as it may do. */
  readonly hidesMissingKeys?: boolean;
}

export async function deployFunction(
  environment: Readonly<Record<string, string>>,
  { policy, hidesMissingKeys = false }: DeployOptions = {},
): Promise<Deployed> {
  const buckets = [sourceBucket, targetBucket];
  const cloud = await startWholeCloud({
    buckets,
    enforceMemory: false,
    polls: 0,
    retryIntervalMs: 10,
    hidesMissingKeys,
  });
  const credentials = { ...cloud.owner, token: undefined };
  const endpoint = new URL(cloud.api.endpoint);
  const api = connectCloud({ region, credentials, endpoint, language: 'en' });
  const open = (bucket: string) =>
    openBucket({ bucket, region, credentials, endpoint: new URL(cloud.cos.endpoint) });
  const settings = loadConfig(environment);
  const place = { sourceBucket, targetBucket, region, appid: localAppid };
  const document = policy ?? functionPolicy({ ...place, settings });
  await api.policies.create({ name: functionName, description: '', document });
  await api.roles.create({ name: functionName, description: '', trust: functionTrust });
  await api.roles.attach(functionName, functionName);
  await api.functions.create({
    name: functionName,
    description: '',
    runtime: 'Nodejs20.19',
    handler: 'index.main_handler',
    zip: readFileSync(`${root}dist/cos-thumbnailer.zip`),
    memoryMb: 512,
    timeoutS: 60,
    role: functionName,
    environment,
    tags: {},
  });
  await api.functions.settled(functionName);
  for (const event of ['cos:ObjectCreated:*', 'cos:ObjectRemove:*']) {
    await api.triggers.create(functionName, {
      type: 'cos',
      name: `${sourceBucket}.cos.${region}.myqcloud.com`,
      event,
      prefix: '',
      suffix: '',
      enabled: true,
      qualifier: '$DEFAULT',
    });
  }
  const source = open(sourceBucket);
  return {
    cloud,
    api,
    source,
    target: open(targetBucket),
    async upload(key, path) {
      await source.put(key, readFileSync(path));
      await cloud.api.idle();
    },
    run: (command, ...args) => runAsOwner(cloud, command, args),
  };
}

async function runAsOwner(cloud: WholeCloud, command: Pick<Command, 'execute'>, args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((...words) => void out.push(words.join(' '))),
    vi.spyOn(console, 'error').mockImplementation((...words) => void err.push(words.join(' '))),
  ];
  vi.stubEnv('TENCENTCLOUD_SECRET_ID', cloud.owner.secretId);
  vi.stubEnv('TENCENTCLOUD_SECRET_KEY', cloud.owner.secretKey);
  vi.stubEnv('TENCENTCLOUD_TOKEN', '');
  const places = ['--api-endpoint', cloud.api.endpoint, '--cos-endpoint', cloud.cos.endpoint];
  try {
    const exitCode = await command.execute([...places, ...args]);
    return { exitCode, stdout: out.join('\n'), stderr: err.join('\n') };
  } finally {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}
