// Each fault does what it says, to the requests that it names.

import { once } from 'node:events';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { FaultKind } from '../../../src/local/cos/cos.ts';
import { bucket, connectSdk, host, otherBucket, place, send, startCloud } from './cloud.ts';
import { ask, listen, received } from './wire.ts';

const server = await startCloud();
const bytes = '0123456789abcdef';
server.objects.put(bucket, 'a', Buffer.from(bytes));
beforeEach(() => server.faults.clear());

const get = (kind: FaultKind) => {
  server.faults.add({ kind });
  return send(server, { key: 'a' });
};

describe('instead of an answer', () => {
  test('an error as COS sends it', async () => {
    const answer = await get({ status: 503, retryAfter: 7 });
    expect([answer.status, answer.code]).toEqual([503, 'SlowDown']);
    expect(answer.headers).toMatchObject({ 'x-cos-request-id': expect.any(String), 'retry-after': '7' });
    const plain = await get({ status: 500 });
    expect([plain.code, plain.headers['retry-after']]).toEqual(['InternalError', undefined]);
    const named = await get({ status: 403, code: 'InvalidObjectState', message: 'frozen' });
    expect(named.body.toString()).toContain('<Code>InvalidObjectState</Code><Message>frozen</Message>');
  });

  test('an error as a gateway sends it: HTML, no request id', async () => {
    const { status, headers, body } = await get({ status: 502, html: true });
    expect([status, headers['content-type'], headers['x-cos-request-id']]).toEqual([
      502,
      'text/html',
      undefined,
    ]);
    expect(body.toString()).toMatch(/^<html>.*502.*<\/html>$/);
  });

  test('any bytes, with any status', async () => {
    const { status, body } = await get({ status: 418, bytes: Buffer.from('<html') });
    expect([status, body.toString()]).toEqual([418, '<html']);
  });

  test('bytes that end before the announced length', async () => {
    await expect(get({ status: 503, bytes: Buffer.from('<Error>'), ending: 'cut' })).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
  });

  test('bytes without an end, until the client has enough', async () => {
    server.faults.add({ kind: { status: 500, bytes: Buffer.from('on and on '), ending: 'endless' } });
    const socket = ask(server, 'a');
    for (let length = 0; length < 100_000; ) {
      const [chunk] = await once(socket, 'data');
      length += chunk.length;
    }
    socket.destroy();
  });

  test('a redirection', async () => {
    const { status, headers } = await get({ redirect: 'http://127.0.0.1:1/a' });
    expect([status, headers.location]).toEqual([307, 'http://127.0.0.1:1/a']);
  });

  test('stores nothing', async () => {
    for (const kind of [{ status: 503 }, { redirect: 'http://127.0.0.1:1/' }, { clockSkewSeconds: 5000 }]) {
      server.faults.add({ kind });
      await send(server, { method: 'PUT', key: 'refused', body: 'x' });
    }
    expect(server.objects.get(bucket, 'refused')).toBeUndefined();
  });
});

describe('the clock', () => {
  test('lets signatures expire when it is ahead, and come from the future when it is behind', async () => {
    const ahead = await get({ clockSkewSeconds: 3600 });
    expect([ahead.status, ahead.code]).toEqual([403, 'AccessDenied']);
    expect(Date.parse(ahead.headers.date ?? '')).toBeGreaterThan(Date.now() + 3_500_000);
    const behind = await get({ clockSkewSeconds: -3600 });
    expect([behind.status, behind.code]).toEqual([403, 'RequestTimeTooSkewed']);
  });

  test('is one to which the SDK adapts', async () => {
    // The SDK reports the skew on stderr.
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
    server.faults.add({ times: Number.POSITIVE_INFINITY, kind: { clockSkewSeconds: 5000 } });
    const answer = await connectSdk(server).getObject({ ...place, Key: 'a' });
    expect(answer.Body.toString()).toBe(bytes);
    expect(complaint).toHaveBeenCalledTimes(1);
    complaint.mockRestore();
  });
});

describe('the data', () => {
  test('is wrong in one bit', async () => {
    const whole = await send(server, { key: 'a' });
    const { headers, body } = await get({ corruptByte: true });
    expect(body.toString()).toBe('0123456799abcdef');
    expect(headers['x-cos-hash-crc64ecma']).toBe(whole.headers['x-cos-hash-crc64ecma']);
  });

  test('is stored wrong in one bit, unless its MD5 is sent along', async () => {
    server.faults.add({ times: 2, kind: { corruptByte: true } });
    const put = { method: 'PUT', key: 'up', body: '012' };
    expect((await send(server, put)).status).toBe(200);
    expect(server.objects.get(bucket, 'up')?.bytes.toString()).toBe('002');
    const headers = { 'content-md5': '0kkPBI3Dt3pFfj5FCrTrOA==' };
    expect((await send(server, { ...put, headers })).code).toBe('BadDigest');
  });

  test('is short, and the length agrees', async () => {
    const { headers, body } = await get({ shortLength: true });
    expect([body.toString(), headers['content-length']]).toEqual(['01234567', '8']);
  });

  test('comes whole but slowly', async () => {
    const started = performance.now();
    const { body } = await get({ drip: { bytes: 5, everyMs: 10 } });
    expect(body.toString()).toBe(bytes);
    // Four pieces; timers may be a millisecond early.
    expect(performance.now() - started).toBeGreaterThan(36);
  });
});

