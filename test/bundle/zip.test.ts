// What is uploaded to SCF: one file in one zip, the same from the same sources, with its licences at its head.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { expect, test } from 'vitest';
import { builtFile } from '../support/stage.ts';
import { copyTree } from '../support/tree.ts';
import { readZip } from './zip.ts';

const index = readFileSync(builtFile);
const zip = readFileSync(builtFile.replace(/index\.js$/, 'cos-thumbnailer.zip'));

test('the zip holds index.js at its root, readable by all, and nothing else', () => {
  const entries = readZip(zip);
  expect(entries.map(({ name, mode }) => `${name} ${mode.toString(8)}`)).toEqual(['index.js 100644']);
  expect(entries[0]?.bytes.equals(index)).toBe(true);
});

test('the head of the file names the libraries inside and their licences', () => {
  const head = index.toString('latin1', 0, index.indexOf('*/'));
  expect(head).toMatch(/^\/\*!\ncos-thumbnailer \d+\.\d+\.\d+\. MIT License\./);
  expect(head).toMatch(/^ {2}wasm-vips [\d.]+: MIT/m);
  expect(head).toMatch(/^ {2}libvips [\d.]+: LGPL-2\.1-or-later/m);
  expect(head).toMatch(/^ {2}cos-nodejs-sdk-v5 [\d.]+: ISC/m);
});

test('all of it is ASCII, so that V8 keeps one byte for a character of its text, and not two', () => {
  const others = index.filter((byte) => byte >= 0x80);
  expect(others.length).toBe(0);
});

test('there is no native code in it, and nothing that is asked for at run time but Node.js itself', () => {
  const text = index.toString('latin1');
  expect(text).not.toContain('process.dlopen');
  expect(text).not.toMatch(/\.node["'`]/);
  const required = [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name);
  expect(required).toContain('worker_threads');
  expect(required.filter((name = '') => !isBuiltin(name))).toEqual([]);
});

test('builds in two folders, at two times of the day, give the same zip byte by byte', async () => {
  const [one, two] = [copyTree(), copyTree()];
  expect(await one.build({ TZ: 'Asia/Shanghai' })).toMatchObject({ code: 0, stderr: '' });
  expect(await two.build({ TZ: 'America/New_York' })).toMatchObject({ code: 0, stderr: '' });
  const digests = [one, two].map((tree) => {
    const content = readFileSync(tree.at('dist/cos-thumbnailer.zip'));
    return createHash('sha256').update(content).digest('hex');
  });
  expect(digests[0]).toBe(digests[1]);
});
