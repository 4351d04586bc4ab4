// Calls that are not signed as the documentation says are refused, each with the documented code.

import { expect, test } from 'vitest';
import { bucket, codeOf, connectScf, connectSts, type RawCall, region, send, startCloud } from './cloud.ts';

const temporary = { name: 'temp', secretId: 'AKIDtemp', secretKey: 'temp-key', token: 'to+ken/=' };
const cloud = await startCloud({ users: [temporary] });
const key = cloud.owner;
const now = Math.floor(Date.now() / 1000);

test('a call that is signed by hand succeeds, and so does one of the official SDK', async () => {
  expect((await send(cloud.api, { key })).code).toBeUndefined();
  expect((await connectScf(cloud).ListFunctions({})).TotalCount).toBe(0);
});

test('more headers may be signed', async () => {
  const signed = ['content-type', 'host', 'x-tc-action', 'x-tc-timestamp'];
  expect((await send(cloud.api, { key, signed })).code).toBeUndefined();
});

test('a signed host may come with a port that is not signed', async () => {
  const call = { key, host: `scf.tencentcloudapi.com:${cloud.api.port}` };
  expect((await send(cloud.api, call)).code).toBe('AuthFailure.SignatureFailure');
  expect(await codeOf(connectScf(cloud).ListFunctions({}))).toBe('none');
});

test('temporary keys need their token, and others must not have one', async () => {
  expect(await codeOf(connectSts(cloud, temporary).request('GetCallerIdentity', {}))).toBe('none');
  expect((await send(cloud.api, { key: temporary })).code).toBeUndefined();
});

const failure = 'AuthFailure.SignatureFailure';
const wrong: readonly [what: string, call: Partial<RawCall>, code: string][] = [
  ['no Authorization', { tamper: () => undefined }, 'MissingParameter'],
  ['a wrong key', { key: { ...key, secretKey: 'wrong' } }, failure],
  ['an unknown key', { key: { ...key, secretId: 'AKIDnobody' } }, 'AuthFailure.SecretIdNotFound'],
  ['a token that was not issued', { headers: { 'x-tc-token': 'x' } }, 'AuthFailure.TokenFailure'],
  [
    'no token with a temporary key',
    { key: { ...temporary, token: undefined as never } },
    'AuthFailure.TokenFailure',
  ],
  ['another token', { key: { ...temporary, token: 'other' } }, 'AuthFailure.TokenFailure'],
  ['a clock that is late by six minutes', { timestamp: now - 360 }, 'AuthFailure.SignatureExpire'],
  ['a clock that is early by six minutes', { timestamp: now + 360 }, 'AuthFailure.SignatureExpire'],
  ['the date of another day', { tamper: (text) => text.replace(/\d{4}-\d\d-\d\d/, '2019-02-25') }, failure],
  ['the scope of another service', { service: 'cvm' }, failure],
  [
    'a signature for another service than its scope',
    { tamper: (text) => text.replace('/scf/', '/cvm/') },
    failure,
  ],
  ['another end of the scope', { tamper: (text) => text.replace('tc3_request', 'tc4_request') }, failure],
  ['another algorithm', { tamper: (text) => text.replace('SHA256', 'SHA1') }, failure],
  ['content-type not signed', { signed: ['host'] }, failure],
  ['host not signed', { signed: ['content-type'] }, failure],
  ['signed headers without order', { signed: ['host', 'content-type'] }, failure],
  ['a signed header twice', { signed: ['content-type', 'host', 'host'] }, failure],
  ['a signed header that was not sent', { signed: ['content-type', 'host', 'x-missing'] }, failure],
  ['a signature cut off', { tamper: (text) => text.slice(0, -1) }, failure],
  ['an old kind of signature', { tamper: () => 'q-sign-algorithm=sha1&q-ak=x' }, failure],
  ['a GET', { method: 'GET', body: '' }, 'UnsupportedProtocol'],
  ['a path', { path: '/v2' }, 'UnsupportedProtocol'],
  ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 'UnsupportedProtocol'],
  ['a body that is no JSON', { body: '{' }, 'InvalidParameter'],
  ['a body that is a list', { body: '[]' }, 'InvalidParameter'],
  ['no action', { headers: { 'x-tc-action': undefined } }, 'MissingParameter'],
  ['no version', { headers: { 'x-tc-version': undefined } }, 'MissingParameter'],
  ['no region', { headers: { 'x-tc-region': undefined } }, 'MissingParameter'],
  ['another version', { headers: { 'x-tc-version': '2019-01-16' } }, 'NoSuchVersion'],
  ['an unknown action', { headers: { 'x-tc-action': 'ListFunction' } }, 'InvalidAction'],
  ['an action of every object', { headers: { 'x-tc-action': 'constructor' } }, 'InvalidAction'],
  ['another region', { headers: { 'x-tc-region': 'ap-shanghai' } }, 'UnsupportedRegion'],
  ['a host of COS', { host: `${bucket}.cos.${region}.myqcloud.com` }, 'InvalidParameter'],
  ['another service', { host: 'cvm.tencentcloudapi.com' }, 'InvalidParameter'],
];

test.each(wrong)('%s', async (_what, call, code) => {
  const answer = await send(cloud.api, { key, ...call });
  expect(answer.code).toBe(code);
  expect(answer.status).toBe(200);
  expect(answer.Response.RequestId).toMatch(/^[0-9a-f-]{36}$/);
});

test('a changed body does not fit the signature', async () => {
  let signature = '';
  const keep = (text: string) => {
    signature = text;
    return text;
  };
  const same = { key, timestamp: now };
  expect((await send(cloud.api, { ...same, body: '{"Limit":1}', tamper: keep })).code).toBeUndefined();
  const reuse = () => signature;
  expect((await send(cloud.api, { ...same, body: '{"Limit":1}', tamper: reuse })).code).toBeUndefined();
  expect((await send(cloud.api, { ...same, body: '{"Limit":2}', tamper: reuse })).code).toBe(failure);
});
