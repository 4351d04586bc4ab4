// `npm run replay`, from the failure record that the built function leaves to the event that it is given again.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { hostile, samples } from '../fixtures/images/images.ts';
import { briefly } from '../support/outcomes.ts';
import { openStage, operator, BUCKET as SOURCE, TARGET } from '../support/stage.ts';
import { runCommand } from './command.ts';

const stage = await openStage();
const env = { THUMB_FAILED_PREFIX: 'failed/' };
const events = [
  await stage.upload('photos/big.jpg', readFileSync(samples.landscape.path)),
  await stage.upload('photos/../my cat.jpg', readFileSync(hostile.truncated.path)),
];
const limited = stage.start({ env: { ...env, THUMB_MAX_SOURCE_MB: '0.03' } });
for (const event of events) await limited.invoke(event);
const mended = stage.start();

const folder = mkdtempSync(join(tmpdir(), 'replay-'));
afterAll(() => rmSync(folder, { recursive: true }));
const keys = stage.server.objects.keys(TARGET);
/** As a download tool lays them down. */
const files = keys.map((key) => join(folder, key));
keys.forEach((key, at) => {
  const file = files[at] ?? '';
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, stage.server.objects.get(TARGET, key)?.bytes ?? '');
});

const credentials = {
  COS_SECRETID: operator.secretId,
  COS_SECRETKEY: operator.secretKey,
  COS_TOKEN: operator.token,
};
const bucket = ['--bucket', TARGET, '--endpoint', stage.server.endpoint];

async function replay(args: readonly string[], surroundings: Parameters<typeof runCommand>[2] = {}) {
  const built = args.includes('--invoke') ? ['--no-build'] : [];
  const finished = await runCommand('replay.ts', [...built, ...args], surroundings);
  stage.hear(finished);
  return finished;
}

test('the function has left one failure record for each', () => {
  expect(keys).toEqual([
    'failed/example-1250000000/photos/big.jpg.json',
    expect.stringMatching(/^failed\/sha256\/[0-9a-f]{64}\.json$/),
  ]);
});

describe.each([
  ['a folder', [folder], {}],
  ['files', files, {}],
  ['standard input', ['-'], { input: `[${files.map((file) => readFileSync(file, 'utf8'))}]` }],
  ['a bucket', bucket, { env: credentials }],
])('failure records in %s', (_, source, surroundings) => {
  test('become one event, which the function understands once it is mended', async () => {
    const { exitCode, stdout, stderr } = await replay(source, surroundings);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: '2 objects to replay: 1 source-too-big, 1 rendition-impossible\n',
    });
    const event = JSON.parse(stdout);
    expect(event.Records.map(({ cos }: never) => cos)).toEqual(events.map(({ Records }) => Records[0]?.cos));
    expect(briefly(await mended.invoke(event))).toEqual([
      'stored photos/big.jpg',
      'failed rendition-impossible',
    ]);
    stage.server.objects.delete(TARGET, 'photos/big.jpg');
  });
});

test('--code and --per-event choose, and divide into lines', async () => {
  const { stdout } = await replay([folder, '--per-event', '1']);
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).Records.length),
  ).toEqual([1, 1]);
  const { stdout: chosen } = await replay([folder, '--code', 'source-too-big']);
  expect(JSON.parse(chosen).Records).toHaveLength(1);
});

