// What must not get into the file stops the build, with the reason, and leaves no file behind.

import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { copyTree, type Tree } from '../support/tree.ts';

async function refused(tree: Tree): Promise<string> {
  const { code, stderr } = await tree.build();
  expect(code).toBe(1);
  expect(existsSync(tree.at('dist/index.js'))).toBe(false);
  return stderr;
}

test('a file of the wings that do not go into the zip', async () => {
  const tree = copyTree();
  appendFileSync(tree.at('src/function/log.ts'), "export { root } from '../local/cloud.ts';");
  appendFileSync(tree.at('src/function/index.ts'), "export { root } from './log.ts';");
  expect(await refused(tree)).toMatch(/"src\/local\/[\w/]+\.ts" would go into the bundle/);
});

test('a package that nobody has allowed', async () => {
  const tree = copyTree();
  appendFileSync(
    tree.at('src/function/index.ts'),
    "import { zipSync } from 'fflate'; export const stray = zipSync({});",
  );
  expect(await refused(tree)).toContain('package "fflate" is new in the bundle');
});

test('a package that nobody has allowed, in the script of an engine', async () => {
  const tree = copyTree();
  appendFileSync(
    tree.at('wasm/vips/script.ts'),
    "import { zipSync } from 'fflate'; console.log(zipSync({}));",
  );
  expect(await refused(tree)).toContain('package "fflate" is new in the bundle');
});

test('a module of which one bit has changed', async () => {
  const tree = copyTree(['wasm-vips']);
  const file = tree.at('node_modules/wasm-vips/lib/vips.wasm');
  const module = readFileSync(file);
  module[1000] = (module[1000] ?? 0) ^ 1;
  writeFileSync(file, module);
  expect(await refused(tree)).toMatch(
    /wasm-vips\/lib\/vips\.wasm is .* sha256 .*; wasm\/modules\.json expects version .* sha256 /,
  );
});

test('glue that has changed', async () => {
  const tree = copyTree(['wasm-vips']);
  appendFileSync(tree.at('node_modules/wasm-vips/lib/vips-node.js'), '\n');
  expect(await refused(tree)).toMatch(/vips-node\.js is .*; wasm\/modules\.json expects version /);
});

test('a file over its budget', async () => {
  const tree = copyTree();
  appendFileSync(tree.at('src/function/index.ts'), `export const ballast = '${'x'.repeat(2_000_000)}';`);
  expect(await refused(tree)).toContain('dist/index.js is over its budget');
});

test('native code', async () => {
  const tree = copyTree();
  writeFileSync(tree.at('src/addon.node'), '\x7fELF');
  appendFileSync(tree.at('src/function/index.ts'), "export const addon = require('./addon.node');");
  expect(await refused(tree)).toContain('addon.node');
});
