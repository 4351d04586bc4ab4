// `npm run invoke`, with the built function.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { root } from '../../src/local/cloud.ts';
import { hostile, samples } from '../fixtures/images/images.ts';
import { runCommand } from './command.ts';

const event = 'test/fixtures/events/real-dump.json';
// What the function needs is tested elsewhere; here nothing may depend on how busy the machine is.
const roomy = ['--memory', '1024', '--timeout', '600', '--no-build'];
const out = mkdtempSync(join(tmpdir(), 'invoke-out-'));
afterAll(() => rmSync(out, { recursive: true }));

/** `npm run invoke`, writing to a temporary folder. */
const invoke = (args: readonly string[]) => runCommand('invoke.ts', [...args, '--no-build', '--out', out]);

/** @returns The paths after `written`. */
function written(stdout: string): string[] {
  return [...stdout.matchAll(/^written +(.*)$/gm)].map(([, path]) => resolve(root, path ?? ''));
}

test('makes a thumbnail of the sample photo for a sample event, and shows what SCF’s console shows', async () => {
  const { exitCode, stdout, stderr } = await invoke([event, ...roomy]);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^status +200 success$/m);
  expect(stdout).toMatch(/^answer +\{\n +"stored": 1,$/m);
  expect(stdout).toMatch(/^duration +\d+ ms, then \d+ ms until idle, billed \d+ ms$/m);
  expect(stdout).toMatch(/^memory +\d+\.\d MB at most, of 1024 MB$/m);
  expect(stdout).toMatch(/^cold start +\d+ ms$/m);
  expect(stdout).toMatch(/^log +\{"level":"info"/m);
  const [thumbnail = '', ...others] = written(stdout);
  expect(others).toEqual([]);
  expect(relative(out, thumbnail)).toMatch(/^exampleresized-\d+\/photos\/.*\.jpe?g$/);
  expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'jpeg', width: 200, height: 113 });
});

test('takes the photo and the settings that it is given', async () => {
  const settings = ['--env', 'THUMB_PRESETS=50x', '--env', 'THUMB_TARGET_BUCKET=small'];
  const photo = ['--photo', samples.portrait.path];
  const { exitCode, stdout } = await invoke([event, ...roomy, ...photo, ...settings]);
  expect(exitCode).toBe(0);
  const [thumbnail = ''] = written(stdout);
  expect(thumbnail).toContain('/small-1250000000/');
  expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 50, height: 67 });
});

test('a photo in place of an event makes its own', async () => {
  const { exitCode, stdout } = await invoke([samples.portrait.path, ...roomy]);
  expect(exitCode).toBe(0);
  const [thumbnail = ''] = written(stdout);
  expect(relative(out, thumbnail)).toBe(`exampleresized-1250000000/photos/${samples.portrait.file}`);
  expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 150, height: 200 });
});

test('exits 0 for an object that is at fault itself, which no redelivery would mend', async () => {
  const photo = ['--photo', hostile.truncated.path];
  const { exitCode, stdout } = await invoke([event, ...roomy, ...photo]);
  expect(stdout).toContain('source-corrupt');
  expect(exitCode).toBe(0);
  expect(written(stdout)).toEqual([]);
});

test.each([
  { what: 'a wrong setting', args: ['--env', 'THUMB_PRESETS=huge'], status: 430, says: 'THUMB_PRESETS' },
  {
    what: 'a bucket that cannot be',
    args: ['--env', 'THUMB_TARGET_BUCKET=B'],
    status: 430,
    says: 'found "B"',
  },
  {
    what: 'too little memory',
    args: ['--memory', '64', '--env', 'THUMB_PRESETS=200x200,trim'],
    status: 434,
    says: 'the limit is 64 MB',
  },
])('exits 1 for $what', async ({ args, status, says }) => {
  const { exitCode, stdout } = await invoke([event, ...roomy, ...args]);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(new RegExp(`^status +${status} `, 'm'));
  expect(stdout).toContain(says);
});

test('leaves an event that is none to the function', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'invoke-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'event.json');
  writeFileSync(file, '{"hello": "world"}');
  const { exitCode, stdout } = await invoke([file, ...roomy]);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('not an event of COS');
});

test.each([
  { what: 'no event', args: [], says: 'which event' },
  { what: 'an event that is not there', args: ['nowhere.json'], says: 'nowhere.json does not exist' },
  {
    what: 'two photos',
    args: [samples.portrait.path, '--photo', samples.cmyk.path],
    says: 'is a photo already; give one of the two',
  },
  { what: 'an event that is not JSON', args: ['LICENSE'], says: 'LICENSE is not JSON' },
  {
    what: 'a photo that is not there',
    args: [event, '--photo', 'nowhere.jpg'],
    says: 'nowhere.jpg does not exist',
  },
  { what: 'a folder for an event', args: ['src'], says: 'src is a folder, expected a file' },
  { what: 'a folder for a photo', args: [event, '--photo', 'src'], says: 'src is a folder, expected a file' },
  { what: 'a path through a file', args: ['LICENSE/event.json'], says: 'event.json does not exist' },
  {
    what: 'a name that SCF keeps',
    args: [event, '--env', 'SCF_X=1'],
    says: '--env: environment variable SCF_X',
  },
  { what: 'an unknown option', args: [event, '--speed'], says: '--speed' },
])('exits 2 for $what, with one line of usage', async ({ args, says }) => {
  const { exitCode, stdout, stderr } = await runCommand('invoke.ts', args);
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(says);
  expect(stderr).toMatch(/\nusage: npm run invoke -- EVENT\.json or PHOTO \[options\]; .*\n$/);
  expect(stderr.trim().split('\n')).toHaveLength(2);
});

test.each(['--help', '-h'])(
  'shows the usage and a sample event for %s, whatever else is asked',
  async (option) => {
    const { exitCode, stdout, stderr } = await runCommand('invoke.ts', ['nowhere.json', option]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^usage: npm run invoke -- EVENT\.json/);
    expect(stdout).toContain(event);
    expect(existsSync(join(root, event))).toBe(true);
  },
);
