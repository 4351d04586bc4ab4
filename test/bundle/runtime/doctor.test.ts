// The function examines itself: all is well, or the check says so that is about what is wrong, in both languages and with a cure.

import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { insideChecks } from '../../../src/function/doctor/checks.ts';
import type { CheckResult, Diagnosis } from '../../../src/function/doctor/diagnosis.ts';
import type { Fault } from '../../../src/local/cos/cos.ts';
import type { FunctionOptions } from '../../../src/local/scf/scf.ts';
import { samples } from '../../fixtures/images/images.ts';
import { runtime } from '../../support/runtime.ts';
import { BUCKET, openStage, role, TARGET } from '../../support/stage.ts';

const stage = await openStage();
const { server } = stage;
const fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/events/doctor.json', import.meta.url), 'utf8'),
);
const key = 'photos/cat.jpg';
const event = { ...fixture, bucket: BUCKET, key };

beforeEach(() => server.objects.put(BUCKET, key, readFileSync(samples.portrait.path)));
afterEach(() => {
  server.faults.clear();
  for (const one of server.objects.keys(TARGET)) server.objects.delete(TARGET, one);
});

async function examine(
  options: Partial<FunctionOptions> = {},
  asked: unknown = event,
): Promise<Diagnosis & { readonly log: readonly string[]; readonly durationMs: number }> {
  const thumbnailer = stage.start(options);
  const { answer, error, log, durationMs } = await thumbnailer.invoke(asked);
  await thumbnailer.close();
  expect(error).toBeUndefined();
  return { ...(answer as Diagnosis), log, durationMs };
}

const idsOf = (checks: readonly CheckResult[], isChosen: (one: CheckResult) => unknown) =>
  checks.filter(isChosen).map(({ id }) => id);
const wrongOf = ({ checks }: Diagnosis) => idsOf(checks, ({ ok }) => !ok);

describe('where all is well', () => {
  test('every check says so, in both languages, and has its line in the log', async () => {
    const { ok, version, checks, log } = await examine();
    expect(wrongOf({ ok, version, checks })).toEqual([]);
    expect(ok).toBe(true);
    expect(version).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/);
    const others = ['source-class', 'watermark'];
    expect(idsOf(checks, ({ skipped }) => !skipped).sort()).toEqual(
      Object.keys(insideChecks)
        .filter((id) => !others.includes(id))
        .sort(),
    );
    for (const { en, zh } of checks) {
      expect(`${en}${zh}`).not.toMatch(/\{\w+\}|undefined/);
      expect(zh).toMatch(/\p{Script=Han}/u);
    }
    const lines = log.map((line) => JSON.parse(line.slice(line.indexOf('{'))));
    expect(lines.map(({ check }) => check)).toEqual(checks.map(({ id }) => id));
  });

  test('no photo is read, and only one key is written', async () => {
    const before = server.requests.length;
    await examine();
    const requests = server.requests.slice(before);
    const changing = requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD');
    expect(changing).toMatchObject([{ method: 'PUT', bucket: TARGET, key: '.thumbnailer-doctor' }]);
    expect(server.objects.keys(TARGET)).toEqual(['.thumbnailer-doctor']);
    expect(server.objects.keys(BUCKET)).toEqual([key]);
  });

  test('what it writes makes no thumbnail, when the target bucket has a trigger', async () => {
    const env = { THUMB_TARGET_BUCKET: BUCKET, THUMB_TARGET_KEY: 'thumbs/{dir}{name}.{ext}' };
    const thumbnailer = stage.start({ env });
    const events: unknown[] = [];
    const stop = server.onEvent((one) => events.push(one));
    expect(await thumbnailer.invoke(event)).toMatchObject({ answer: { ok: true } });
    stop();
    expect(events).toHaveLength(1);
    expect(await thumbnailer.invoke(events[0])).toMatchObject({
      answer: { stored: 0, skipped: 1, failed: 0 },
    });
    server.objects.delete(BUCKET, '.thumbnailer-doctor');
  });

  test('without a bucket, it says how to name one', async () => {
    const { ok, checks } = await examine({}, fixture);
    expect(ok).toBe(true);
    const source = checks.find(({ id }) => id === 'source-bucket');
    expect(source).toMatchObject({
      skipped: true,
      en: expect.stringContaining('"bucket":"example-1250000000"'),
    });
  });

  test('without a bucket, a target is examined that does not depend on it', async () => {
    const { checks } = await examine({ env: { THUMB_TARGET_BUCKET: TARGET } }, fixture);
    expect(idsOf(checks, ({ skipped }) => !skipped)).toContain('target-write');
  });

  test('a bucket may be named without the appid', async () => {
    const { checks } = await examine({}, { ...event, bucket: 'example' });
    expect(checks.find(({ id }) => id === 'source-bucket')?.en).toContain(BUCKET);
  });

  test('the next event is served as ever', async () => {
    const thumbnailer = stage.start();
    await thumbnailer.invoke(event);
    const upload = await stage.upload('b.jpg', readFileSync(samples.portrait.path));
    expect(await thumbnailer.invoke(upload)).toMatchObject({ answer: { stored: 1, failed: 0 } });
    server.objects.delete(BUCKET, 'b.jpg');
  });
});

interface Plant extends Partial<FunctionOptions> {
  readonly faults?: readonly Fault[];
  readonly event?: unknown;
  /** The checks that say that something is wrong. */
  readonly wrong: readonly string[];
}

const denied = { status: 403, code: 'AccessDenied', message: 'Access Denied.' };
const always = { times: Number.POSITIVE_INFINITY };

