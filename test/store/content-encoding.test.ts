// Objects that were compressed before they were uploaded: they come as they were, checked as they are stored, within the limit.

import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { undoEncoding } from '../../src/function/cos/content-encoding.ts';
import { Deadline } from '../../src/function/deadline.ts';
import { UnreadableError } from '../../src/function/store.ts';
import { JPEG_START } from '../support/bytes.ts';
import { at, BUCKET, noise } from './lab.ts';
import { shareLab } from './share.ts';

const { server, store } = await shareLab();
const photo = Buffer.concat([JPEG_START, noise(200_000)]);
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

const encodings: readonly (readonly [word: string, encode: (bytes: Uint8Array) => Buffer])[] = [
  ['gzip', (bytes) => gzipSync(bytes)],
  ['GZIP', (bytes) => gzipSync(bytes)],
  ['x-gzip', (bytes) => gzipSync(bytes)],
  ['deflate', (bytes) => deflateSync(bytes)],
  ['deflate', (bytes) => deflateRawSync(bytes)],
  ['br', (bytes) => brotliCompressSync(bytes, quick)],
  ['deflate, gzip', (bytes) => gzipSync(deflateSync(bytes))],
  ['aws-chunked,gzip', (bytes) => gzipSync(bytes)],
];

const get = (maxBytes = 1e6) => store.get(at('cat.jpg'), { maxBytes, deadline: Deadline.in(120_000) });
const put = (bytes: Uint8Array, encoding: string) =>
  server.objects.put(BUCKET, 'cat.jpg', bytes, { 'content-encoding': encoding });
const problem = (request: Promise<unknown>): Promise<UnreadableError> =>
  request.then(
    () => Promise.reject(new Error('it was read')),
    (error) => (error instanceof UnreadableError ? error : Promise.reject(error)),
  );

test.each(encodings)('%s is undone', async (word, encode) => {
  put(encode(photo), word);
  const { bytes, size, etag, headers } = await get();
  expect(Buffer.from(bytes).equals(photo)).toBe(true);
  expect(bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(size).toBe(photo.length);
  // What is compared and copied later is of the object as it is stored, and does not say how.
  const stored = await store.head(at('cat.jpg'), { deadline: Deadline.in(120_000) });
  expect({ etag, headers }).toEqual({ etag: stored?.etag, headers: stored?.headers });
  expect(JSON.stringify(headers)).not.toMatch(/encoding/i);
});

test.each(['gzip', 'br', 'deflate', 'utf-8', 'base64', 'identity', 'aws-chunked', 'image/jpeg'])(
  'a photo that is only said to be %s is left as it is',
  async (word) => {
    put(photo, word);
    expect(Buffer.from((await get()).bytes).equals(photo)).toBe(true);
  },
);

test('an empty object is empty', async () => {
  put(new Uint8Array(0), 'gzip');
  expect((await get()).size).toBe(0);
});

test('bytes that do not arrive as they are stored are not decoded', async () => {
  put(gzipSync(photo), 'gzip');
  server.faults.add({ method: 'GET', kind: { corruptByte: true } });
  expect(Buffer.from((await get()).bytes).equals(photo)).toBe(true);
  expect(server.requests.slice(-2).map(({ method }) => method)).toEqual(['GET', 'GET']);
});

test.each(encodings)('%s of more bytes than are allowed ends at the limit', async (word, encode) => {
  const bomb = encode(Buffer.concat([JPEG_START, Buffer.alloc(50_000_000)]));
  put(bomb, word);
  const error = await problem(get());
  expect(error).toMatchObject({
    code: 'source-too-big',
    message: expect.stringMatching(/more than 1000000 bytes with what it is unpacked to/),
  });
  expect(Buffer.from(error.object.bytes.subarray(0, 3)).toString('hex')).toBe('ffd8ff');
  expect(error.object.bytes.length).toBeLessThan(10_000);
});

const packed = gzipSync(photo);
const half = packed.length >> 1;

test.each([
  ['cut', packed.subarray(0, half)],
  ['damaged', Buffer.from(packed).fill(0, half, half + 1000)],
  ['no such data at all', Buffer.from('a text')],
])('gzip that is %s is the fault of the object', async (_, bytes) => {
  put(bytes, 'gzip');
  expect(await problem(get())).toMatchObject({
    code: 'source-corrupt',
    message: expect.stringMatching(/cat\.jpg is stored with "Content-Encoding: gzip", but/),
    object: { etag: expect.stringMatching(/^"/), size: bytes.length },
  });
});

test('whatever the bytes, they come back or fail by name', async () => {
  const word = fc.constantFrom('gzip', 'deflate', 'br', 'gzip, br');
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), word, async (bytes, encoding) => {
      const result = await undoEncoding(bytes, encoding, 100_000).catch(({ code }) => code);
      expect(result instanceof Uint8Array || /^source-(corrupt|too-big)$/.test(result)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('the object and what it is unpacked to fit into the limit together', async () => {
  put(packed, 'gzip');
  const both = packed.length + photo.length;
  expect((await get(both)).size).toBe(photo.length);
  expect(await problem(get(both - 1))).toMatchObject({ code: 'source-too-big' });
});
