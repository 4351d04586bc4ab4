// `npm run logs` on the local cloud, after the real function has logged.

import { afterAll, describe, expect, test } from 'vitest';
import { logAlarm, logQueries } from '../../../src/cloud/logs/queries.ts';
import { logs } from '../../../src/commands/show-logs.ts';
import { hostile, samples } from '../../fixtures/images/images.ts';
import { collect } from '../../support/collect.ts';
import { deployFunction, functionName, sourceBucket } from './deployed.ts';

const { api, cloud, run, upload } = await deployFunction({ THUMB_PRESETS: 'a:100x100;b:50x50' });
afterAll(() => cloud.close());
const began = Date.now();

await upload('photos/cat.jpg', samples.landscape.path);
await upload('photos/broken.jpg', hostile.truncated.path);
await upload('photos/dog.jpg', samples.portrait.path);
// No right to store any more: SCF delivers these three times in vain.
await api.policies.update({
  name: functionName,
  description: '',
  document: JSON.stringify({
    version: '2.0',
    statement: [{ effect: 'deny', action: ['name/cos:*'], resource: ['*'] }],
  }),
});
await upload('photos/late.jpg', samples.landscape.path);

test('the summary has everything that happened', async () => {
  const { exitCode, stdout, stderr } = await run(logs, '--function', functionName, '--json');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const summary = JSON.parse(stdout);
  expect(summary).toMatchObject({
    ...{ functionName, records: 6, stored: 4, skipped: 0, removed: 0, coldStarts: 1, invocations: 6 },
    ended: [{ status: 430, count: 3 }],
  });
  expect(summary.codes).toMatchObject([
    { code: 'store-denied', isFailure: true, count: 3, example: `${sourceBucket}/photos/late.jpg` },
    { code: 'source-corrupt', isFailure: true, count: 1, example: `${sourceBucket}/photos/broken.jpg` },
  ]);
  expect(summary.bytesIn).toBeGreaterThan(100_000);
  expect(summary.bytesOut).toBeGreaterThan(1000);
  expect(summary.p95Ms).toBeGreaterThanOrEqual(summary.p50Ms);
  expect(summary.lastErrors).toHaveLength(4);
  expect(summary.lastErrors[0].outcomes[0]).toMatch(/store-denied/);
});

test('is told in both languages, with the errors in full', async () => {
  const english = await run(logs, '--function', functionName, '--lang', 'en', '--errors', '1');
  expect(english.stdout).toMatch(/^store-denied +a failure +3 /m);
  expect(english.stdout).toMatch(/^430 +3 .*the function threw: delivered again$/m);
  expect(english.stdout.match(/photos\/late\.jpg: 1 failed/g)).toHaveLength(1);
  const chinese = await run(logs, '--function', functionName, '--lang', 'zh');
  expect(chinese.stdout).toMatch(/^store-denied +失败 +3 /m);
});

describe('the queries', () => {
  const { topicId } = (cloud.account.topic as { topicId: string }) ?? {};
  /** The local cloud runs no SQL; what a query searches is before it. */
  const found = async (query: string) => {
    const [search = ''] = query.split(' | ');
    const lines = await collect(
      api.logs.search({ topicId, query: search, from: began - 60_000, to: Date.now() + 60_000 }),
    );
    return lines.map(({ fields }) => fields);
  };
  const byId = (id: string) => logQueries.find((query) => query.id === id)?.query ?? '';

  test('of records find each record once', async () => {
    expect((await found(byId('totals'))).map(({ key }) => key)).toHaveLength(6);
    expect(await found(byId('waiting'))).toHaveLength(6);
  });

  test('of failures find those', async () => {
    const keys = (await found(byId('by-code'))).map(({ key }) => key);
    expect(keys.sort()).toEqual(['photos/broken.jpg', ...Array(3).fill('photos/late.jpg')]);
    expect((await found(byId('failures'))).length).toBeGreaterThanOrEqual(4);
  });

  test('of one photo find it', async () => {
    expect((await found(byId('photo'))).map(({ key }) => key)).toEqual(['photos/cat.jpg']);
  });

  test('of what SCF ended find nothing here', async () => {
    expect(await found(byId('ended-by-scf'))).toEqual([]);
    const [failures, ended] = logAlarm(5).targets.map(({ query }) => query);
    expect((await found(failures ?? '')).length).toBeGreaterThanOrEqual(4);
    expect(await found(ended ?? '')).toEqual([]);
  });
});

describe('what is wrong is said, with the cure', () => {
  test('no such function', async () => {
    const { exitCode, stderr } = await run(logs, '--function', 'none', '--lang', 'zh');
    expect(stderr).toContain('没有函数 none');
    expect(exitCode).toBe(1);
  });

  test('another region', async () => {
    const { exitCode, stderr } = await run(logs, '--function', functionName, '--region', 'ap-beijing');
    expect(stderr).not.toBe('');
    expect(exitCode).toBe(1);
  });

  test('a span that is none', async () => {
    const { exitCode, stderr } = await run(logs, '--since', '1w');
    expect(stderr).toContain('such as 30m, 1h or 2d');
    expect(exitCode).toBe(2);
  });
});
