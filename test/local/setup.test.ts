// What runs before each command: it believes what npm has noted only where the packages are there, and says what to do when npm fails.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from '../../src/local/cloud.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'setup-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const lock = (version: string) => {
  const name = 'a-package';
  const packages = { '': { dependencies: { [name]: version } }, [`node_modules/${name}`]: { version } };
  return JSON.stringify({ name: 'x', lockfileVersion: 3, requires: true, packages });
};

/** As npm leaves it. */
function install({ noted, wanted }: { readonly noted: string; readonly wanted: string }) {
  mkdirSync(join(folder, 'node_modules', 'a-package'), { recursive: true });
  writeFileSync(join(folder, 'node_modules', 'a-package', 'package.json'), '{}');
  writeFileSync(join(folder, 'node_modules', '.package-lock.json'), lock(noted));
  writeFileSync(join(folder, 'package-lock.json'), lock(wanted));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ dependencies: { 'a-package': wanted } }));
}

/** Nothing listens at the registry. */
function setUp(language: string) {
  const env = {
    ...process.env,
    LC_ALL: language,
    npm_config_registry: 'http://127.0.0.1:9',
    npm_config_fetch_retries: '0',
  };
  const script = join(root, 'src', 'commands', 'setup.cjs');
  return spawnSync(process.execPath, [script], { cwd: folder, env, encoding: 'utf8' });
}

test('says nothing where all packages are there', () => {
  install({ noted: '1.0.0', wanted: '1.0.0' });
  expect(setUp('C')).toMatchObject({ status: 0, stdout: '', stderr: '' });
});

test.each([
  ['another version is noted', { noted: '1.0.1', wanted: '1.0.0' }, false],
  ['a package is gone that is noted', { noted: '1.0.0', wanted: '1.0.0' }, true],
])('installs where %s', (_, versions, isGone) => {
  install(versions);
  if (isGone) rmSync(join(folder, 'node_modules', 'a-package'), { recursive: true });
  const { status, stdout, stderr } = setUp('C');
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^installing packages \(npm ci\)/);
  expect(stderr).toContain("Can npm's registry be reached?");
  expect(stderr).toContain('npm ci --registry=https://registry.npmmirror.com');
});

test('says in Chinese what to do when npm fails', () => {
  install({ noted: '1.0.1', wanted: '1.0.0' });
  const { status, stderr } = setUp('zh_CN.UTF-8');
  expect(status).toBe(1);
  expect(stderr).toContain('依赖包安装失败');
  expect(stderr).toContain('npm ci --registry=https://registry.npmmirror.com');
});
