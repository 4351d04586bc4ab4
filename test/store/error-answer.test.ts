// What a gateway, a proxy or a broken COS may answer in place of COS' XML: every call ends with an error that has a code, in
// time, and reads no more of it than it must.

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readErrorBody } from '../../src/function/cos/error-body.ts';
import { maxBodyBytes } from '../../src/function/cos/exchange.ts';
import { Deadline } from '../../src/function/deadline.ts';
import { type StoreError, ThumbnailError } from '../../src/function/errors.ts';
import type { ObjectRef, ObjectStore } from '../../src/function/store.ts';
import { at, BUCKET, connect, noise } from './lab.ts';
import { shareLab } from './share.ts';

const lab = await shareLab();
const bytes = noise(1000);
const headers = { contentType: 'image/jpeg', metadata: {} };

type Run = (store: ObjectStore, ref: ObjectRef, deadline: Deadline) => Promise<unknown>;
const operations: Readonly<Record<'get' | 'head' | 'put' | 'delete', Run>> = {
  get: (store, ref, deadline) => store.get(ref, { maxBytes: 1_000_000, deadline }),
  head: (store, ref, deadline) => store.head(ref, { deadline }),
  put: (store, ref, deadline) => store.put(ref, bytes, { headers, deadline }),
  delete: (store, ref, deadline) => store.delete(ref, { deadline }),
};
const names = ['get', 'head', 'put', 'delete'] as const;

/** The error of a call, every request of which is answered so; undefined if it succeeds. */
async function failureOf(
  operation: keyof typeof operations,
  kind: { status: number; bytes: Uint8Array; ending?: 'cut' | 'endless' },
): Promise<StoreError | undefined> {
  lab.server.faults.clear();
  lab.server.faults.add({ kind, times: Infinity });
  const failure = await operations[operation](lab.store, at('cat.jpg'), Deadline.in(5000)).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure === undefined) return undefined;
  expect(failure).toBeInstanceOf(ThumbnailError);
  return failure as StoreError;
}

const whole =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>';
const pages: readonly (readonly [what: string, text: string])[] = [
  ['a page of 120 line breaks', `<html><body>${'<br>'.repeat(120)}</body></html>`],
  ['the beginning of a page', '<html'],
  ['the beginning of a comment', '<!--'],
  ['elements in one another without an end', '<a>'.repeat(20_000)],
  ['entities in one another', `<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><Error>&b;</Error>`],
  ['an error in the name of __proto__', '<Error><__proto__>x</__proto__></Error>'],
  ['JSON', '{"Error":{"Code":{"toString":1}}}'],
  ['half of an error', whole.slice(0, 80)],
  ['nothing', ''],
];

describe.each(names)('%s', (operation) => {
  test.each(pages)('takes %s with 502 for a busy COS', async (_what, text) => {
    const failure = await failureOf(operation, { status: 502, bytes: Buffer.from(text) });
    expect(failure).toMatchObject({ code: 'store-unavailable', failure: { status: 502, attempts: 3 } });
  });

  // The answer to HEAD has no body.
  test.each(operation === 'head' ? [] : pages)(
    'takes %s with 404 for an answer of another',
    async (_, text) => {
      const failure = await failureOf(operation, { status: 404, bytes: Buffer.from(text) });
      expect(failure).toMatchObject({ code: 'store-unavailable', failure: { status: 404, attempts: 3 } });
      expect(failure?.message).toContain('answered instead of COS');
    },
  );

  test.each(pages)('takes %s with 200 for an answer of another', async (_, text) => {
    const failure = await failureOf(operation, { status: 200, bytes: Buffer.from(text) });
    expect(failure).toMatchObject({ code: 'store-unavailable', failure: { attempts: 3 } });
  });

  test('succeeds behind one answer of another with 200', async () => {
    lab.server.objects.put(BUCKET, 'dog.jpg', bytes);
    lab.server.faults.clear();
    lab.server.faults.add({ kind: { status: 200, bytes: Buffer.from('<html>') } });
    await operations[operation](lab.store, at('dog.jpg'), Deadline.in(5000));
    expect(lab.server.objects.get(BUCKET, 'dog.jpg') === undefined).toBe(operation === 'delete');
  });

  test.each(Object.getOwnPropertyNames(Object.prototype))(
    'knows a refusal named %s as any other',
    async (code) => {
      const text = `<Error><Code>${code}</Code><Message>no</Message></Error>`;
      const failure = await failureOf(operation, { status: 403, bytes: Buffer.from(text) });
      expect(failure).toMatchObject({
        code: expect.stringMatching(/^store-(denied|unavailable)$/),
        message: expect.not.stringContaining('undefined'),
      });
    },
  );

  test('asks again when the answer changes to another protocol', async () => {
    let requests = 0;
    const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n';
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        requests += 1;
        socket.write(upgrade);
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    const store = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const failure = await operations[operation](store, at('cat.jpg'), Deadline.in(60_000)).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({
      code: 'store-unavailable',
      failure: { reason: 'ECONNRESET', attempts: 3 },
    });
    expect(requests).toBe(3);
  });

  test.each([503, 404])('asks again when the connection closes in the middle of a %i', async (status) => {
    const failure = await failureOf(operation, { status, bytes: Buffer.from(whole), ending: 'cut' });
    expect(failure).toMatchObject({
      code: 'store-unavailable',
      failure: { reason: 'ECONNRESET', attempts: 3 },
    });
  });

  test.each([500, 202])('reads little of a body without an end, with %i', async (status) => {
    const before = process.memoryUsage().arrayBuffers;
    const failure = await failureOf(operation, {
      status,
      bytes: Buffer.alloc(1 << 20, '<a>'),
      ending: 'endless',
    });
    if (status === 500)
      expect(failure).toMatchObject({ code: 'store-unavailable', failure: { attempts: 3 } });
    // The server of this process writes 1 MB at a time.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50e6);
    await expect.poll(() => lab.inFlight(), { timeout: 1000, interval: 5 }).toBe(0);
  });
});

