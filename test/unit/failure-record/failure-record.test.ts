// Failure records: what leaves one, what is in it, and that none of it changes what becomes of the event.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { StoreError } from '../../../src/function/errors.ts';
import { RedeliveryError } from '../../../src/function/redelivery.ts';
import { JPEG_START, TEXT } from '../../support/bytes.ts';
import { createTestHandler, type TestHandler } from '../../support/handler.ts';
import { rawRecord, sourceRef, TARGET_BUCKET, targetRef } from '../../support/records.ts';
import { lay } from '../../support/watched-store.ts';

const context = { request_id: 'r-1', memory_limit_in_mb: 256 };
const keyOf = (source: string) => `failed/example-1250000000/${source}.json`;
const busy = (operation: string) =>
  new StoreError('store-unavailable', 'COS is busy', { operation, attempts: 3 });

let on: TestHandler;
/** Comes before the store's operations. */
let before: (call: string) => unknown;

function start(env: Readonly<Record<string, string>> = {}): void {
  on = createTestHandler({
    env: { THUMB_FAILED_PREFIX: 'failed/', ...env },
    before: (call) => before(call),
  });
  lay(on.store, sourceRef('text.jpg'), TEXT);
  for (const key of ['a.jpg', 'b.jpg', 'busy.jpg']) lay(on.store, sourceRef(key), JPEG_START);
}

beforeEach(() => {
  before = (call) => {
    if (call === 'get busy.jpg') throw busy('get');
  };
  start();
});

const deliver = (...keys: readonly string[]) =>
  on.handler({ Records: keys.map((key) => rawRecord(key)) }, context);

/** The keys of all that is in the target bucket. */
const written = () => [...on.store.objects.keys()].filter((path) => path.startsWith(TARGET_BUCKET));

function recordOf(source: string) {
  const object = on.store.objects.get(`${TARGET_BUCKET}/${keyOf(source)}`);
  return object && { ...object, json: JSON.parse(Buffer.from(object.bytes).toString()) };
}

test('secrets in the texts of an event are in no report, log line or failure record', async () => {
  const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJGQUtFIn0.RkFLRQ';
  const [text, folder] = ['text.jpg', 'a/'].map((key) =>
    rawRecord(key, `cos:ObjectCreated:Put password=FAKE ${token}`),
  );
  const other = rawRecord('a.jpg', `cos:Other password: FAKE ${token}`);
  const noted = {
    ...text,
    cos: {
      ...text?.cos,
      note: `Authorization: Bearer FAKE, my password is FAKE, ${token}`,
      'x-cos-security-token': 'FAKE',
    },
  };
  const report = await on.handler({ Records: [noted, folder, other] }, context);
  expect(report).toMatchObject({ skipped: 2, failed: 1 });
  const record = recordOf('text.jpg');
  expect(record?.json.record.cos.note).toBe('[hidden]');
  const said = JSON.stringify([report, on.lines, record?.json]);
  expect(said).not.toMatch(/FAKE|eyJ/);
});

describe('a photo that fails for good', () => {
  test('leaves a failure record: what failed, why, of which object, when and where', async () => {
    const report = await deliver('text.jpg');
    const [outcome] = report.records[0]?.outcomes ?? [];
    expect(report).toMatchObject({ stored: 0, failed: 1 });
    expect(recordOf('text.jpg')?.json).toEqual({
      failed: [{ code: 'source-unsupported', message: outcome && 'message' in outcome && outcome.message }],
      bucket: 'example-1250000000',
      key: 'text.jpg',
      etag: report.records[0]?.etag,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      engine: 'stub 1.0',
      memoryMb: 256,
      requestId: 'r-1',
      record: rawRecord('text.jpg'),
    });
    expect(report.records[0]?.etag).toMatch(/^"[0-9a-f]{32}"$/);
  });

  test('leaves it as JSON, and marked: it is neither a source nor anybody\u2019s thumbnail', async () => {
    await deliver('text.jpg');
    const { headers } = recordOf('text.jpg') ?? {};
    expect(headers?.contentType).toBe('application/json');
    expect(headers?.metadata).toEqual({ 'thumbnail-failure': 'example-1250000000/text.jpg' });
  });

  test('leaves one, however often it is delivered, and the last', async () => {
    await deliver('text.jpg');
    lay(on.store, sourceRef('text.jpg'), JPEG_START);
    lay(on.store, targetRef('text.jpg'), TEXT);
    await deliver('text.jpg');
    expect(recordOf('text.jpg')?.json.failed).toMatchObject([{ code: 'target-conflict' }]);
    expect(written()).toHaveLength(2);
  });

  test('leaves one that can be stored although another delivery was faster', async () => {
    before = (call) => {
      if (call !== `put ${keyOf('text.jpg')}`) return;
      before = () => undefined;
      lay(on.store, targetRef(keyOf('text.jpg')), TEXT, { metadata: { 'thumbnail-failure': '1' } });
    };
    await deliver('text.jpg');
    expect(recordOf('text.jpg')?.json).toMatchObject({ key: 'text.jpg' });
    expect(on.lines).toHaveLength(1);
  });

  test('leaves none without the setting', async () => {
    start({ THUMB_FAILED_PREFIX: '' });
    await deliver('text.jpg');
    expect(written()).toEqual([]);
  });
});

