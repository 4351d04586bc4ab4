// Starts a whole cloud for one account: COS and the cloud API, in a temporary folder. Functions are those that are uploaded to it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationRole } from './api/account.ts';
import {
  Account,
  type ApiUser,
  type CloudApiServer,
  type CloudApiServerOptions,
  startCloudApi,
} from './api/api.ts';
import { LogTopic } from './api/log-topic.ts';
import { type CosServer, startCosServer } from './cos/cos.ts';

export interface WholeCloudOptions
  extends Partial<Omit<CloudApiServerOptions, 'account' | 'cos' | 'folder'>> {
  /** With the appid. */
  readonly buckets?: Iterable<string>;
  readonly region?: string;
  /** Is a missing key answered with 403 to whoever may not list the bucket, as COS may do? Default: false, with 404. */
  readonly hidesMissingKeys?: boolean;
  /** Besides `owner`. */
  readonly users?: readonly ApiUser[];
}

export interface WholeCloud {
  readonly cos: CosServer;
  readonly api: CloudApiServer;
  readonly account: Account;
  /** Somebody who may do everything. */
  readonly owner: ApiUser;
  close(): Promise<void>;
}

/** The end of the names of all buckets. */
export const localAppid = '1250000000';
const uin = '100000000001';

/** Invented credentials: this cloud accepts them, Tencent Cloud would not. */
const owner: ApiUser = { name: 'owner', secretId: 'AKIDlocalowner', secretKey: 'local-owner-key' };

/** What the console creates when somebody opens SCF for the first time. */
const scfTrust = JSON.stringify({
  version: '2.0',
  statement: [{ effect: 'allow', action: 'name/sts:AssumeRole', principal: { service: ['scf.qcloud.com'] } }],
});

/** Some of Tencent Cloud's own policies. */
const presets = {
  AdministratorAccess: '*',
  QcloudCOSFullAccess: 'name/cos:*',
  QcloudSCFFullAccess: 'name/scf:*',
  QcloudAccessForScfRole: 'name/cos:*',
};

export async function startWholeCloud(options: WholeCloudOptions = {}): Promise<WholeCloud> {
  const { buckets = [], region = 'ap-guangzhou', users = [], hidesMissingKeys = false, ...rest } = options;
  const folder = mkdtempSync(join(tmpdir(), 'whole-cloud-'));
  const account = new Account({
    region,
    appid: localAppid,
    uin,
    topic: new LogTopic(),
    users: [owner, ...users],
  });
  for (const [name, action] of Object.entries(presets)) {
    const statement = [{ effect: 'allow', action: [action], resource: ['*'] }];
    const document = JSON.stringify({ version: '2.0', statement });
    account.addPolicy({ name, description: '', document, isPreset: true });
  }
  account.addRole({ name: configurationRole, description: '', trust: scfTrust });
  const cos = await startCosServer({
    root: join(folder, 'cos'),
    credentials: (secretId) => account.findCredential(secretId),
    region,
    hidesMissingKeys,
  });
  for (const bucket of buckets) cos.createBucket(bucket);
  const api = await startCloudApi({ ...rest, account, cos, folder: join(folder, 'code') });
  return {
    cos,
    api,
    account,
    owner,
    async close() {
      await api.close();
      await cos.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