test('--out writes to a file, and nothing else to standard output', async () => {
  const out = join(folder, 'event.txt');
  const { exitCode, stdout } = await replay([folder, '--out', out]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
  expect(JSON.parse(readFileSync(out, 'utf8')).Records).toHaveLength(2);
});

async function sidesOf(file: Buffer): Promise<[number, number]> {
  const { width, height } = await sharp(file).metadata();
  return [width, height];
}

describe('--invoke', () => {
  const thumbnails = join(folder, 'thumbnails');
  const limits = ['--memory', '1024', '--timeout', '600', '--env', 'THUMB_PRESETS=50x'];
  const run = [files[0] ?? '', '--invoke', '--thumbnails', thumbnails, ...limits];

  test('runs the built function on the photo that failed, read from its bucket', async () => {
    const found = await replay([...run, '--endpoint', stage.server.endpoint], { env: credentials });
    expect(found).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('is not there') });
    expect(found.stdout).toMatch(/^event {5}event 1 of 1, .*; on Node\.js .*, 1024 MB, 600 s$/m);
    const file = join(thumbnails, TARGET, 'photos', 'big.jpg');
    expect(found.stdout).toMatch(new RegExp(`^stored {4}50x.*: ${file}$`, 'm'));
    const photo = stage.server.objects.get(SOURCE, 'photos/big.jpg')?.bytes ?? Buffer.alloc(0);
    const [width, height] = await sidesOf(photo);
    expect(await sidesOf(readFileSync(file))).toEqual([50, Math.round((50 * height) / width)]);
  });

  test('of a photo that is not there any more, the function says so', async () => {
    const gone = ['--region', 'ap-guangzhou', '--endpoint', stage.server.endpoint];
    const key = 'photos/big.jpg';
    const photo = stage.server.objects.get(SOURCE, key)?.bytes ?? Buffer.alloc(0);
    stage.server.objects.delete(SOURCE, key);
    const { stdout, stderr } = await replay([...run, ...gone], { env: credentials });
    stage.server.objects.put(SOURCE, key, photo);
    expect(stderr).toContain(`${SOURCE}/${key} is not there any more`);
    expect(stdout).toContain('source-missing');
  });

  test('takes a file in its place', async () => {
    const { exitCode, stdout } = await replay([...run, '--photo', samples.landscape.path]);
    expect({ exitCode, isStored: /^stored {4}50x/m.test(stdout) }).toEqual({ exitCode: 0, isStored: true });
  });

  test('with neither file nor credentials, proves nothing', async () => {
    const { exitCode, stdout, stderr } = await replay(run, { env: { HOME: folder } });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^which photo\? Name the one that failed with --photo FILE/);
  });
});

test('what is none is left out by name, the rest goes on, and the exit code tells', async () => {
  const { exitCode, stdout, stderr } = await replay(['package.json', files[0] ?? '']);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^left out: package\.json is not a failure record\n1 object to replay/);
  expect(JSON.parse(stdout).Records).toHaveLength(1);
});

test.each([
  ['no records', [], {}, /which failure records/],
  ['a file that is not there', ['nowhere.json'], {}, /nowhere\.json does not exist/],
  ['an endpoint that is none', [...bucket, '--endpoint', 'here'], { env: credentials }, /--endpoint here/],
])('exits 2 for %s, with one line of usage', async (_, args, surroundings, says) => {
  const { exitCode, stdout, stderr } = await replay(args, surroundings);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(says);
  expect(stderr).toMatch(/\nusage: npm run replay -- RECORDS\.\.\. \[options\]; .*\n$/);
  expect(stderr.trim().split('\n')).toHaveLength(2);
});

const none = { COS_SECRETID: '', COS_SECRETKEY: '', COS_TOKEN: '', HOME: folder };
test.each([
  ['a bucket without credentials', bucket, none, /Set the environment variables TENCENTCLOUD_SECRET_ID/],
  ['half of them', bucket, { ...none, COS_SECRETID: 'AKIDx' }, /COS_SECRETKEY is not/],
  ['wrong credentials', bucket, { ...credentials, COS_SECRETKEY: 'wrong-secret' }, /SignatureDoesNotMatch/],
  [
    'a bucket that is not there',
    ['--bucket', 'no-1250000000', ...bucket.slice(2)],
    credentials,
    /no bucket no-1250000000 in ap-guangzhou/,
  ],
  ['wrong credentials, in Chinese', [...bucket, '--lang', 'zh'], none, /没有找到凭证/],
])('exits 1 for %s, and says how to mend it', async (_, args, env, says) => {
  const { exitCode, stdout, stderr } = await replay(args, { env });
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(says);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('the credentials of the other commands do as well', async () => {
  const { secretId, secretKey, token } = operator;
  const env = {
    ...none,
    TENCENTCLOUD_SECRET_ID: secretId,
    TENCENTCLOUD_SECRET_KEY: secretKey,
    TENCENTCLOUD_TOKEN: token,
  };
  const { exitCode, stdout } = await replay(bucket, { env });
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout).Records).toHaveLength(2);
});

test('--help shows the usage', async () => {
  const { exitCode, stdout } = await replay(['--help']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^usage: npm run replay/);
});
