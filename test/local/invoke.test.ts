// `npm run invoke`, with the built function.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
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

/** @returns The paths of what was stored. */
function written(stdout: string): string[] {
  return [...stdout.matchAll(/^stored +.*: (.*)$/gm)].map(([, path]) => resolve(root, path ?? ''));
}

test('makes a thumbnail of the sample photo for a sample event, and says so in six lines', async () => {
  const { exitCode, stdout, stderr } = await invoke([event, ...roomy]);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(stdout.trim().split('\n')).toEqual([
    expect.stringMatching(
      /^event {5}test\/fixtures\/events\/real-dump\.json, photos: 95\.6 kB; on Node\.js .*, 1024 MB, 600 s$/,
    ),
    'status    200 success',
    expect.stringMatching(/^stored {4}200x113 jpeg, \d\.\d kB: \/.*\.jpe?g$/),
    expect.stringMatching(/^time {6}\d+ ms, billed \d+ ms; cold start \d+ ms$/),
    expect.stringMatching(/^memory {4}\d+\.\d MB at most, of 1024 MB$/),
    `more      the same with --json prints the answer and the log, too: npm run invoke -- ${event} --json`,
  ]);
  const [thumbnail = '', ...others] = written(stdout);
  expect(others).toEqual([]);
  expect(relative(out, thumbnail)).toMatch(/^exampleresized-\d+\/photos\/.*\.jpe?g$/);
  expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'jpeg', width: 200, height: 113 });
});

test('with --json gives all of it, for a program', async () => {
  const { exitCode, stdout } = await invoke([samples.landscape.path, ...roomy, '--json']);
  expect(exitCode).toBe(0);
  const { event: made, invocation, written, options } = JSON.parse(stdout);
  expect(made.Records).toHaveLength(1);
  expect(options).toMatchObject({ memoryMb: 1024, timeoutS: 600 });
  expect(invocation).toMatchObject({ statusCode: 200, answer: { stored: 1, failed: 0 } });
  expect(invocation.log.map((line: string) => JSON.parse(line))).toMatchObject([{ level: 'info' }]);
  expect(written).toMatchObject([{ bucket: 'exampleresized-1250000000', key: 'photos/landscape.jpg' }]);
  expect(existsSync(resolve(root, written[0].file))).toBe(true);
});

test('speaks Chinese where the system does, also of wrong settings', async () => {
  const env = { LC_ALL: 'zh_CN.UTF-8' };
  const well = await runCommand('invoke.ts', [samples.landscape.path, ...roomy, '--out', out], { env });
  expect(well.stdout).toMatch(
    /^事件 {6}.*landscape\.jpg，[\d.]+ kB；运行于 .*\n状态 {6}200 成功\n已存储 {4}200x113 jpeg, /m,
  );
  const presets = ['--env', 'THUMB_PRESETS=200×200'];
  const ill = await runCommand('invoke.ts', [samples.landscape.path, ...roomy, ...presets], { env });
  expect(ill.exitCode).toBe(1);
  expect(ill.stdout).toContain('1 项配置有误：');
  expect(ill.stdout).toContain('却是 "200×200"；应写成 200x200，其中 "×" 写成 "x"');
  expect(ill.stdout).not.toContain('expected');
});

test('keeps earlier results: another thumbnail of the same name gets a number', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'invoke-kept-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const run = (preset: string) => {
    const args = [samples.landscape.path, ...roomy, '--out', folder, '--env', `THUMB_PRESETS=${preset}`];
    return runCommand('invoke.ts', args);
  };
  const paths = [];
  for (const preset of ['50x', '60x', '50x']) paths.push(...written((await run(preset)).stdout));
  expect(paths.map((path) => basename(path))).toEqual(['landscape.jpg', 'landscape~2.jpg', 'landscape.jpg']);
  expect(await sharp(paths[0]).metadata()).toMatchObject({ width: 50 });
  expect(await sharp(paths[1]).metadata()).toMatchObject({ width: 60 });
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
    says: 'the limit is 64 MB: give the function 128 MB',
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
