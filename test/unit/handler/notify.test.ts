// When somebody is told of a record, of which, and that nothing that goes wrong in that changes anything else.

import { expect, test } from 'vitest';
import { StoreError } from '../../../src/function/errors.ts';
import type { Notice } from '../../../src/function/notify/message.ts';
import type { RedeliveryError } from '../../../src/function/redelivery.ts';
import { JPEG_START, PDF_START } from '../../support/bytes.ts';
import { createTestHandler } from '../../support/handler.ts';
import { rawRecord, sourceRef, TARGET_BUCKET } from '../../support/records.ts';
import { lay } from '../../support/watched-store.ts';

const failing = 'THUMB_NOTIFY: example.com was not told';

/** A handler that tells, with a photo `cat.jpg`. */
function telling(warning?: string, wanted: Parameters<typeof createTestHandler>[0] = {}) {
  const notices: Notice[] = [];
  const callsBefore: string[][] = [];
  const made = createTestHandler({
    ...wanted,
    notify: async (notice) => {
      notices.push(notice);
      callsBefore.push([...made.store.calls]);
      return warning;
    },
  });
  lay(made.store, sourceRef('cat.jpg'), JPEG_START);
  return { ...made, notices, callsBefore };
}

test('somebody is told of a photo once everything is stored and checked', async () => {
  const { handler, notices, callsBefore, store } = telling();
  const report = await handler({ Records: [rawRecord('cat.jpg')] }, { request_id: 'r-1' });
  expect(notices).toEqual([
    {
      version: 1,
      time: expect.any(String),
      requestId: 'r-1',
      engine: report.engine,
      redelivery: false,
      record: report.records[0],
    },
  ]);
  expect(callsBefore).toEqual([store.calls]);
});

test('a failure record is stored before its failure is told', async () => {
  const { handler, notices, callsBefore, store } = telling(undefined, {
    env: { THUMB_FAILED_PREFIX: 'failed/' },
  });
  lay(store, sourceRef('cat.jpg'), PDF_START);
  await handler({ Records: [rawRecord('cat.jpg')] });
  expect(notices[0]?.record.outcomes).toMatchObject([{ status: 'failed' }]);
  expect(callsBefore[0]?.some((call) => call.startsWith('put failed/'))).toBe(true);
});

test('what cannot be told is a warning: in the report, in the log, and nowhere else', async () => {
  const quiet = telling();
  const loud = telling(failing);
  const expected = await quiet.handler({ Records: [rawRecord('cat.jpg')] });
  const report = await loud.handler({ Records: [rawRecord('cat.jpg')] });
  expect(report).toMatchObject({ stored: 1, failed: 0, records: [{ warnings: [failing] }] });
  expect(report.records[0]?.outcomes).toEqual(expected.records[0]?.outcomes);
  expect(loud.store.calls).toEqual(quiet.store.calls);
  expect(loud.lines).toContainEqual(
    expect.objectContaining({ level: 'error', msg: failing, key: 'cat.jpg' }),
  );
  expect(expected.records[0]).not.toHaveProperty('warnings');
});

test('a second delivery tells again, and makes nothing again', async () => {
  const { handler, notices, store } = telling(failing);
  await handler({ Records: [rawRecord('cat.jpg')] });
  await handler({ Records: [rawRecord('cat.jpg')] });
  expect(store.calls.filter((call) => call.startsWith('put'))).toEqual(['put cat.jpg']);
  expect(notices.map(({ record }) => record.outcomes[0]?.status)).toEqual(['stored', 'skipped']);
});

test('what will be delivered again says so, and is thrown all the same', async () => {
  const unavailable = new StoreError('store-unavailable', 'a test', { operation: 'put', attempts: 1 });
  const { handler, notices } = telling(failing, {
    before: (call) => {
      if (call.startsWith('put')) throw unavailable;
    },
  });
  const error: RedeliveryError = await handler({ Records: [rawRecord('cat.jpg')] }).then(
    () => expect.unreachable(),
    (thrown) => thrown,
  );
  expect(notices).toMatchObject([
    { redelivery: true, record: { outcomes: [{ code: 'store-unavailable' }] } },
  ]);
  expect(error.report.records).toMatchObject([{ warnings: [failing] }]);
});

test.each([
  ['a key that is excluded', { THUMB_EXCLUDE: '**' }],
  ['a route without presets', { THUMB_PRESETS: 'for=**;none' }],
])('nobody is told of a record that is skipped as a whole: %s', async (_, env) => {
  const { handler, notices, store } = telling(undefined, { env });
  expect(await handler({ Records: [rawRecord('cat.jpg')] })).toMatchObject({ skipped: 1 });
  expect([notices, store.keys(TARGET_BUCKET)]).toEqual([[], []]);
});
