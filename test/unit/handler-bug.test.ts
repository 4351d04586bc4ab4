// What was not expected: it is thrown as it is, and the log can be shown to anyone.

import { beforeEach, describe, expect, test } from 'vitest';
import { RedeliveryError, StoreError } from '../../src/errors.ts';
import { JPEG_START } from '../support/bytes.ts';
import { createTestHandler, type TestHandler } from '../support/handler.ts';
import { rawRecord, sourceRef } from '../support/records.ts';
import { lay } from '../support/watched-store.ts';

const eventOf = (...keys: readonly string[]) => ({ Records: keys.map((key) => rawRecord(key)) });
const busy = new StoreError('store-unavailable', 'COS is busy', { operation: 'get', attempts: 4 });

let on: TestHandler;
/** What reading `bad.jpg` fails with. */
let failure: Error;

beforeEach(() => {
  failure = new TypeError('undefined is not a function');
  on = createTestHandler({
    before: (call) => {
      if (call === 'get bad.jpg') throw failure;
      if (call === 'get busy.jpg') throw busy;
    },
  });
  lay(on.store, sourceRef('a.jpg'), JPEG_START);
});

describe('a bug', () => {
  test('is thrown as it is, after all records are done, before anything retryable', async () => {
    await expect(on.handler(eventOf('busy.jpg', 'bad.jpg', 'a.jpg'))).rejects.toBe(failure);
    expect(on.store.calls).toContain('put a.jpg');
  });

  test('is in the log with its stack, beside the record', async () => {
    await expect(on.handler(eventOf('bad.jpg'), { request_id: 'r-1' })).rejects.toBe(failure);
    expect(on.lines).toMatchObject([
      { msg: 'bad.jpg: 1 failed', outcomes: ['failed internal: undefined is not a function'] },
      {
        level: 'error',
        code: 'internal',
        requestId: 'r-1',
        stack: expect.stringMatching(/handler-bug\.test\.ts/),
      },
    ]);
  });

  test('of one thumbnail is no less one', async () => {
    on = createTestHandler({ render: async () => [] });
    lay(on.store, sourceRef('a.jpg'), JPEG_START);
    await expect(on.handler(eventOf('a.jpg'))).rejects.toThrow(/fewer thumbnails/);
    expect(on.lines).toMatchObject([
      { msg: 'a.jpg: 1 failed' },
      { code: 'internal', stack: expect.any(String) },
    ]);
  });
});

test('an expected failure has no stack in the log', async () => {
  failure = busy;
  await expect(on.handler(eventOf('bad.jpg'))).rejects.toThrow(RedeliveryError);
  expect(on.lines).toHaveLength(1);
});

describe('credentials', () => {
  const secret = 'q-sign-algorithm=sha1&q-ak=AKIDabcdef&q-signature=cafe0123';

  test('of the uploader, in the event, are in no report and no log line', async () => {
    const requestParameters = { requestHeaders: { Authorization: secret } };
    const good = rawRecord('a.jpg');
    const records = [
      { ...good, event: { ...good.event, requestParameters } },
      { cos: {}, event: { requestParameters } },
    ];
    const report = await on.handler({ Records: records });
    expect(report).toMatchObject({ stored: 1, failed: 1 });
    expect(JSON.stringify([report, on.lines])).not.toMatch(/AKID|cafe0123/);
  });

  test('in the message of a bug are in no log line', async () => {
    failure = new Error(`GET https://example-1250000000.cos.ap-guangzhou.myqcloud.com/a.jpg?${secret}`);
    await expect(on.handler(eventOf('bad.jpg'))).rejects.toBe(failure);
    expect(on.lines).toMatchObject([
      { outcomes: [expect.stringContaining('failed internal: GET https')] },
      {},
    ]);
    expect(JSON.stringify(on.lines)).not.toMatch(/AKID|cafe0123/);
  });
});
