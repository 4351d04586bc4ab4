// `npm run doctor` on the local cloud: what goes wrong when people set the function up is planted, one by one. The doctor names it,
// and what it advises mends it.

import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connectCloud } from '../../../src/cloud/api/connect.ts';
import { openBucket } from '../../../src/cloud/cos/bucket-client.ts';
import { type CloudCredentials, findCredentials } from '../../../src/cloud/credentials.ts';
import { zipFile } from '../../../src/commands/deploy/options.ts';
import { doctor } from '../../../src/commands/doctor.ts';
import type { CheckResult } from '../../../src/function/doctor/diagnosis.ts';
import { samples } from '../../fixtures/images/images.ts';
import { accessName, bucket, openAccount, target } from '../deploy/account.ts';

const limited = {
  name: 'limited',
  secretId: 'AKIDlimited',
  secretKey: 'limited-key',
  forbidden: '',
  allowsCall: (_: string, action: string) => action !== limited.forbidden,
};
const { cloud, run: deploy, close } = await openAccount([limited]);
afterAll(close);

const owner = findCredentials(
  { TENCENTCLOUD_SECRET_ID: cloud.owner.secretId, TENCENTCLOUD_SECRET_KEY: cloud.owner.secretKey },
  '/nowhere',
);
const name = 'cos-thumbnailer';
const region = 'ap-guangzhou';
const api = connectCloud({
  region,
  credentials: owner,
  endpoint: new URL(cloud.api.endpoint),
  language: 'en',
});
const source = openBucket({ bucket, region, credentials: owner, endpoint: new URL(cloud.cos.endpoint) });
const zip = readFileSync(zipFile);

beforeAll(async () => {
  expect(await deploy(['--go'])).toMatchObject({ exitCode: 0 });
  await source.put('photos/cat.jpg', readFileSync(samples.portrait.path));
  await cloud.api.idle();
});

