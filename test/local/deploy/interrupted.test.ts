// `npm run deploy` that is ended at any of its calls, and several at once: the end is always the same.

import { afterEach, describe, expect, test } from 'vitest';
import { accessName, openAccount, type TestAccount } from './account.ts';

const open: TestAccount[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((account) => account.close()));
});

async function freshAccount(): Promise<TestAccount> {
  const account = await openAccount();
  open.push(account);
  return account;
}

const first = await openAccount();
const making = (await first.run(['--go'])).changes;
const made = first.state();
const changed = ['--memory', '1024', '--prefix', 'x/', '--on-delete', 'mirror', '--go'];
await spoil(first);
const changing = (await first.run(changed)).changes;
const remade = first.state();
const undoing = (await first.run(['--undo', '--go'])).changes;
const empty = first.state();
await first.close();

/** Somebody has deployed another zip. */
async function spoil({ cloud }: TestAccount): Promise<void> {
  for (const one of cloud.account.functions.values()) {
    one.description = one.description.replace(/[0-9a-f]{64}/, 'f'.repeat(64));
  }
}

test('a run makes some changes', () => {
  expect(making).toHaveLength(6);
  expect(changing).toHaveLength(6);
  expect(undoing).toHaveLength(6);
});

/** Each change by its number, and whether the connection ends before or after it was made. */
const cuts = (changes: readonly string[]) =>
  changes.flatMap((action, at) =>
    (['before', 'after'] as const).map((when) => ({
      action,
      when,
      nth: changes.slice(0, at).filter((one) => one === action).length,
    })),
  );

async function cutAt({ cloud }: TestAccount, cut: ReturnType<typeof cuts>[number]): Promise<void> {
  const { action, when, nth } = cut;
  if (nth > 0) cloud.api.faults.add({ action, times: nth, kind: { slowMs: 0 } });
  cloud.api.faults.add({ action, kind: { cut: when } });
}

describe('killed', () => {
  test.each(cuts(making))('while it is made, $when $action', async (cut) => {
    const account = await freshAccount();
    await cutAt(account, cut);
    const { exitCode, stderr } = await account.run(['--go']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/was cut before the answer was complete\. Run the command again/);
    expect((await account.run(['--go'])).exitCode).toBe(0);
    expect(account.state()).toEqual(made);
  });

  test.each(cuts(changing))('while it is changed, $when $action ($nth)', async (cut) => {
    const account = await freshAccount();
    await account.run(['--go']);
    await spoil(account);
    await cutAt(account, cut);
    expect((await account.run(changed)).exitCode).toBe(1);
    expect((await account.run(changed)).exitCode).toBe(0);
    expect(account.state()).toEqual(remade);
  });

  test.each(cuts(undoing))('while it is taken away, $when $action ($nth)', async (cut) => {
    const account = await freshAccount();
    await account.run(['--on-delete', 'mirror', '--go']);
    await cutAt(account, cut);
    expect((await account.run(['--undo', '--go'])).exitCode).toBe(1);
    expect((await account.run(['--undo', '--go'])).exitCode).toBe(0);
    expect(account.state()).toEqual(empty);
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
