// `npm run backfill` on the local cloud, with the built function and real photos: from a quote to the last thumbnail, stopped and
// gone on with, and what it says when it cannot.

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectCloud } from '../../../src/cloud/api/connect.ts';
import { root } from '../../../src/local/cloud.ts';
import { startWholeCloud } from '../../../src/local/whole-cloud.ts';
import { hostile, samples } from '../../fixtures/images/images.ts';
import { runCommand } from '../command.ts';

const bucket = 'example-1250000000';
const target = 'exampleresized-1250000000';
const region = 'ap-guangzhou';
const name = 'thumbnailer';
const cloud = await startWholeCloud({ buckets: [bucket, target], enforceMemory: false, polls: 1 });
const folder = mkdtempSync(join(tmpdir(), 'backfill-'));
afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true });
});

const photos = Array.from({ length: 24 }, (_, at) => `photos/${String(at).padStart(2, '0')}.jpg`);

beforeAll(async () => {
  const { secretId, secretKey } = cloud.owner;
  const api = connectCloud({
    region,
    credentials: { secretId, secretKey, token: undefined },
    endpoint: new URL(cloud.api.endpoint),
    language: 'en',
  });
  const trust = JSON.stringify({
    version: '2.0',
    statement: [
      { effect: 'allow', action: 'name/sts:AssumeRole', principal: { service: ['scf.qcloud.com'] } },
    ],
  });
  await api.roles.create({ name: 'thumbnailer-role', description: '', trust });
  await api.roles.attach('thumbnailer-role', 'QcloudCOSFullAccess');
  await api.functions.create({
    ...{ name, description: '', runtime: 'Nodejs20.19', handler: 'index.main_handler', tags: {} },
    ...{
      memoryMb: 512,
      timeoutS: 60,
      role: 'thumbnailer-role',
      environment: { THUMB_EXCLUDE: 'private/**' },
    },
    zip: readFileSync(join(root, 'dist', 'cos-thumbnailer.zip')),
  });
  await api.functions.settled(name);
  const photo = readFileSync(samples.landscape.path);
  for (const key of [...photos, 'private/a.jpg', 'photos/clip.mp4', 'photos/a.cr2'])
    cloud.cos.objects.put(bucket, key, photo);
  cloud.cos.objects.put(bucket, 'photos/broken.jpg', readFileSync(hostile.truncated.path));
  cloud.cos.objects.put(bucket, 'photos/', Buffer.alloc(0));
});

const env = { TENCENTCLOUD_SECRET_ID: cloud.owner.secretId, TENCENTCLOUD_SECRET_KEY: cloud.owner.secretKey };
const where = [
  ...['--bucket', bucket, '--region', region, '--function', name],
  ...['--api-endpoint', cloud.api.endpoint, '--cos-endpoint', cloud.cos.endpoint],
];

function backfill(out: string, ...args: readonly string[]) {
  return runCommand('backfill.ts', [...where, '--lang', 'en', '--out', join(folder, out), ...args], { env });
}

const thumbnails = () => cloud.cos.objects.keys(target);
const invocations = () => cloud.api.calls.filter(({ action }) => action === 'InvokeFunction').length;

describe('from a quote to the last thumbnail', () => {
  test('the quote counts, measures a sample, and makes no other thumbnail', async () => {
    const { exitCode, stdout, stderr } = await backfill('one', '--sample', '6');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^listed +29 /m);
    expect(stdout).toMatch(/^to be made +25 /m);
    expect(stdout).toMatch(/^left out +1 THUMB_INCLUDE or THUMB_EXCLUDE/m);
    expect(stdout).toMatch(/^left out +1 their names say that they are no images/m);
    expect(stdout).toMatch(/^left out +1 image formats that the function does not read/m);
    expect(stdout).toMatch(/^left out +1 folders/m);
    expect(stdout).toMatch(/^sample +6 photos: [56] \/ 0 \/ [01] stored, skipped, failed/m);
    expect(stdout).toMatch(/This was only a quote\. It has stored the [56] thumbnails of the sample/);
    expect(stdout).toMatch(/--go --budget 0\.01$/m);
    expect(thumbnails().length).toBeLessThanOrEqual(6);
  });

  test('a quote without a sample invokes nothing and says what it is by', async () => {
    const before = invocations();
    const { stdout } = await backfill('figures', '--sample', '0', '--json');
    const { quote, run } = JSON.parse(stdout);
    expect({ basis: quote.basis, photos: quote.sample.photos, run }).toEqual({
      basis: 'figures',
      photos: 0,
      run: undefined,
    });
    expect(quote.yuan.low).toBeLessThan(quote.yuan.middle);
    expect(quote.yuan.middle).toBeLessThan(quote.yuan.high);
    expect(invocations()).toBe(before);
  });

  test('with a budget the others are made; what failed can be replayed', async () => {
    const { exitCode, stdout } = await backfill('one', '--go', '--budget', '1', '--json');
    const { run, quote, failures } = JSON.parse(stdout);
    expect({ exitCode, end: run.end }).toEqual({ exitCode: 1, end: 'finished' });
    expect(run).toMatchObject({
      records: 25,
      counts: { stored: 24, failed: 1, codes: { 'source-corrupt': 1 } },
    });
    expect(thumbnails()).toEqual(photos);
    // The machine that this runs on is not always as fast as when the sample was taken.
    expect(quote.yuan.middle / run.yuan).toBeGreaterThan(0.3);
    expect(quote.yuan.middle / run.yuan).toBeLessThan(3);
    const replayed = await runCommand('replay.ts', [failures]);
    expect(replayed.stderr).toBe('1 object to replay: 1 source-corrupt\n');
    expect(JSON.parse(replayed.stdout).Records[0].cos.cosObject.key).toBe(
      '/1250000000/example/photos/broken.jpg',
    );
  });

  test('each photo was read once, by the run or for the sample', () => {
    const reads = cloud.cos.requests.filter(({ method, key }) => method === 'GET' && photos.includes(key));
    expect(reads.map(({ key }) => key).sort()).toEqual(photos);
  });

  test('the same command again calls nothing', async () => {
    const before = invocations();
    const { stdout } = await backfill('one', '--go', '--budget', '1');
    expect(stdout).toContain('Finished: every photo had its call.');
    expect(invocations()).toBe(before);
  });

  test('--missing sees what is not there, and makes only that', async () => {
    cloud.cos.objects.delete(target, 'photos/07.jpg');
    const { stdout } = await backfill(
      'missing',
      '--missing',
      '--sample',
      '0',
      '--go',
      '--budget',
      '1',
      '--json',
    );
    const { quote, run } = JSON.parse(stdout);
    expect(quote.leftOut.there).toBe(23);
    expect(run).toMatchObject({ records: 2, counts: { stored: 1, failed: 1 } });
    expect(thumbnails()).toEqual(photos);
  });

  test('in Chinese it says the same', async () => {
    const args = [...where, '--lang', 'zh', '--out', join(folder, 'zh'), '--sample', '0'];
    const { exitCode, stdout } = await runCommand('backfill.ts', args, { env });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^待处理 +25 /m);
    expect(stdout).toContain('以上只是报价');
    expect(stdout).not.toMatch(/\b(left out|yuan for|stored)\b/);
  });
});