interface Examined {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(
  args: readonly string[],
  credentials: CloudCredentials | undefined = owner,
): Promise<Examined> {
  const out: string[] = [];
  const err: string[] = [];
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((...words) => void out.push(words.join(' '))),
    vi.spyOn(console, 'error').mockImplementation((...words) => void err.push(words.join(' '))),
  ];
  vi.stubEnv('TENCENTCLOUD_SECRET_ID', credentials.secretId);
  vi.stubEnv('TENCENTCLOUD_SECRET_KEY', credentials.secretKey);
  vi.stubEnv('TENCENTCLOUD_TOKEN', credentials.token ?? '');
  vi.stubEnv('HOME', '/nowhere');
  try {
    const endpoints = ['--api-endpoint', cloud.api.endpoint, '--cos-endpoint', cloud.cos.endpoint];
    const exitCode = await doctor.execute([...endpoints, '--lang', 'en', ...args]);
    return { exitCode, stdout: out.join('\n'), stderr: err.join('\n') };
  } finally {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}

async function examine(...args: readonly string[]): Promise<{ ok: boolean; checks: readonly CheckResult[] }> {
  const { stdout, exitCode } = await run(['--json', ...args]);
  const { ok, checks } = JSON.parse(stdout);
  expect(exitCode).toBe(ok ? 0 : 1);
  return { ok, checks };
}

const wrongOf = (checks: readonly CheckResult[]) => checks.filter(({ ok }) => !ok).map(({ id }) => id);

/** The record of the function, to spoil what the API would not let anybody spoil. */
function deployed() {
  const found = cloud.account.functions.get(name);
  if (!found) throw new Error('there is no function');
  return found;
}

async function configure(change: Parameters<typeof api.functions.updateConfiguration>[1]): Promise<void> {
  await api.functions.updateConfiguration(name, change);
  await api.functions.settled(name);
}

/** A change of any kind ends the instances, which have the credentials of before. */
const renew = () => configure({ timeoutS: 60 });

async function upload(bytes: Uint8Array, handler = 'index.main_handler'): Promise<void> {
  await api.functions.updateCode(name, { zip: bytes, handler });
  await api.functions.settled(name);
}

const trigger = {
  type: 'cos',
  name: `${bucket}.cos.${region}.myqcloud.com`,
  event: 'cos:ObjectCreated:*',
  prefix: '',
  suffix: '',
  enabled: true,
  qualifier: '$DEFAULT',
};

async function retrigger(changes: Partial<typeof trigger> | undefined, functionName = name): Promise<void> {
  for (const one of await api.triggers.list(functionName)) await api.triggers.delete(functionName, one);
  if (changes) await api.triggers.create(functionName, { ...trigger, ...changes });
}

const trust = (service: string) =>
  JSON.stringify({
    version: '2.0',
    statement: [{ effect: 'allow', action: ['name/sts:AssumeRole'], principal: { service: [service] } }],
  });

/** As somebody would change the role's carrier in the console. */
function setCarrier(service: string): void {
  const role = cloud.account.roles.get(accessName);
  if (role) cloud.account.roles.set(accessName, { ...role, trust: trust(service), services: [service] });
}

const file = (path: string, text: string) => zipSync({ [path]: Buffer.from(text) });

interface Fault {
  readonly plant: () => unknown;
  /** What the doctor says is wrong, all of it. */
  readonly wrong: readonly string[];
  /** A part of what it advises. */
  readonly advice: RegExp;
  /** Does what it advises. */
  readonly cure: () => unknown;
  readonly args?: readonly string[];
}

let policy = '';
const document = (changed: (text: string) => string) => async () => {
  const found = await api.policies.get(accessName);
  policy ||= found?.document ?? '';
  if (found) await api.policies.update({ ...found, document: changed(policy) });
};

const faults: Readonly<Record<string, Fault>> = {
  '1: no execution role': {
    plant: () => {
      deployed().role = undefined;
      return renew();
    },
    wrong: ['role'],
    advice: /运行角色 → 启用/,
    cure: () => configure({ role: accessName }),
  },
  "1: SCF's own role for an execution role": {
    plant: () => configure({ role: 'SCF_QcsRole' }),
    wrong: ['role', 'source-read', 'target-write'],
    advice: /SCF_QcsRole cannot serve/,
    cure: () => configure({ role: accessName }),
  },
  '1: a role that SCF may not take on': {
    plant: () => {
      setCarrier('cvm.qcloud.com');
      return renew();
    },
    wrong: ['role', 'role-carrier'],
    advice: /scf\.qcloud\.com/,
    cure: () => setCarrier('scf.qcloud.com'),
  },
  '1: a role without a policy': {
    plant: () => api.roles.detach(accessName, accessName),
    wrong: ['role-policy', 'source-read', 'target-write'],
    advice: /attach that to the role/,
    cure: () => api.roles.attach(accessName, accessName),
  },
  '1: a policy for another bucket': {
    plant: document((text) => text.replaceAll(`:${target}/`, ':another-1250000000/')),
    wrong: ['role-policy', 'target-write'],
    advice: /Allow it in a policy/,
    cure: document((text) => text),
  },
  '1: a policy that denies looking': {
    plant: document((text) =>
      text
        .replaceAll(',\n        "name/cos:PutObject"', '')
        .replaceAll(/"name\/cos:HeadObject"/g, '"name/cos:PutObject"'),
    ),
    wrong: ['role-policy', 'source-read', 'target-look'],
    advice: /Allow it in a policy/,
    cure: document((text) => text),
  },
  '2: a zip with a folder in it': {
    plant: () => upload(file('cos-thumbnailer/index.js', 'exports.main_handler = () => 1')),
    wrong: ['state'],
    advice: /index\.js at its top/,
    cure: () => upload(zip),
  },
  '2: a wrong handler': {
    plant: async () => {
      await upload(zip, 'index.handler');
      deployed().handler = 'index.handler';
    },
    wrong: ['state', 'handler'],
    advice: /执行方法/,
    cure: () => upload(zip),
  },
  '3: 128 MB and 3 s': {
    plant: () => configure({ memoryMb: 128, timeoutS: 3 }),
    wrong: ['time-limit'],
    advice: /60 s .*512 MB/,
    cure: () => configure({ memoryMb: 512, timeoutS: 60 }),
  },
  '4: no trigger': {
    plant: () => retrigger(undefined),
    wrong: ['trigger'],
    advice: /cos:ObjectCreated:\*/,
    cure: () => retrigger({}),
    args: ['--bucket', bucket],
  },
  '4: a trigger that is off': {
    plant: () => retrigger({ enabled: false }),
    wrong: ['trigger-enabled'],
    advice: /Switch it on/,
    cure: () => retrigger({}),
  },
  '4: a trigger for Put alone': {
    plant: () => retrigger({ event: 'cos:ObjectCreated:Put' }),
    wrong: ['trigger-event'],
    advice: /全部创建/,
    cure: () => retrigger({}),
  },
  '4: a trigger for other keys': {
    plant: () => retrigger({ suffix: '.raw' }),
    wrong: ['trigger-filter'],
    advice: /another prefix and suffix/,
    cure: () => retrigger({ prefix: 'photos/' }),
  },
  '4: a trigger of an old version': {
    plant: () => {
      const [one] = deployed().triggers;
      if (one) deployed().triggers.splice(0, 1, { ...one, qualifier: '3' });
    },
    wrong: ['trigger-qualifier'],
    advice: /\$DEFAULT/,
    cure: () => {
      // The local cloud has no versions, and so nothing to delete.
      deployed().triggers.length = 0;
      return retrigger({});
    },
  },
  '4: tags and rights that the policy does not allow': {
    plant: () => configure({ environment: { THUMB_TAGS: 'kind=thumbnail', THUMB_ACL: 'public-read' } }),
    wrong: ['role-policy', 'target-write'],
    advice: /name\/cos:PutObjectTagging.* name\/cos:PutObjectACL/,
    cure: document((text) =>
      text.replaceAll(
        '"name/cos:PutObject"',
        '"name/cos:PutObject", "name/cos:PutObjectTagging", "name/cos:PutObjectACL"',
      ),
    ),
  },
  '4: mirrored removals that nobody sends': {
    plant: async () => {
      await document((text) =>
        text
          .replaceAll(
            '"name/cos:PutObject"',
            '"name/cos:PutObject", "name/cos:DeleteObject", "name/cos:GetBucket"',
          )
          .replaceAll('"name/cos:GetObject"', '"name/cos:GetObject", "name/cos:GetBucket"'),
      )();
      await configure({ environment: { THUMB_ON_DELETE: 'mirror' } });
    },
    wrong: ['trigger-removal'],
    advice: /cos:ObjectRemove:\*/,
    cure: async () => {
      await api.triggers.create(name, { ...trigger, event: 'cos:ObjectRemove:*' });
    },
  },
  '5: the trigger of another function': {
    plant: async () => {
      await configure({ environment: {} });
      await document((text) => text)();
      await retrigger(undefined);
      const { memoryMb, timeoutS, role } = deployed();
      const options = { description: '', memoryMb, timeoutS, role: role ?? '', environment: {}, tags: {} };
      const code = {
        runtime: 'Nodejs20.19',
        handler: 'index.main_handler',
        zip: file('index.js', 'exports.main_handler = () => 1'),
      };
      await api.functions.create({ name: 'rival', ...options, ...code });
      await api.functions.settled('rival');
      await retrigger({}, 'rival');
    },
    wrong: ['trigger', 'trigger-owner'],
    advice: /the trigger of rival/,
    cure: async () => {
      await retrigger(undefined, 'rival');
      await retrigger({});
    },
    args: ['--bucket', bucket],
  },
  '6: a target bucket that is not there': {
    plant: async () => {
      await document((text) => text.replaceAll(`:${target}/`, ':absent-1250000000/'))();
      await configure({ environment: { THUMB_TARGET_BUCKET: 'absent' } });
    },
    wrong: ['target-bucket'],
    advice: /Create the bucket absent-1250000000 in ap-guangzhou/,
    cure: () => cloud.cos.createBucket('absent-1250000000'),
  },
  '6: another source bucket': {
    plant: async () => {
      await document((text) => text)();
      await configure({ environment: { THUMB_TARGET_BUCKET: target } });
    },
    args: ['--bucket', 'exampel'],
    wrong: ['role-policy', 'source-bucket', 'trigger'],
    advice: /ends in your APPID/,
    cure: () => undefined,
  },
  '7: an account that never authorised SCF': {
    plant: async () => {
      await retrigger(undefined);
      cloud.account.roles.delete('SCF_QcsRole');
    },
    wrong: ['configuration-role', 'trigger'],
    advice: /服务授权/,
    cure: async () => {
      cloud.account.addRole({ name: 'SCF_QcsRole', description: '', trust: trust('scf.qcloud.com') });
      await retrigger({});
    },
    args: ['--bucket', bucket],
  },
  '8: the code of a template': {
    plant: () => upload(file('index.js', "exports.main_handler = async () => 'Hello World'")),
    wrong: ['code'],
    advice: /npm run build/,
    cure: () => upload(zip),
  },
  '9: wrong settings': {
    plant: () => configure({ environment: { THUMB_PRESETS: '200xx', THUMB_PRESET: '1' } }),
    wrong: ['settings'],
    advice: /environment variables that are named/,
    cure: () => configure({ environment: { THUMB_PRESETS: '200x200' } }),
  },
  '10: an account in arrears': {
    plant: () => {
      deployed().availability = 'InsufficientBalance';
    },
    wrong: ['availability'],
    advice: /in arrears/,
    cure: () => {
      deployed().availability = 'Available';
    },
  },
  '11: a photo that is archived': {
    plant: () => {
      cloud.cos.objects.put(bucket, 'photos/old.jpg', Buffer.from('x'));
      cloud.cos.faults.add({
        keyPrefix: 'photos/',
        times: Number.POSITIVE_INFINITY,
        kind: { status: 403, code: 'InvalidObjectState' },
      });
    },
    wrong: ['source-class'],
    advice: /Restore the photo/,
    cure: () => {
      cloud.cos.faults.clear();
      cloud.cos.objects.delete(bucket, 'photos/old.jpg');
    },
  },
  '12: a clock that is wrong': {
    plant: () =>
      cloud.cos.faults.add({
        method: 'HEAD',
        bucket: target,
        times: Number.POSITIVE_INFINITY,
        kind: { clockSkewSeconds: 3600 },
      }),
    // The command's own clock differs as well.
    wrong: ['clock', 'target-bucket'],
    advice: /another instance/,
    cure: () => cloud.cos.faults.clear(),
  },
};

test('from nothing: after npm run deploy an upload has its thumbnail, and all is well', async () => {
  expect(cloud.cos.objects.keys(target)).toContain('photos/cat.jpg');
  const { exitCode, stdout } = await run([]);
  expect(stdout).toMatch(/^All is well\.$/m);
  expect(stdout).not.toContain('✗');
  expect(exitCode).toBe(0);
});

describe.sequential('each fault is named, and its cure cures it', () => {
  test.each(Object.entries(faults))('%s', async (_, { plant, wrong, advice, cure, args = [] }) => {
    await plant();
    const { checks } = await examine(...args);
    await cure();
    expect(wrongOf(checks).sort()).toEqual([...wrong].sort());
    const advised = checks.filter(({ id, ok }) => !ok && wrong.includes(id));
    expect(advised.map(({ fix }) => fix?.en).join(' ')).toMatch(advice);
    for (const { zh, fix } of advised) expect(`${zh}${fix?.zh}`).toMatch(/\p{Script=Han}.*\p{Script=Han}/u);
    const cured = await examine(...(args.includes('exampel') ? ['--bucket', 'example'] : args));
    expect(wrongOf(cured.checks)).toEqual([]);
  });
});

describe('wrong in every way', () => {
  const stranger = { secretId: 'AKIDstranger', secretKey: 'the-key-of-a-stranger', token: undefined };
  const said = async (args: readonly string[], credentials?: CloudCredentials) => {
    const english = await run(args, credentials);
    const chinese = await run([...args, '--lang', 'zh'], credentials);
    expect([english.exitCode, chinese.exitCode]).toEqual([1, 1]);
    expect(chinese.stderr + chinese.stdout).toMatch(/\p{Script=Han}{4}/u);
    const text = english.stderr + english.stdout;
    for (const { secretKey } of [owner, credentials ?? owner]) {
      if (secretKey !== '') expect(text + chinese.stderr + chinese.stdout).not.toContain(secretKey);
    }
    return text;
  };

  test('no credentials', async () => {
    expect(await said([], { secretId: '', secretKey: '', token: undefined })).toMatch(
      /TENCENTCLOUD_SECRET_ID/,
    );
  });

  test('a secret id that nobody has', async () => {
    expect(await said([], stranger)).toMatch(/GetUserAppId.*SecretId/s);
  });

  test('a wrong secret key', async () => {
    expect(await said([], { ...owner, secretKey: 'another-secret-key' })).toMatch(/signature is wrong/i);
  });

  test('temporary credentials that have expired', async () => {
    cloud.api.faults.add({ action: 'GetUserAppId', times: 2, kind: { code: 'AuthFailure.TokenFailure' } });
    expect(await said([])).toMatch(/expired|token/i);
  });

  test.each([
    'GetUserAppId',
    'GetFunction',
    'ListTriggers',
    'GetRole',
    'ListAttachedRolePolicies',
    'InvokeFunction',
    'SearchLog',
  ])('no permission for %s', async (action) => {
    limited.forbidden = action;
    expect(await said([], { ...limited, token: undefined })).toMatch(
      new RegExp(`${action}.*(Grant|allow)`, 'is'),
    );
  });

  test('no network', async () => {
    expect(await said(['--api-endpoint', 'http://127.0.0.1:9'])).toMatch(/127\.0\.0\.1:9/);
  });

  test('a wrong region', async () => {
    expect(await said(['--region', 'ap-shanghai'])).toMatch(/region/i);
  });

  test('no such function', async () => {
    const text = await said(['--function', 'absent']);
    expect(text).toMatch(/no function absent in ap-guangzhou\n.*→.*--function/s);
  });

  test('what is no name of a bucket, which no request is made with', async () => {
    const { exitCode, stderr } = await run(['--bucket', 'Exämple']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('Exämple') });
    expect(stderr).toMatch(/such as example-1250000000/);
  });

  test('no such bucket', async () => {
    expect(await said(['--bucket', 'nowhere'])).toMatch(/no bucket nowhere-1250000000 in ap-guangzhou/);
  });
});