test('only what failed for good is in the failure record, by preset', async () => {
  start({ THUMB_PRESETS: 'small:200x200;large:1600x;wide:16383x,enlarge,png' });
  lay(on.store, targetRef('a-small.jpg'), TEXT);
  before = (call) => {
    if (call === 'put a-large.jpg') throw busy('put');
  };
  await expect(deliver('a.jpg')).rejects.toThrow(RedeliveryError);
  expect(recordOf('a.jpg')?.json.failed).toMatchObject([
    { preset: 'small', code: 'target-conflict' },
    { preset: 'wide', code: 'rendition-impossible' },
  ]);
});

test.each(['a.jpg', 'busy.jpg', 'folder/', 'gone.jpg'])('%s leaves none', async (key) => {
  await deliver(key).catch(() => undefined);
  expect(on.lines).toHaveLength(1);
  expect(written().filter((path) => path.includes('failed'))).toEqual([]);
});

test('a record that cannot be read leaves one beside those of its neighbours, without its credentials', async () => {
  const Authorization = 'q-sign-algorithm=sha1&q-ak=AKIDabc&q-signature=cafe0123';
  const odd = { cos: {}, event: { requestParameters: { requestHeaders: { Authorization } } } };
  await on.handler({ Records: [odd, rawRecord('a.jpg')] }, context);
  const [path = ''] = written().filter((one) => one.includes('/failed/sha256/'));
  const text = Buffer.from(on.store.objects.get(path)?.bytes ?? []).toString();
  expect(JSON.parse(text)).toMatchObject({ failed: [{ code: 'record-malformed' }], record: { cos: {} } });
  expect(text).not.toMatch(/AKID|cafe0123/);
});

describe('a failure record that cannot be stored', () => {
  test('is logged, and the event is done with as without', async () => {
    before = (call) => {
      if (call.startsWith('put failed/')) throw busy('put');
    };
    expect(await deliver('text.jpg', 'a.jpg')).toMatchObject({ stored: 1, failed: 1 });
    expect(on.lines).toMatchObject([
      { msg: 'text.jpg: 1 failed' },
      { msg: 'a.jpg: 1 stored' },
      {
        level: 'error',
        msg: 'the failure record of example-1250000000/text.jpg was not stored: COS is busy',
        code: 'store-unavailable',
        requestId: 'r-1',
      },
    ]);
  });

  test.each([
    ['without a bucket to go to', { cos: {} }, 'an unreadable record was not stored: no record of its event'],
  ])('%s is logged', async (_, odd, message) => {
    expect(await on.handler({ Records: [odd] }, context)).toMatchObject({ failed: 1 });
    expect(on.lines[1]).toMatchObject({ level: 'error', msg: expect.stringContaining(message) });
  });

  test('does not hold back the others, nor hides a bug', async () => {
    lay(on.store, sourceRef('b.jpg'), TEXT);
    before = (call) => {
      if (call === `head ${keyOf('text.jpg')}`) throw new TypeError('not a function');
    };
    expect(await deliver('text.jpg', 'b.jpg')).toMatchObject({ failed: 2 });
    expect(recordOf('b.jpg')).toBeDefined();
    expect(on.lines[2]).toMatchObject({
      code: 'internal',
      stack: expect.stringContaining('failure-record.test.ts'),
    });
  });

  test('because something else is at its key leaves that alone', async () => {
    lay(on.store, targetRef(keyOf('text.jpg')), JPEG_START);
    await deliver('text.jpg');
    expect(on.store.objects.get(`${TARGET_BUCKET}/${keyOf('text.jpg')}`)?.bytes).toBe(JPEG_START);
    expect(on.lines[1]).toMatchObject({
      code: 'target-conflict',
      msg: expect.stringContaining('Move that object'),
    });
  });
});

test('they are stored once all records are done, since those come first', async () => {
  await deliver('text.jpg', 'a.jpg');
  expect(on.store.calls.slice(-2)).toEqual([`head ${keyOf('text.jpg')}`, `put ${keyOf('text.jpg')}`]);
  expect(on.store.calls.indexOf('put a.jpg')).toBeGreaterThan(0);
});

test('for which no time is left are told of in one line of the log', async () => {
  let now = Date.now();
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => now);
  before = (call) => {
    if (call === 'get 2.jpg') now += 60_000;
  };
  for (const at of [0, 1, 2]) lay(on.store, sourceRef(`${at}.jpg`), TEXT);
  await expect(deliver('0.jpg', '1.jpg', '2.jpg')).rejects.toThrow(/2\.jpg: deadline/);
  clock.mockRestore();
  expect(written()).toEqual([]);
  expect(on.lines.slice(3)).toMatchObject([
    { code: 'deadline', msg: '2 failure records were not stored: no time left' },
  ]);
});