describe('Ctrl-C', () => {
  test('waits for what is under way, and the same command goes on', async () => {
    const photo = readFileSync(samples.landscape.path);
    for (let at = 0; at < 120; at++) cloud.cos.objects.put(bucket, `many/${at}.jpg`, photo);
    const options = ['--prefix', 'many/', '--sample', '0', '--go', '--budget', '1', '--concurrency', '1'];
    const out = join(folder, 'interrupted');
    const args = [...where, '--out', out, ...options];
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(root, 'src', 'commands', 'backfill.ts'), ...args],
      { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const output: Buffer[] = [];
    child.stdout.on('data', (bytes) => output.push(bytes));
    const before = invocations();
    const forget = cloud.api.onCall(({ action }) => {
      if (action === 'InvokeFunction' && invocations() - before === 1) child.kill('SIGINT');
    });
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    forget();
    expect(exitCode).toBe(1);
    expect(Buffer.concat(output).toString()).toContain('Stopped, once the calls under way had ended.');
    const [file] = readdirSync(out).filter((one) => one.endsWith('.jsonl'));
    const lines = readFileSync(join(out, file ?? ''), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.filter(({ kind }) => kind === 'sent').length).toBe(
      lines.filter(({ kind }) => kind === 'call').length,
    );
    const settled = lines.reduce((sum, { settled, count }) => sum + (settled ? count : 0), 0);
    expect(settled).toBeGreaterThan(0);
    expect(settled).toBeLessThan(120);
    const rest = await backfill('interrupted', ...options, '--json');
    expect(JSON.parse(rest.stdout).run).toMatchObject({ end: 'finished', records: 120 });
  });
});

describe('says why it cannot', () => {
  test.each([
    [['--function', 'nobody'], 'en', 1, 'There is no function nobody in ap-guangzhou.'],
    [['--function', 'nobody'], 'zh', 1, '地域 ap-guangzhou 没有函数 nobody。'],
    [['--bucket', 'nowhere-1250000000'], 'en', 1, 'There is no bucket nowhere-1250000000'],
    [['--bucket', 'nowhere-1250000000'], 'zh', 1, 'nowhere-1250000000'],
    [['--price', 'gbsecond=1'], 'en', 2, 'expected NAME=YUAN with a name of gbSecond'],
    [['--bucket', 'example'], 'en', 2, "expected a bucket's name with its appid"],
    [['--go'], 'en', 2, 'with --go, how much may it cost? Give --budget YUAN.'],
    [['--budget', '5'], 'en', 2, '--budget 5 is for --go'],
  ])('%j in %s', async (args, lang, exitCode, message) => {
    const before = invocations();
    const all = [...where, '--out', join(folder, 'refused'), ...args, '--lang', lang];
    const finished = await runCommand('backfill.ts', all, { env });
    expect({ exitCode: finished.exitCode, stdout: finished.stdout }).toEqual({ exitCode, stdout: '' });
    expect(finished.stderr).toContain(message);
    expect(finished.stderr).not.toMatch(/\n +at /);
    expect(invocations()).toBe(before);
  });

  test('the settings of the function, before any call', async () => {
    const record = cloud.account.functions.get(name);
    if (!record) throw new Error('the function is not there');
    const { environment } = record;
    record.environment = { THUMB_PRESET: '200x' };
    const { exitCode, stderr } = await backfill('settings');
    record.environment = environment;
    expect(exitCode).toBe(1);
    expect(stderr).toContain('THUMB_PRESET: no such setting; did you mean THUMB_PRESETS?');
  });
});
