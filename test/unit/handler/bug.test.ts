// What was not expected: it is thrown with all else, and what is thrown and logged can be shown to anyone.

import { inspect } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import { StoreError } from '../../../src/function/errors.ts';
import { RedeliveryError } from '../../../src/function/redelivery.ts';
import { JPEG_START } from '../../support/bytes.ts';
import { createTestHandler, type TestHandler } from '../../support/handler.ts';
import { rawRecord, sourceRef } from '../../support/records.ts';
import { lay } from '../../support/watched-store.ts';

const eventOf = (...keys: readonly string[]) => ({ Records: keys.map((key) => rawRecord(key)) });
const busy = new StoreError('store-unavailable', 'COS is busy', { operation: 'get', attempts: 4 });

let on: TestHandler;
/** What reading `bad.jpg` fails with. */
let failure: Error;

/** All that a runtime may print of what was thrown. */
async function thrownFor(event: unknown): Promise<{ error: unknown; shown: string }> {
  const error = await on.handler(event).catch((caught: unknown) => caught);
  return { error, shown: inspect(error, { depth: Infinity, showHidden: true }) };
}

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
  test('is thrown after all records are done, with the report and all else that may be mended', async () => {
    const { error } = await thrownFor(eventOf('busy.jpg', 'bad.jpg', 'a.jpg'));
    expect(error).toBeInstanceOf(RedeliveryError);
    expect(error).toMatchObject({
      message:
        'this event should be delivered again because of 2 failures:\n  example-1250000000/busy.jpg: store-unavailable: COS is busy\n' +
        '  example-1250000000/bad.jpg: internal: TypeError: undefined is not a function',
      report: {
        stored: 1,
        failed: 2,
        records: [{ key: 'busy.jpg' }, { key: 'bad.jpg' }, { outcomes: [{ status: 'stored' }] }],
      },
    });
  });

  test('shows where it happened, below what is to be read first', async () => {
    const { error } = await thrownFor(eventOf('bad.jpg'));
    expect((error as Error).stack).toBe(`${error}\n${failure.stack}`);
    expect(failure.stack).toContain('bug.test.ts');
  });

  test.each(['odd', undefined, { odd: true }])('may be anything: %j', async (thrown) => {
    on = createTestHandler({ render: () => Promise.reject(thrown) });
    lay(on.store, sourceRef('a.jpg'), JPEG_START);
    await expect(on.handler(eventOf('a.jpg'))).rejects.toThrow(`internal: Error: ${thrown}`);
  });

  test('is in the log with its stack, beside the record', async () => {
    await expect(on.handler(eventOf('bad.jpg'), { request_id: 'r-1' })).rejects.toThrow(RedeliveryError);
    expect(on.lines).toMatchObject([
      { msg: 'bad.jpg: 1 failed', outcomes: ['failed internal: undefined is not a function'] },
      {
        level: 'error',
        code: 'internal',
        requestId: 'r-1',
        stack: expect.stringMatching(/bug\.test\.ts/),
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

  test('of a bug are in no log line, and nowhere on what is thrown', async () => {
    failure = new Error(`GET https://example-1250000000.cos.ap-guangzhou.myqcloud.com/a.jpg?${secret}`, {
      cause: new Error(secret),
    });
    Object.assign(failure, { name: `Error of ${secret}`, request: { headers: { Authorization: secret } } });
    const { shown } = await thrownFor(eventOf('bad.jpg'));
    expect(shown).toMatch(/internal: Error of \[hidden\].*: GET https/);
    expect(shown).not.toMatch(/AKID|cafe0123/);
    expect(on.lines).toMatchObject([
      { outcomes: [expect.stringContaining('failed internal: GET https')] },
      {},
    ]);
    expect(JSON.stringify(on.lines)).not.toMatch(/AKID|cafe0123/);
  });
});
