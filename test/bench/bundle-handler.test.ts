// The handler with sharp as one file: what is in it, and what it finds where it lies.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleHandler } from './cold/bundle-handler.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-bundle-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, content: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

test('holds the SDK, and finds sharp from a folder that has no packages', async () => {
  write('a/node_modules/sharp/index.js', "module.exports = 'sharp by ' + __filename;");
  write('a/node_modules/sdk/index.js', "module.exports = 'sdk';");
  const handler = write('a/handler.cjs', "exports.found = [require('sdk'), require('sharp')];");
  const file = join(folder, 'b', 'index.js');
  await bundleHandler(handler, file);
  const { found } = createRequire(import.meta.url)(file) as { found: string[] };
  expect(found).toEqual(['sdk', `sharp by ${join(folder, 'a/node_modules/sharp/index.js')}`]);
  expect(readFileSync(file, 'utf8')).not.toContain('sharp by');
});
