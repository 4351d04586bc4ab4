// An account of the local cloud with both buckets, and `npm run deploy` run on it in this process, as a person would run it.

import { vi } from 'vitest';
import { deploy } from '../../../src/commands/deploy.ts';
import type { ApiUser, LoggedCall } from '../../../src/local/api/api.ts';
import { startWholeCloud, type WholeCloud } from '../../../src/local/whole-cloud.ts';

export const bucket = 'example-1250000000';
export const target = 'exampleresized-1250000000';
export const accessName = 'cos-thumbnailer-ap-guangzhou';

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The calls that the run has made, and that change something. */
  readonly changes: readonly string[];
}

export interface TestAccount {
  readonly cloud: WholeCloud;
  /** Runs `npm run deploy` with `--bucket` and the addresses of this cloud. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>;
  /** All that deploy makes, as it is now. */
  state(): object;
  close(): Promise<void>;
}

export async function openAccount(users: readonly ApiUser[] = []): Promise<TestAccount> {
  const cloud = await startWholeCloud({ buckets: [bucket, target], users, enforceMemory: false, polls: 1 });
  return {
    cloud,
    run: (args, env) => run(cloud, args, env),
    state: () => stateOf(cloud),
    close: () => cloud.close(),
  };
}

/** Several runs at once share their output; each has the calls of all. */
async function run(
  cloud: WholeCloud,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const calls: LoggedCall[] = [];
  const forget = cloud.api.onCall((call) => calls.push(call));
  const out: string[] = [];
  const err: string[] = [];
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((...words) => void out.push(words.join(' '))),
    vi.spyOn(console, 'error').mockImplementation((...words) => void err.push(words.join(' '))),
  ];
  const { secretId, secretKey } = cloud.owner;
  const variables = {
    TENCENTCLOUD_SECRET_ID: secretId,
    TENCENTCLOUD_SECRET_KEY: secretKey,
    TENCENTCLOUD_TOKEN: '',
    ...env,
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const endpoints = ['--api-endpoint', cloud.api.endpoint, '--cos-endpoint', cloud.cos.endpoint];
  try {
    const exitCode = await deploy.execute([
      ...['--bucket', bucket, '--no-build', '--lang', 'en'],
      ...endpoints,
      ...args,
    ]);
    return {
      exitCode,
      stdout: out.join('\n'),
      stderr: err.join('\n'),
      changes: calls.filter(isChange).map(({ action }) => action),
    };
  } finally {
    forget();
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}

/** Has the API changed something? An invocation changes nothing in the account. */
export function isChange({ action, code }: LoggedCall): boolean {
  return code === undefined && !/^(Get|List|Invoke)/.test(action);
}

function stateOf({ account }: WholeCloud): object {
  const policyNames = (ids: ReadonlySet<number>) => [...ids].map((id) => account.policies.get(id)?.name);
  return {
    roles: [...account.roles.values()].map(({ name, description, trust, policyIds }) => {
      return { name, description, trust, policies: policyNames(policyIds) };
    }),
    policies: [...account.policies.values()].map(({ name, description, document }) => {
      return { name, description, document };
    }),
    functions: [...account.functions.values()].map((one) => ({
      name: one.name,
      status: one.status,
      description: one.description,
      runtime: one.runtime,
      handler: one.handler,
      bytes: one.code.bytes,
      memoryMb: one.memoryMb,
      timeoutS: one.timeoutS,
      role: one.role,
      environment: one.environment,
      asyncRetry: one.asyncRetry,
      triggers: one.triggers.map(({ name, rule, qualifier, enabled }) => ({
        name,
        rule,
        qualifier,
        enabled,
      })),
    })),
  };
}