test.each<[FaultKind, string, RegExp | undefined]>([
  [{ wrongEtag: true }, 'etag', /^"0{32}"$/],
  [{ wrongCrc64: true }, 'x-cos-hash-crc64ecma', /^1234567890123456789$/],
  [{ dropCrc64: true }, 'x-cos-hash-crc64ecma', undefined],
  [{ wrongSums: true }, 'etag', /^"0{32}"$/],
  [{ wrongSums: true }, 'x-cos-hash-crc64ecma', /^1234567890123456789$/],
])('%j spoils that header, of reads and writes', async (kind, header, expected) => {
  const right = await send(server, { method: 'PUT', key: 'b', body: 'x' });
  server.faults.add({ times: 2, kind });
  for (const request of [{ key: 'b' }, { method: 'PUT', key: 'b', body: 'x' }]) {
    const { status, headers } = await send(server, request);
    expect(status).toBe(200);
    if (expected) expect(headers[header]).toMatch(expected);
    else expect(headers[header]).toBeUndefined();
    expect(right.headers[header]).not.toBe(headers[header]);
  }
});

describe('the connection', () => {
  const half = '01234567';

  test.each<[string, FaultKind, object]>([
    ['is reset before COS has the request', { reset: 'mid-request' }, { head: '', body: '', ending: 'RST' }],
    ['is closed before COS has the request', { close: 'mid-request' }, { head: '', body: '', ending: 'FIN' }],
    ['is reset before the answer', { reset: 'before-response' }, { head: '', body: '', ending: 'RST' }],
    ['is closed before the answer', { close: 'before-response' }, { head: '', body: '', ending: 'FIN' }],
    ['is reset in mid-body', { reset: 'mid-body' }, { body: half, ending: 'RST' }],
    ['is closed in mid-body', { close: 'mid-body' }, { body: half, ending: 'FIN' }],
    [
      'is closed before the last chunk',
      { unterminatedChunked: true },
      { body: `8\r\n${half}\r\n`, ending: 'FIN' },
    ],
  ])('%s', async (_name, kind, expected) => {
    server.faults.add({ kind });
    const answer = await listen(server, 'a');
    expect(answer).toMatchObject(expected);
    const length = 'unterminatedChunked' in kind ? /Transfer-Encoding: chunked/ : /Content-Length: 16/;
    if (answer.head) expect(answer.head).toMatch(length);
  });

  test.each(['mid-request', 'before-response', 'mid-body'] as const)(
    'stalls %s, and stays open',
    async (moment) => {
      server.faults.add({ kind: { stall: moment } });
      const before = server.requests.length;
      const socket = ask(server, 'a');
      await expect.poll(() => server.requests.length, { interval: 5 }).toBeGreaterThan(before);
      if (moment === 'mid-body') await received(socket, `\r\n\r\n${half}`);
      let more = 0;
      socket.on('data', (chunk) => {
        more += chunk.length;
      });
      // Another is served meanwhile: time enough for the stalled answer to come, if it came.
      expect((await send(server, { key: 'missing' })).status).toBe(404);
      expect([more, socket.readyState]).toEqual([0, 'open']);
      socket.destroy();
    },
  );
});

test('a client that leaves in the midst of a fault harms nobody', async () => {
  server.faults.add({ kind: { drip: { bytes: 1, everyMs: 1 } } });
  server.faults.add({ kind: { reset: 'mid-body' } });
  for (let i = 0; i < 2; i++) {
    const socket = ask(server, 'a');
    await received(socket, '\r\n\r\n0');
    socket.destroy();
  }
  expect((await send(server, { key: 'a' })).body.toString()).toBe(bytes);
});

describe('the requests that suffer', () => {
  const fails = async (request: Parameters<typeof send>[1]) => (await send(server, request)).status === 500;
  const put = { method: 'PUT', key: 'photos/a', body: 'x' };
  const kind = { status: 500 };

  test('are as many as asked, one if nothing is said', async () => {
    server.faults.add({ times: 2, kind });
    server.faults.add({ kind });
    const outcomes = [await fails(put), await fails(put), await fails(put), await fails(put)];
    expect(outcomes).toEqual([true, true, true, false]);
  });

  test('are all, until the faults are cleared', async () => {
    server.faults.add({ times: Number.POSITIVE_INFINITY, kind });
    for (let i = 0; i < 5; i++) expect(await fails(put)).toBe(true);
    server.faults.clear();
    expect(await fails(put)).toBe(false);
  });

  test.each([
    ['method', { method: 'PUT' }, { method: 'GET', key: 'photos/a' }],
    ['bucket', { bucket }, { ...put, host: host.replace(bucket, otherBucket) }],
    ['key', { keyPrefix: 'photos/' }, { ...put, key: 'other/a' }],
  ])('are those of that %s', async (_name, selection, other) => {
    server.faults.add({ ...selection, kind });
    expect([await fails(other), await fails(put), await fails(put)]).toEqual([false, true, false]);
  });

  test('have not been carried out when the request was lost', async () => {
    server.faults.add({ kind: { reset: 'mid-request' } });
    await expect(send(server, { ...put, key: 'unheard' })).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(server.objects.get(bucket, 'unheard')).toBeUndefined();
    expect(server.requests.at(-1)).toMatchObject({ key: 'unheard', status: 400, code: 'IncompleteBody' });
  });

  test('have been carried out when only the answer was lost', async () => {
    server.faults.add({ kind: { reset: 'before-response' } });
    await expect(send(server, { ...put, key: 'lost' })).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(server.objects.get(bucket, 'lost')?.bytes.toString()).toBe('x');
  });
});
