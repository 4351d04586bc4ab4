// Which of COS' checksums counts, and what is taken for whole when there is none to go by.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { isSameContent } from '../../src/function/cos/integrity.ts';
import { Deadline } from '../../src/function/deadline.ts';
import { at, connect } from './lab.ts';

const MD5 = 'ee8de918d05640145b18f70f4c3aa602';
const CRC64 = '16749565679157681890';
const other = MD5.replace('e', 'f');

test.each([
  { what: 'an equal CRC64', headers: { 'x-cos-hash-crc64ecma': CRC64, etag: `"${other}"` }, same: true },
  { what: 'another CRC64', headers: { 'x-cos-hash-crc64ecma': '1', etag: `"${other}"` }, same: false },
  { what: 'an equal ETag', headers: { 'x-cos-hash-crc64ecma': '1', etag: `"${MD5}"` }, same: true },
  {
    what: 'another CRC64 for the ETag of an upload in parts',
    headers: { 'x-cos-hash-crc64ecma': '1', etag: `"${MD5}-2"` },
    same: false,
  },
  { what: 'only an equal ETag', headers: { etag: `"${MD5}"` }, same: true },
  { what: 'only an equal ETag in capitals', headers: { etag: `"${MD5.toUpperCase()}"` }, same: true },
  { what: 'only another ETag', headers: { etag: `"${other}"` }, same: false },
  { what: 'the ETag of an upload in parts', headers: { etag: `"${MD5}-2"` }, same: undefined },
  {
    what: 'the ETag of an encrypted object',
    headers: { etag: `"${other}"`, 'x-cos-server-side-encryption': 'cos/kms' },
    same: undefined,
  },
  { what: 'nothing', headers: {}, same: undefined },
])('$what means $same', ({ headers, same }) => {
  expect(isSameContent(headers, { crc64: () => CRC64, md5: () => MD5 })).toBe(same);
});

test.each([
  {
    what: 'takes an object without checksums by its length',
    length: { 'content-length': '5' },
    result: 'whole',
  },
  { what: 'refuses an object without checksums or length', length: {}, result: 'store-unavailable' },
])('$what', async ({ length, result }) => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { etag: '"abc-2"', 'x-cos-request-id': 'one', ...length });
    response.end('whole');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const store = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const found = await store.get(at('old.jpg'), { maxBytes: 5, deadline: Deadline.in(120_000) }).then(
    ({ bytes }) => Buffer.from(bytes).toString(),
    (error: { code: string }) => error.code,
  );
  expect(found).toBe(result);
  server.closeAllConnections();
  server.close();
});
