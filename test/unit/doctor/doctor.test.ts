// The doctor without COS and without engines: what time, memory and failures of its own make it say.

import { describe, expect, test, vi } from 'vitest';
import type { Diagnosis } from '../../../src/function/doctor/diagnosis.ts';
import { type DoctorParts, examine, isDoctorEvent } from '../../../src/function/doctor/doctor.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { SOURCE_BUCKET, TARGET_BUCKET } from '../../support/records.ts';
import { createStubEngine, type StubAnswers } from '../../support/stub-engine.ts';

const event = { thumbnailer: 'doctor', bucket: SOURCE_BUCKET } as const;
const env = {
  TENCENTCLOUD_REGION: 'ap-guangzhou',
  TENCENTCLOUD_APPID: '1250000000',
  TENCENTCLOUD_SECRETID: 'id',
  TENCENTCLOUD_SECRETKEY: 'key',
  THUMB_LOG: 'silent',
};
const context = { time_limit_in_ms: 60_000, memory_limit_in_mb: 100_000 };

function partsOf(changes: Partial<DoctorParts> = {}, answers: StubAnswers = {}): DoctorParts {
  const store = createMemoryStore([SOURCE_BUCKET, TARGET_BUCKET]);
  return {
    env,
    engine: createStubEngine(answers),
    createStore: () => store,
    knock: async () => ({ time: Date.now() }),
    ...changes,
  };
}

const named = ({ checks }: Diagnosis, id: string) => checks.find((one) => one.id === id);
const wrongOf = ({ checks }: Diagnosis) => checks.filter(({ ok }) => !ok).map(({ id }) => id);

test('all is well', async () => {
  expect(wrongOf(await examine(event, context, partsOf()))).toEqual([]);
});

test('a context without facts is one of 3 s and 128 MB', async () => {
  const told = { time_limit_in_ms: 3000, memory_limit_in_mb: 128 };
  const [found, same] = await Promise.all([null, told].map((one) => examine(event, one, partsOf())));
  // What this process itself holds may pass the function's memory between the two.
  const wrong = (checks = found) => checks && wrongOf(checks).filter((name) => name !== 'memory');
  expect(found).toBeDefined();
  expect(wrong(found)).toEqual(wrong(same));
});

describe('the timeout', () => {
  test('of no more than COS takes is too short, and nothing is measured', async () => {
    const engine = createStubEngine();
    const found = await examine(event, { ...context, time_limit_in_ms: 1000 }, partsOf({ engine }));
    expect(wrongOf(found)).toEqual(['time-limit']);
    expect(named(found, 'engine')).toMatchObject({ ok: true, skipped: true });
    expect(engine.rendered).toEqual([]);
  });

  test('is held against what was measured, and 1 s for COS', async () => {
    // Each photo takes 2 s, the first of them 10 s.
    let now = Date.now();
    let isFirst = true;
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => now);
    const render: StubAnswers['render'] = async (specs) => {
      now += isFirst ? 10_000 : 2000;
      isFirst = false;
      return specs.map(({ width, height }) => ({ bytes: Buffer.from('x'), width, height }));
    };
    const found = await examine(event, { ...context, time_limit_in_ms: 50_000 }, partsOf({}, { render }));
    clock.mockRestore();
    // The first was long enough for a measurement: once more would not tell more.
    expect(named(found, 'time-limit')).toMatchObject({
      ok: true,
      en: expect.stringContaining('16.0 s here'),
    });
  });

  test('is too short for a photo of a camera where the built-in one is ready just in time', async () => {
    let now = Date.now();
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => now);
    const render: StubAnswers['render'] = async (specs) => {
      now += 10_000;
      return specs.map(({ width, height }) => ({ bytes: Buffer.from('x'), width, height }));
    };
    const found = await examine(event, { ...context, time_limit_in_ms: 15_000 }, partsOf({}, { render }));
    clock.mockRestore();
    expect(wrongOf(found)).toEqual(['time-limit']);
    expect(named(found, 'time-limit')?.fix?.en).toContain('60 s');
  });
});

describe('what fails in the doctor itself', () => {
  const boom = () => {
    throw new TypeError('a bug with password=FAKE');
  };

  test('is the result of that check, and hides no other', async () => {
    const found = await examine(event, context, partsOf({ knock: boom }));
    expect(wrongOf(found)).toEqual(['network']);
    expect(JSON.stringify(found)).not.toContain('FAKE');
    expect(named(found, 'engine')).toMatchObject({ ok: true });
  });

  test('in the store', async () => {
    const store = createMemoryStore([SOURCE_BUCKET, TARGET_BUCKET]);
    const found = await examine(event, context, partsOf({ createStore: () => ({ ...store, put: boom }) }));
    expect(wrongOf(found)).toContain('target-bucket');
    expect(named(found, 'source-read')).toMatchObject({ ok: true });
  });

  test('in the engine', async () => {
    const found = await examine(event, context, partsOf({}, { inspect: boom }));
    expect(wrongOf(found)).toEqual(['engine']);
  });
});

test('a region that is none leaves the buckets unexamined', async () => {
  const found = await examine(event, context, partsOf({ env: { ...env, TENCENTCLOUD_REGION: '' } }));
  expect(named(found, 'source-bucket')).toMatchObject({ skipped: true });
});

test.each([
  [{ thumbnailer: 'doctor' }, true],
  [{ thumbnailer: 'doctor', bucket: 'b' }, true],
  [{ thumbnailer: 'nurse' }, false],
  [{ Records: [] }, false],
  ['{"thumbnailer":"doctor"}', false],
  [null, false],
  [undefined, false],
])('%j is an event for the doctor: %s', (value, expected) => {
  expect(isDoctorEvent(value)).toBe(expected);
});
