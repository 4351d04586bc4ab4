// A whole event: in what order, what is returned, what is thrown.

import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { StoreError, ThumbnailError } from '../../../src/function/errors.ts';
import { RedeliveryError } from '../../../src/function/redelivery.ts';
import { JPEG_START, TEXT } from '../../support/bytes.ts';
import { createTestHandler, type TestHandler } from '../../support/handler.ts';
import { rawRecord, SOURCE_BUCKET, sourceRef, TARGET_BUCKET, targetRef } from '../../support/records.ts';
import { lay } from '../../support/watched-store.ts';

const eventOf = (...keys: readonly string[]) => ({ Records: keys.map((key) => rawRecord(key)) });
const busy = (operation: string) =>
  new StoreError('store-unavailable', 'COS is busy', { operation, attempts: 4 });

let on: TestHandler;
/** What reading `bad.jpg` fails with. */
let failure: Error | undefined;

beforeEach(() => {
  failure = undefined;
  on = createTestHandler({
    before: (call) => {
      if (call === 'get bad.jpg' && failure) throw failure;
    },
  });
  for (const key of ['a.jpg', 'b.jpg', 'bad.jpg']) lay(on.store, sourceRef(key), JPEG_START);
});

describe('an event', () => {
  test('is answered with what became of every record', async () => {
    expect(await on.handler(eventOf('a.jpg', 'folder/'))).toEqual({
      stored: 1,
      skipped: 1,
      removed: 0,
      failed: 0,
      engine: 'stub 1.0',
      records: [
        {
          bucket: SOURCE_BUCKET,
          key: 'a.jpg',
          etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
          ms: expect.any(Number),
          outcomes: [
            {
              preset: '',
              status: 'stored',
              bucket: TARGET_BUCKET,
              key: 'a.jpg',
              format: 'jpeg',
              width: 200,
              height: 150,
              bytes: 'jpeg 200x150'.length,
              contentType: 'image/jpeg',
              etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
              engine: 'wasm-vips',
            },
          ],
        },
        {
          bucket: SOURCE_BUCKET,
          key: 'folder/',
          ms: expect.any(Number),
          outcomes: [{ status: 'skipped', code: 'folder', message: expect.stringContaining('a folder') }],
        },
      ],
    });
  });

  test('is worked through record by record', async () => {
    await on.handler(eventOf('a.jpg', 'b.jpg'));
    expect(on.store.calls).toEqual([
      ...['get a.jpg', 'head a.jpg', 'put a.jpg', 'head a.jpg'],
      ...['get b.jpg', 'head b.jpg', 'put b.jpg', 'head b.jpg'],
    ]);
  });

  test('is logged line by line, with what SCF calls the invocation', async () => {
    await on.handler(eventOf('a.jpg', 'folder/'), { request_id: 'r-1' });
    expect(on.lines).toMatchObject([
      { level: 'info', msg: 'a.jpg: 1 stored', requestId: 'r-1', engine: 'stub 1.0' },
      { level: 'info', msg: 'folder/: 1 skipped', requestId: 'r-1' },
    ]);
  });

  test('is logged with its numbers; only the first record of an instance is cold', async () => {
    const record = rawRecord('a.jpg');
    const seconds = Math.floor(Date.now() / 1000) - 7;
    const Records = [{ ...record, event: { ...record.event, eventTime: seconds } }, rawRecord('folder/')];
    await on.handler({ Records });
    await on.handler(eventOf('b.jpg'));
    expect(on.lines).toMatchObject([
      {
        bytesIn: JPEG_START.length,
        pixels: 4000 * 3000,
        bytesOut: 12,
        presets: 1,
        coldStart: 1,
        codes: '',
        queueMs: expect.toSatisfy((ms: number) => ms >= 7000 && ms < 60_000),
      },
      { bytesOut: 0, presets: 0, coldStart: 0, codes: 'folder' },
      { coldStart: 0 },
    ]);
    expect(on.lines[1]).not.toHaveProperty('pixels');
    expect(on.lines[2]).not.toHaveProperty('queueMs');
  });

  test('is logged with no wait for an event that COS dates in our future', async () => {
    const record = rawRecord('a.jpg');
    await on.handler({ Records: [{ ...record, event: { ...record.event, eventTime: '4102444800' } }] });
    expect(on.lines).toMatchObject([{ queueMs: 0 }]);
  });

  test('is logged step by step at debug: when each was done, and what it dealt with', async () => {
    on = createTestHandler({ env: { THUMB_LOG: 'debug', THUMB_PRESETS: 'small:200x200;large:1600x' } });
    lay(on.store, sourceRef('a.jpg'), JPEG_START);
    await on.handler(eventOf('a.jpg'), { request_id: 'r-1' });
    const every = { requestId: 'r-1', engine: 'stub 1.0', key: 'a.jpg', ms: expect.any(Number) };
    expect(on.lines).toMatchObject([
      { ...every, level: 'debug', msg: 'a.jpg: read', bytes: JPEG_START.length },
      { ...every, level: 'debug', msg: 'a.jpg: inspected', format: 'jpeg', width: 4000, height: 3000 },
      {
        ...every,
        level: 'debug',
        msg: 'a.jpg: rendered',
        thumbnails: ['200x150 12 bytes', '1600x1200 14 bytes'],
      },
      { ...every, level: 'info', msg: 'a.jpg: 2 stored' },
    ]);
  });

  test('that is not of COS is thrown back, and no store is made for it', async () => {
    await expect(on.handler({ Type: 'Timer' })).rejects.toThrow(
      expect.objectContaining({ name: 'ThumbnailError', code: 'event-malformed' }),
    );
    expect(on.stores()).toBe(0);
  });

  test('has a store of its own, for all its records', async () => {
    await on.handler(eventOf('a.jpg', 'b.jpg'));
    expect(on.stores()).toBe(1);
    await on.handler(eventOf('a.jpg'));
    expect(on.stores()).toBe(2);
  });

  test('is repeated harmlessly', async () => {
    expect(await on.handler(eventOf('a.jpg'))).toMatchObject({ stored: 1, failed: 0 });
    expect(await on.handler(eventOf('a.jpg'))).toMatchObject({ stored: 0, skipped: 1, failed: 0 });
  });
});

