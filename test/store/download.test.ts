// Where a download lands, without HTTP: sizes announced, guessed, exceeded and lied about.

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { Crc64 } from '../../src/function/checksum/crc64.ts';
import { Download } from '../../src/function/cos/download.ts';
import { noise } from './lab.ts';

const body = noise(10_000);

/** Writes a body in pieces, as they come from a connection. */
function receive(download: Download, bytes = body, contentLength?: number, etag?: string): void {
  download.begin({
    ...(contentLength !== undefined && { 'content-length': String(contentLength) }),
    ...(etag !== undefined && { etag }),
  });
  for (let i = 0; i < bytes.length; i += 999) download.write(bytes.subarray(i, i + 999));
}

test.each([
  { hint: undefined, contentLength: undefined },
  { hint: 0, contentLength: undefined },
  { hint: 1, contentLength: undefined },
  { hint: 9_999, contentLength: undefined },
  { hint: 10_000, contentLength: undefined },
  { hint: 1e9, contentLength: undefined },
  { hint: 1, contentLength: 10_000 },
  { hint: 1e9, contentLength: 10_000 },
  { hint: undefined, contentLength: 5 },
])(
  'holds the body with a hint of $hint and a Content-Length of $contentLength',
  ({ hint, contentLength }) => {
    const download = new Download(20_000, hint);
    receive(download, body, contentLength);
    expect(Buffer.from(download.bytes).equals(body)).toBe(true);
    expect(download.crc64()).toBe(new Crc64().update(body).digest());
    expect(download.bytes.buffer.byteLength).toBeLessThanOrEqual(20_000);
  },
);

test.each(['"ee8de918d05640145b18f70f4c3aa602"', '"ee8de918d05640145b18f70f4c3aa602-2"', ''])(
  'has both checksums, whatever ETag was announced: %s',
  (etag) => {
    const download = new Download(20_000);
    receive(download, body, undefined, etag);
    const md5 = createHash('md5').update(body).digest('hex');
    const both = { md5, crc64: new Crc64().update(body).digest() };
    expect({ md5: download.md5(), crc64: download.crc64() }).toEqual(both);
    expect(download.md5()).toBe(md5);
  },
);

test('takes exactly the announced memory, shared, at once', () => {
  const download = new Download(1e9, 5);
  receive(download, body, 10_000);
  expect(download.bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(download.bytes.buffer.byteLength).toBe(10_000);
});

test.each([
  { what: 'more bytes come than are allowed', maxBytes: 9_999, contentLength: undefined },
  { what: 'more bytes are announced than are allowed', maxBytes: 10_000, contentLength: 10_001 },
])('gives up when $what', ({ maxBytes, contentLength }) => {
  const download = new Download(maxBytes);
  expect(() => receive(download, body, contentLength)).toThrow('too big');
  expect(download.tooBig).toBe(true);
});

test('has what it came in collected after each 2 MB', () => {
  const piece = noise(64 * 1024);
  const collected: number[] = [];
  let written = 0;
  const download = new Download(20_000_000, 0, () => collected.push(written));
  download.begin({});
  for (; written < 100; written++) download.write(piece);
  expect(collected).toEqual([31, 63, 95]);
  expect(download.bytes.length).toBe(100 * piece.length);
});
