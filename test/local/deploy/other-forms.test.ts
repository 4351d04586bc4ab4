// `npm run deploy -- --print FORM`: the same deployment for other tools.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test, vi } from 'vitest';
import { root } from '../../../src/local/cloud.ts';
import { accessName, bucket, openAccount } from './account.ts';

const account = await openAccount();
const folder = mkdtempSync(join(tmpdir(), 'other-forms-'));
afterAll(async () => {
  await account.close();
  rmSync(folder, { recursive: true });
});

/** With signs that mean something in JSON, in a shell and in Terraform. */
const secret = '0123456789abcdef"\\$HOME$(x)`\'%{y}secret';
const wishes = [
  ...['--env', 'THUMB_NOTIFY=https://example.com/done', '--env', `THUMB_NOTIFY_SECRET=${secret}`],
  ...['--env', 'THUMB_PRESETS=a:10x10;b:20x20', '--on-delete', 'mirror', '--prefix', 'a/'],
];

async function print(form: string, ...args: readonly string[]): Promise<string> {
  const out: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out.push(String(text));
    return true;
  });
  try {
    // Needs neither credentials nor a cloud.
    const nobody = { TENCENTCLOUD_SECRET_ID: '', TENCENTCLOUD_SECRET_KEY: '', HOME: '/nowhere' };
    const { exitCode, stderr } = await account.run(['--print', form, ...wishes, ...args], nobody);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(out.join('')).not.toContain('0123456789abcdef');
    return out.join('');
  } finally {
    write.mockRestore();
  }
}

test('tccli: a script that makes what deploy makes', async () => {
  expect((await account.run([...wishes, '--go'])).exitCode).toBe(0);
  const deployed = account.state();
  expect((await account.run(['--undo', '--go'])).exitCode).toBe(0);
  const nothing = account.state();
  const script = join(folder, 'deploy.sh');
  writeFileSync(script, await print('tccli'));
  symlinkSync(process.execPath, join(folder, 'node'));
  const tccli = join(root, 'test', 'local', 'deploy', 'tccli.cjs');
  writeFileSync(join(folder, 'tccli'), `#!/bin/sh\nexec node '${tccli}' "$@"\n`, { mode: 0o755 });
  const { secretId, secretKey } = account.cloud.owner;
  const env = {
    PATH: `${folder}:/usr/bin:/bin`,
    LOCAL_API_PORT: String(account.cloud.api.port),
    TENCENTCLOUD_SECRET_ID: secretId,
    TENCENTCLOUD_SECRET_KEY: secretKey,
  };
  await expect(promisify(execFile)('sh', [script], { env })).rejects.toThrow(/THUMB_NOTIFY_SECRET.*set it/);
  expect(account.state()).toEqual(nothing);
  await promisify(execFile)('sh', [script], { env: { ...env, THUMB_NOTIFY_SECRET: secret } });
  expect(account.state()).toEqual(deployed);
  // So that deploy takes it for its own.
  expect(await account.run([...wishes, '--go'])).toMatchObject({ exitCode: 0, changes: [] });
});

test('terraform: a call of the module, with variables that it has', async () => {
  const text = await print('terraform', '--lang', 'en');
  const [, given = ''] = text.split('module "thumbnailer" {');
  const names = [...given.matchAll(/^ {2}(\w+)\s*=/gm)].map(([, name]) => name);
  const variables = ['variables.tf', 'settings.tf']
    .map((name) => readFileSync(join(root, 'deploy', 'terraform', name), 'utf8'))
    .flatMap((file) => [...file.matchAll(/^variable "(\w+)"/gm)].map(([, name]) => name));
  expect(names).toContain('source_bucket');
  expect(names.filter((name) => name !== 'source' && !variables.includes(name))).toEqual([]);
  expect(text).toContain(`source_bucket = "${bucket}"`);
  expect(text).toMatch(/THUMB_NOTIFY_SECRET = var\.thumb_notify_secret$/m);
  expect(text).toMatch(/^variable "thumb_notify_secret" \{[^}]*sensitive {3}= true/m);
});

test('console: every value, under the labels of the console', async () => {
  const text = await print('console', '--lang', 'zh');
  for (const line of [
    `策略名称: ${accessName}`,
    `角色名称: ${accessName}`,
    '函数名称: cos-thumbnailer',
    'THUMB_ON_DELETE = mirror',
    '事件类型: 全部删除 (cos:ObjectRemove:*)',
    '前缀过滤: a/',
  ]) {
    expect(text).toContain(line);
  }
});

test('a bucket without its appid is asked for', async () => {
  const { exitCode, stderr } = await account.run(['--print', 'console', '--bucket', 'example']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringMatching(/with its appid/) });
});