test.each([0, 2, 4095])('an object that is too big, cut after %i bytes, is asked for again', async (came) => {
  const object = noise(5000);
  lab.server.objects.put(BUCKET, 'big.jpg', object);
  lab.server.faults.clear();
  let requests = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      requests += 1;
      socket.write(
        'HTTP/1.1 200 OK\r\nETag: "abc-2"\r\nx-cos-request-id: one\r\nContent-Length: 900000000\r\n\r\n',
      );
      socket.end(object.subarray(0, came));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const store = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const failure = await operations
    .get(store, at('big.jpg'), Deadline.in(60_000))
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'store-unavailable', failure: { attempts: 3 } });
  expect(requests).toBe(3);
});

test('reads why COS refused, whatever stands around it', () => {
  const more = '<Resource>a.jpg</Resource><RequestId>one</RequestId>';
  expect(readErrorBody(Buffer.from(whole))).toEqual({ code: 'NoSuchKey', message: 'gone' });
  expect(readErrorBody(Buffer.from(`\ufeff${whole.replace('</Error>', `${more}</Error>\n`)}`))).toEqual({
    code: 'NoSuchKey',
    message: 'gone',
  });
  expect(readErrorBody(Buffer.from('<Error><Code>SlowDown</Code></Error>'))?.message).toBe('');
});

test.each([
  ['a code that is no name', '<Error><Code>a b</Code></Error>'],
  ['another element', '<html><Error><Code>NoSuchKey</Code></Error></html>'],
  ['something behind the error', `${whole}<br>`],
])('does not take %s for an error of COS', (_what, text) => {
  expect(readErrorBody(Buffer.from(text))).toBeUndefined();
});

const pieces = [
  '<Error>',
  '</Error>',
  '<Code>',
  '</Code>',
  '<Message>',
  '<?xml',
  '?>',
  '<!--',
  '&amp;',
  'A',
  ' ',
];
/** Bytes, XML that is none, and an error of COS with something in the middle of it; each of them cut anywhere. */
const bodies = fc
  .tuple(
    fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((random) => Buffer.from(random)),
      fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => Buffer.from(parts.join(''))),
      fc
        .tuple(fc.nat(whole.length), fc.uint8Array({ maxLength: 20 }))
        .map(([i, middle]) =>
          Buffer.concat([Buffer.from(whole.slice(0, i)), middle, Buffer.from(whole.slice(i))]),
        ),
    ),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([body, part]) => body.subarray(0, Math.ceil(body.length * part)));

test('no bytes, with no status, cut anywhere, end more than the call', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.integer({ min: 200, max: 599 }),
      bodies,
      fc.constantFrom(undefined, 'cut' as const),
      async (operation, status, body, ending) => {
        lab.server.objects.put(BUCKET, 'cat.jpg', bytes);
        const failure = await failureOf(operation, { status, bytes: body, ...(ending && { ending }) });
        if (status >= 300 && !(operation === 'head' && status === 404)) expect(failure).toBeDefined();
        if (failure)
          expect(failure.code).toMatch(
            /^(store-unavailable|store-denied|store-method-refused|object-missing)$/,
          );
      },
    ),
    { numRuns: 150 },
  );
}, 60_000);

test('a body of any bytes is read without an exception, as COS says it or not at all', () => {
  fc.assert(
    fc.property(bodies, (body) => {
      const read = readErrorBody(body);
      if (read)
        expect(read).toEqual({ code: expect.stringMatching(/^[\w.-]+$/), message: expect.any(String) });
    }),
    { numRuns: 2000 },
  );
});

test('the longest body that is kept is read in no time', () => {
  for (const piece of [...pieces, '<Error><Code>', '<Code> ', '<?xml ']) {
    const body = Buffer.from(`<Error>${piece.repeat(maxBodyBytes / piece.length)}</Error>`);
    const start = process.cpuUsage();
    readErrorBody(body);
    expect(process.cpuUsage(start).user, piece).toBeLessThan(100_000);
  }
});