describe.sequential('what the log tells', () => {
  test('photos that failed', async () => {
    await source.put('photos/broken.jpg', readFileSync(samples.portrait.path).subarray(0, 5000));
    await cloud.api.idle();
    const { checks } = await examine();
    expect(wrongOf(checks)).toEqual(['recent-errors']);
    expect(checks.find(({ ok }) => !ok)?.en).toMatch(/^1 records? failed .*source-corrupt 1×/);
  });

  test('an invocation that SCF ended, and a function that does not answer', async () => {
    await configure({ timeoutS: 1 });
    await upload(
      file('index.js', 'exports.main_handler = () => new Promise((end) => setTimeout(end, 60000))'),
    );
    const first = await examine();
    expect(wrongOf(first.checks)).toContain('invocation');
    const { checks } = await examine();
    expect(wrongOf(checks)).toEqual(expect.arrayContaining(['invocation', 'recent-kills']));
    expect(checks.find(({ id }) => id === 'recent-kills')?.en).toMatch(/433 [12]×/);
    await upload(zip);
    await configure({ timeoutS: 60 });
  });
});

test('an older build is told from this one', async () => {
  const { unzipSync } = await import('fflate');
  const code = Buffer.from(unzipSync(zip)['index.js'] ?? []).toString('latin1');
  const older = code.replace(/(?<="\d+\.\d+\.\d+\+)[0-9a-f]{12}(?=")/, '0123456789ab');
  await upload(zipSync({ 'index.js': Buffer.from(older, 'latin1') }));
  const { checks } = await examine();
  await upload(zip);
  expect(checks.find(({ id }) => id === 'code')).toMatchObject({
    ok: false,
    en: expect.stringContaining('+0123456789ab'),
  });
});
