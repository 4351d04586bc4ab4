// `npm run deploy` that is ended at any of its calls, and several at once: the end is always the same.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { root } from '../../../src/local/cloud.ts';
import { accessName, bucket, isChange, openAccount, type TestAccount } from './account.ts';

const open: TestAccount[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((account) => account.close()));
});

async function freshAccount(): Promise<TestAccount> {
  const account = await openAccount();
  open.push(account);
  return account;
}

/** Somebody has deployed another zip. */
async function spoil({ cloud }: TestAccount): Promise<void> {
  for (const one of cloud.account.functions.values()) {
    one.description = one.description.replace(/[0-9a-f]{64}/, 'f'.repeat(64));
  }
}

interface Phase {
  readonly name: string;
  readonly args: readonly string[];
  /** Where it is disturbed; undefined: at each of its changes. */
  readonly at?: readonly string[];
  /** What has happened in the account since the phase before. */
  readonly meanwhile?: (account: TestAccount) => Promise<void>;
}

const changed = ['--memory', '1024', '--prefix', 'x/', '--on-delete', 'mirror', '--go'];
const exceptCreation = [
  'CreateRole',
  'CreatePolicy',
  'AttachRolePolicy',
  'UpdateFunctionEventInvokeConfig',
  'CreateTrigger',
];
/** Each begins where the one before has ended. */
const phases: readonly Phase[] = [
  // A run that is disturbed at CreateFunction leaves the retries to SCF, whose defaults are ours: the next one does not set them.
  { name: 'made', args: ['--go'], at: exceptCreation },
  { name: 'changed', args: changed, meanwhile: spoil },
  { name: 'taken away', args: ['--undo', '--go'] },
  { name: 'made again', args: ['--go'], at: ['CreateFunction'] },
];

/** What runs do that nothing disturbs: the changes of each phase, and the state that it ends in. */
const undisturbed: { readonly changes: readonly string[]; readonly state: object }[] = [];
const first = await openAccount();
for (const { args, meanwhile } of phases) {
  await meanwhile?.(first);
  const { changes } = await first.run(args);
  undisturbed.push({ changes, state: first.state() });
}
await first.close();
const [made, remade, empty] = undisturbed.map(({ state }) => state);

test('a run makes some changes', () => {
  expect(undisturbed.map(({ changes }) => changes.length)).toEqual([6, 6, 6, 6]);
});

interface Ended {
  readonly exitCode: number | null;
  /** The changes that it has made. */
  readonly changes: readonly string[];
}

/**
 * Runs the command in a process of its own.
 *
 * @param killAt A change: once it is made the process is killed, before it has the answer. Nothing can be done about SIGKILL.
 */
function runAlone({ cloud }: TestAccount, args: readonly string[], killAt?: string): Promise<Ended> {
  const { secretId, secretKey } = cloud.owner;
  const command = [
    ...['--import', 'tsx', join(root, 'src', 'commands', 'deploy.ts'), '--bucket', bucket, '--no-build'],
    ...['--api-endpoint', cloud.api.endpoint, '--cos-endpoint', cloud.cos.endpoint, ...args],
  ];
  const credentials = { TENCENTCLOUD_SECRET_ID: secretId, TENCENTCLOUD_SECRET_KEY: secretKey };
  const env = { ...process.env, ...credentials, TENCENTCLOUD_TOKEN: '' };
  const child = spawn(process.execPath, command, { cwd: root, env, stdio: 'ignore' });
  const changes: string[] = [];
  const forget = cloud.api.onCall((call) => {
    if (isChange(call)) changes.push(call.action);
    if (call.action === killAt) child.kill('SIGKILL');
  });
  return new Promise((resolve) => {
    child.once('close', (exitCode) => {
      forget();
      resolve({ exitCode, changes });
    });
  });
}

/** One account goes through all phases. Whatever disturbs a run, the next one goes on from there. */
describe('at each of its changes', () => {
  test('killed by SIGKILL', async () => {
    const account = await freshAccount();
    for (const [number, { args, at, meanwhile }] of phases.entries()) {
      await meanwhile?.(account);
      for (const action of at ?? undisturbed[number]?.changes ?? []) {
        const { exitCode, changes } = await runAlone(account, args, action);
        expect({ exitCode, last: changes.at(-1) }).toEqual({ exitCode: null, last: action });
      }
      expect((await runAlone(account, args)).exitCode).toBe(0);
      expect(account.state()).toEqual(undisturbed[number]?.state);
    }
  });

  test.each(['before', 'after'] as const)('cut off from the cloud %s it', async (when) => {
    const account = await freshAccount();
    for (const [number, { args, at, meanwhile }] of phases.entries()) {
      await meanwhile?.(account);
      for (const action of at ?? undisturbed[number]?.changes ?? []) {
        account.cloud.api.faults.add({ action, kind: { cut: when } });
        const { exitCode, stderr, changes } = await account.run(args);
        expect(stderr).toMatch(/was cut before the answer was complete\. Run the command again/);
        expect(exitCode).toBe(1);
        expect(changes.at(-1) === action).toBe(when === 'after');
      }
      expect((await account.run(args)).exitCode).toBe(0);
      expect(account.state()).toEqual(undisturbed[number]?.state);
    }
  });
});

test('several at once end in the same state', async () => {
  const account = await freshAccount();
  const codes = await Promise.all([1, 2, 3].map(async () => (await account.run(['--go'])).exitCode));
  expect(codes).toEqual([0, 0, 0]);
  expect(account.state()).toEqual(made);
  await spoil(account);
  await Promise.all([account.run(changed), account.run(changed)]);
  expect(account.state()).toEqual(remade);
  await Promise.all([account.run(['--undo', '--go']), account.run(['--undo', '--go'])]);
  expect(account.state()).toEqual(empty);
});

test('a function whose creation failed is made anew', async () => {
  const account = await freshAccount();
  account.cloud.api.faults.add({ action: 'CreateFunction', kind: { createFailure: 'the disk was full' } });
  const { exitCode, stderr } = await account.run(['--go']);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/state CreateFailed: .*the disk was full/);
  expect((await account.run(['--go'])).exitCode).toBe(0);
  expect(account.state()).toEqual(made);
});

test('throttling and a busy function are waited out', async () => {
  const account = await freshAccount();
  const { faults } = account.cloud.api;
  faults.add({ times: 2, kind: { code: 'RequestLimitExceeded' } });
  faults.add({ action: 'CreateTrigger', kind: { code: 'FailedOperation.FunctionStatusError' } });
  faults.add({ action: 'CreateFunction', kind: { code: 'RequestLimitExceeded.UinLimitExceeded' } });
  expect((await account.run(['--go'])).exitCode).toBe(0);
  expect(account.state()).toEqual(made);
  expect(account.cloud.account.roles.get(accessName)?.policyIds.size).toBe(1);
});
