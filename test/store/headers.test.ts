// Objects' headers between COS and us: whatever bytes they hold arrive, and are encoded once.

import { expect, test } from 'vitest';
import {
  type ResponseHeaders,
  toObjectInfo,
  toRequestHeaders,
} from '../../src/function/cos/object-headers.ts';

/** As Node.js reads raw UTF-8 in a header. */
const cat = Buffer.from('猫').toString('latin1');

test.each<[name: string, raw: string, encoded: string]>([
  ['Content-Type', `image/jpeg; name=${cat}`, 'image/jpeg; name=%E7%8C%AB'],
  ['Cache-Control', `max-age=60, ${cat}`, 'max-age=60, %E7%8C%AB'],
  ['Content-Disposition', `attachment; filename="${cat}.jpg"`, 'attachment; filename="%E7%8C%AB.jpg"'],
  [
    'Content-Disposition',
    "attachment; filename*=UTF-8''%E7%8C%AB.jpg",
    "attachment; filename*=UTF-8''%E7%8C%AB.jpg",
  ],
  ['Expires', `${cat} 0`, '%E7%8C%AB 0'],
  ['x-cos-meta-artist', `${cat} %E7`, '%E7%8C%AB %E7'],
])('%s: %j is stored again as %j', (name, raw, encoded) => {
  const answer: ResponseHeaders = { 'content-type': 'image/jpeg', [name.toLowerCase()]: raw };
  const { headers } = toObjectInfo(answer, 1);
  const contentType = headers.contentType ?? '';
  expect(toRequestHeaders({ ...headers, contentType })[name]).toBe(encoded);
});

test("a Content-Disposition that COS adds by itself, to force a download, is not the uploader's", () => {
  const answer = { 'x-cos-force-download': 'true', 'content-disposition': 'attachment' };
  expect(toObjectInfo(answer, 1).headers).toEqual({ metadata: {} });
});