describe('the object is at fault: it is reported, and the event is done with', () => {
  test('a record that cannot be read, among others', async () => {
    const report = await on.handler({ Records: [rawRecord('a.jpg'), { cos: {} }, rawRecord('b.jpg')] });
    expect(report).toMatchObject({ stored: 2, skipped: 0, failed: 1 });
    expect(report.records[1]).toEqual({
      ms: expect.any(Number),
      outcomes: [
        { status: 'failed', code: 'record-malformed', message: expect.stringMatching(/^record 2 of 3/) },
      ],
    });
  });

  test('a photo that is none', async () => {
    lay(on.store, sourceRef('bad.jpg'), TEXT);
    const report = await on.handler(eventOf('bad.jpg', 'a.jpg'));
    expect(report).toMatchObject({ stored: 1, failed: 1 });
    expect(report.records[0]?.outcomes).toEqual([
      { status: 'failed', code: 'source-unsupported', message: expect.stringContaining('named like') },
    ]);
    expect(on.lines[0]).toMatchObject({ level: 'error', msg: 'bad.jpg: 1 failed' });
  });

  test('a target that is taken', async () => {
    lay(on.store, targetRef('bad.jpg'), TEXT);
    const report = await on.handler(eventOf('bad.jpg'));
    expect(report.records[0]).toMatchObject({
      etag: expect.stringMatching(/^"/),
      outcomes: [{ preset: '', status: 'failed', code: 'target-conflict' }],
    });
  });

  test('a photo that becomes none while its thumbnails are made: the ETag is that of what failed', async () => {
    on = createTestHandler({
      before: (call) => call === 'put a.jpg' && lay(on.store, sourceRef('a.jpg'), TEXT),
    });
    lay(on.store, sourceRef('a.jpg'), JPEG_START);
    const report = await on.handler(eventOf('a.jpg'));
    expect(report.records[0]).toMatchObject({
      etag: `"${createHash('md5').update(TEXT).digest('hex')}"`,
      outcomes: [{ status: 'failed', code: 'source-unsupported' }],
    });
  });

  test('a photo that was not read has no ETag', async () => {
    const report = await on.handler({ Records: [{ cos: {} }] });
    failure = new ThumbnailError('source-too-big', 'too big');
    const other = await on.handler(eventOf('bad.jpg'));
    for (const record of [...report.records, ...other.records]) expect(record).not.toHaveProperty('etag');
  });
});

describe('anything else is thrown, for another delivery, after all records are done', () => {
  test.each([
    ['the store', busy('get')],
    ['the engine', new ThumbnailError('engine-crashed', 'out of memory')],
  ])('%s failed', async (_, error) => {
    failure = error;
    const thrown = await on.handler(eventOf('bad.jpg', 'a.jpg')).catch((caught: unknown) => caught);
    expect(thrown).toBeInstanceOf(RedeliveryError);
    expect(thrown).toMatchObject({
      message: `this event should be delivered again because of 1 failure:\n  example-1250000000/bad.jpg: ${error.code}: ${error.message}`,
      cause: error,
      report: {
        stored: 1,
        failed: 1,
        records: [
          { key: 'bad.jpg', outcomes: [{ status: 'failed', code: error.code, message: error.message }] },
          { key: 'a.jpg', outcomes: [{ status: 'stored' }] },
        ],
      },
    });
  });

  test('one of several thumbnails could not be stored', async () => {
    on = createTestHandler({
      env: { THUMB_PRESETS: 'small:200x200;large:1600x' },
      before: (call) => {
        if (call === 'put a-large.jpg') throw busy('put');
      },
    });
    lay(on.store, sourceRef('a.jpg'), JPEG_START);
    await expect(on.handler(eventOf('a.jpg'))).rejects.toThrow(
      expect.objectContaining({
        name: 'RedeliveryError',
        message: expect.stringContaining('example-1250000000/a.jpg as "large": store-unavailable: '),
        report: expect.objectContaining({ stored: 1, failed: 1 }),
      }),
    );
  });

  test('names only the failures that another delivery may mend', async () => {
    failure = busy('get');
    lay(on.store, sourceRef('a.jpg'), TEXT);
    await expect(on.handler(eventOf('a.jpg', 'bad.jpg'))).rejects.toThrow(
      /^this event should be delivered again because of 1 failure:\n {2}example-1250000000\/bad\.jpg: .*$/,
    );
  });
});