const plants: Readonly<Record<string, Plant>> = {
  'wrong settings, all of them': {
    env: { THUMB_PRESETS: '200xx', THUMB_FOO: '1', THUMB_MAX_PAGES: 'many' },
    wrong: ['settings'],
  },
  'no execution role': { credentials: { secretId: '', secretKey: '' }, wrong: ['role'] },
  'credentials that COS does not know': {
    credentials: { ...role, secretId: 'AKIDunknown' },
    wrong: ['credentials'],
  },
  'credentials with a wrong key': {
    credentials: { ...role, secretKey: 'wrong-secret' },
    wrong: ['credentials'],
  },
  'credentials that have expired': {
    faults: [{ ...always, method: 'GET', kind: { status: 403, code: 'ExpiredToken' } }],
    wrong: ['credentials'],
  },
  'no source bucket': {
    event: { ...event, bucket: 'missing-1250000000' },
    env: { THUMB_TARGET_BUCKET: TARGET },
    wrong: ['source-bucket'],
  },
  'no target bucket': { env: { THUMB_TARGET_BUCKET: 'missing' }, wrong: ['target-bucket'] },
  'a function in another region': { region: 'ap-shanghai', wrong: ['source-bucket', 'target-bucket'] },
  'photos that may not be read': {
    faults: [{ ...always, method: 'GET', bucket: BUCKET, kind: denied }],
    wrong: ['source-read'],
  },
  'photos that may be read, but not looked at': {
    faults: [{ ...always, method: 'HEAD', bucket: BUCKET, keyPrefix: key, kind: denied }],
    wrong: ['source-read'],
  },
  'a photo that is archived': {
    faults: [{ ...always, method: 'GET', keyPrefix: key, kind: { status: 403, code: 'InvalidObjectState' } }],
    wrong: ['source-class'],
  },
  'a target that may not be written': {
    faults: [{ ...always, method: 'PUT', kind: denied }],
    wrong: ['target-write'],
  },
  'a target that may not be looked at': {
    faults: [{ ...always, method: 'HEAD', bucket: TARGET, keyPrefix: '.thumb', kind: denied }],
    wrong: ['target-look'],
  },
  'a watermark that is not there': {
    env: { THUMB_WATERMARK: 'logo.png', THUMB_PRESETS: '200x,watermark' },
    wrong: ['watermark'],
  },
  'thumbnails of thumbnails': { env: { THUMB_TARGET_BUCKET: BUCKET }, wrong: ['loop'] },
  'a clock that is wrong': {
    faults: [{ ...always, kind: { clockSkewSeconds: 3600 } }],
    wrong: ['clock'],
  },
  'no network': { env: { THUMB_COS_ENDPOINT: 'http://127.0.0.1:9' }, wrong: ['network'] },
  'a network that swallows requests': {
    faults: [{ ...always, kind: { stall: 'before-response' } }],
    timeoutS: 6,
    wrong: ['network'],
  },
  'a bucket that swallows requests': {
    faults: [{ ...always, bucket: TARGET, method: 'PUT', kind: { stall: 'before-response' } }],
    // A silence takes half of what is left, and on a busy machine the other checks take seconds, too.
    timeoutS: 15,
    wrong: ['target-bucket', 'target-write'],
  },
  // That of Node.js alone is more.
  'too little memory': { memoryMb: 16, wrong: ['memory'] },
};

describe('what is wrong', () => {
  test.each(Object.entries(plants))(
    '%s',
    async (_, { faults = [], event: asked = event, wrong, ...options }) => {
      for (const fault of faults) server.faults.add(fault);
      const found = await examine(options, asked);
      server.objects.delete(BUCKET, '.thumbnailer-doctor');
      expect(wrongOf(found)).toEqual(wrong);
      expect(found.ok).toBe(false);
      const [first] = found.checks.filter(({ ok }) => !ok);
      expect(first?.fix?.en).toMatch(/\w{3}.*\.$/);
      expect(first?.fix?.zh).toMatch(/\p{Script=Han}/u);
      // Whatever is wrong, the engine was tried, and the answer came in time.
      expect(idsOf(found.checks, ({ skipped }) => !skipped)).toContain('engine');
      expect(found.durationMs).toBeLessThan((options.timeoutS ?? 120) * 1000);
    },
  );

  test('wrong settings are all named at once', async () => {
    const { checks } = await examine(plants['wrong settings, all of them']);
    const { en = '' } = checks.find(({ id }) => id === 'settings') ?? {};
    for (const name of ['THUMB_PRESETS', 'THUMB_FOO', 'THUMB_MAX_PAGES']) expect(en).toContain(`${name}:`);
  });

  test('a bucket that hides what is not there is not called wrong without a photo to try', async () => {
    server.faults.add({ ...always, method: 'GET', bucket: BUCKET, kind: denied });
    const { ok, checks } = await examine({}, { ...fixture, bucket: BUCKET });
    expect(ok).toBe(true);
    expect(checks.find(({ id }) => id === 'source-read')).toMatchObject({
      skipped: true,
      en: expect.stringContaining('"key":"photos/cat.jpg"'),
    });
  });

  // An engine without a thread of its own ends when it is done.
  test.runIf(runtime.engine === 'vips')(
    'too little time for even one photo is the fault of the timeout, not of the engine',
    async () => {
      const env = { THUMB_PRESETS: '2000x,avif,effort=9', THUMB_FALLBACK: 'off' };
      const { checks } = await examine({ timeoutS: 3, memoryMb: 2048, env });
      expect(checks.find(({ id }) => id === 'time-limit')).toMatchObject({ ok: false });
      expect(checks.map(({ id }) => id)).not.toContain('engine');
    },
  );
});
