// Which of COS' checksums counts, and when there is none to go by.

import { expect, test } from 'vitest';
import { isSameContent } from '../../src/cos-integrity.ts';

const MD5 = 'ee8de918d05640145b18f70f4c3aa602';
const CRC64 = '16749565679157681890';
const other = MD5.replace('e', 'f');

test.each([
  { what: 'an equal CRC64', headers: { 'x-cos-hash-crc64ecma': CRC64, etag: `"${other}"` }, same: true },
  { what: 'another CRC64', headers: { 'x-cos-hash-crc64ecma': '1', etag: `"${MD5}"` }, same: false },
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
  expect(isSameContent(headers, CRC64, () => MD5)).toBe(same);
});
