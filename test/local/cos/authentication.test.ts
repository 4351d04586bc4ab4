// Signatures: a request that is right, and one for each way of being wrong.

import { expect, test } from 'vitest';
import { authorize } from '../../../src/local/cos/signature.ts';
import {
  encodeTarget,
  host,
  keyTime,
  permanent,
  type RawRequest,
  send,
  startCloud,
  temporary,
} from './cloud.ts';

const server = await startCloud();
server.objects.put('example-1250000000', 'a b.jpg', Buffer.from('photo'));

/** Replaces one field of the Authorization header. */
const setField = (name: string, value: string) => (authorization: string) =>
  authorization.replace(new RegExp(`${name}=[^&]*`), `${name}=${value}`);

const withToken = { 'x-cos-security-token': temporary.token };

const accepted: [string, RawRequest][] = [
  ['signed as documented', {}],
  [
    'that signs a parameter and a header',
    { query: { 'response-expires': '1 2' }, headers: { range: 'bytes=0-' } },
  ],
  [
    'that sends a header and a parameter unsigned',
    { unsigned: { 'x-cos-a': 'b' }, target: '/a%20b.jpg?c=d' },
  ],
  ['whose clock is ten minutes ahead', { keyTime: keyTime(600) }],
  ['with a temporary key and its token', { credential: temporary, headers: withToken }],
  ['with a temporary key and an unsigned token', { credential: temporary, unsigned: withToken }],
];

test.each(accepted)('accepts a request %s', async (_name, request) => {
  const answer = await send(server, { key: 'a b.jpg', ...request });
  expect([answer.body.toString(), answer.code]).toEqual(['photo', undefined]);
});

const refused: [string, string, RawRequest][] = [
  ['without an authorization', 'AccessDenied', { tamper: () => undefined }],
  ['with half an authorization', 'AccessDenied', { tamper: (text) => text.replace(/&q-signature=.*/, '') }],
  ['with another algorithm', 'AccessDenied', { tamper: setField('q-sign-algorithm', 'sha256') }],
  ['of a key that nobody has', 'InvalidAccessKeyId', { credential: { ...permanent, secretId: 'AKIDother' } }],
  [
    'signed with another secret',
    'SignatureDoesNotMatch',
    { credential: { ...permanent, secretKey: 'other' } },
  ],
  ['that has expired', 'AccessDenied', { keyTime: keyTime(-1000, 900) }],
  ['that ends before it starts', 'AccessDenied', { keyTime: keyTime(10, -5) }],
  ['whose clock is twenty minutes ahead', 'RequestTimeTooSkewed', { keyTime: keyTime(1200) }],
  ['with two times', 'AccessDenied', { tamper: setField('q-sign-time', keyTime(-2)) }],
  ['with a time that is none', 'AccessDenied', { keyTime: 'now;then' }],
  ['that does not sign Host', 'AccessDenied', { tamper: setField('q-header-list', '') }],
  [
    'that lists headers unsorted',
    'SignatureDoesNotMatch',
    { headers: { range: 'bytes=0-' }, tamper: setField('q-header-list', 'range;host') },
  ],
  ['that lists a header twice', 'SignatureDoesNotMatch', { tamper: setField('q-header-list', 'host;host') }],
  [
    'that lists a header it does not send',
    'SignatureDoesNotMatch',
    { tamper: setField('q-header-list', 'host;range') },
  ],
  [
    'that lists a parameter it does not send',
    'SignatureDoesNotMatch',
    { tamper: setField('q-url-param-list', 'a') },
  ],
  ['that lists names in capitals', 'SignatureDoesNotMatch', { tamper: setField('q-header-list', 'Host') }],
  ['whose path was changed', 'SignatureDoesNotMatch', { target: '/other.jpg' }],
  [
    'whose parameter was changed',
    'SignatureDoesNotMatch',
    { query: { prefix: 'a' }, target: encodeTarget('a b.jpg', { prefix: 'b' }) },
  ],
  [
    'whose header was changed',
    'SignatureDoesNotMatch',
    { headers: { range: 'bytes=0-1' }, unsigned: { range: 'bytes=0-2' } },
  ],
  [
    'whose host was changed',
    'SignatureDoesNotMatch',
    { unsigned: { host: host.replace('myqcloud.com', 'tencentcos.cn') } },
  ],
  ['of a temporary key without its token', 'AccessDenied', { credential: temporary }],
  [
    'of a temporary key with another token',
    'AccessDenied',
    { credential: temporary, headers: { 'x-cos-security-token': 'other' } },
  ],
  ['of a permanent key with a token', 'AccessDenied', { headers: withToken }],
];

test.each(refused)('refuses a request %s', async (_name, code, request) => {
  const answer = await send(server, { key: 'a b.jpg', ...request });
  expect([answer.status, answer.code]).toEqual([403, code]);
});

test('shows what it would have signed when signatures differ, as COS does', async () => {
  const answer = await send(server, { key: 'a b.jpg', tamper: setField('q-signature', '0'.repeat(40)) });
  const xml = answer.body.toString();
  expect(xml).toMatch(/<StringToSign>sha1\n\d+;\d+\n[0-9a-f]{40}\n<\/StringToSign>/);
  expect(xml).toContain(`<FormatString>get\n/a b.jpg\n\nhost=${host}\n</FormatString>`);
});

/** The same seven fields in the query: an address that can be given away. */
function presign(credential: typeof permanent, time: string): string {
  const signable = {
    method: 'GET',
    path: '/a b.jpg',
    params: { 'response-expires': '0' },
    headers: { host },
  };
  const fields = authorize(credential, time, signable).replaceAll(';', '%3B');
  return `/a%20b.jpg?${fields}&response-expires=0`;
}

test.each([
  ['accepts a presigned address', 200, presign(permanent, keyTime())],
  ['refuses a presigned address that has expired', 403, presign(permanent, keyTime(-1000, 900))],
  ['refuses a presigned address of a temporary key alone', 403, presign(temporary, keyTime())],
  [
    'accepts a presigned address of a temporary key with its token',
    200,
    `${presign(temporary, keyTime())}&x-cos-security-token=${temporary.token}`,
  ],
])('%s', async (_name, status, target) => {
  const answer = await send(server, { target, tamper: () => undefined });
  expect(answer.status).toBe(status);
});
