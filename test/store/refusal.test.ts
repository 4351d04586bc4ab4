// What is said when COS refuses or does not answer: enough to mend it, and no secret.

import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createCosStore } from '../../src/function/cos/cos.ts';
import { toCosFailure } from '../../src/function/cos/errors.ts';
import { Deadline } from '../../src/function/deadline.ts';
import { StoreError } from '../../src/function/errors.ts';
import type { ObjectStore } from '../../src/function/store.ts';
import { at, BUCKET, connect, credential, type Lab, noise, openLab } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
  lab.server.objects.put(BUCKET, 'cat.jpg', noise(10));
});
afterEach(() => lab.server.faults.clear());
afterAll(() => lab.close());

const deadline = () => Deadline.in(120_000);
const operations: Record<string, (store: ObjectStore) => Promise<unknown>> = {
  get: (store) => store.get(at('cat.jpg'), { maxBytes: 10, deadline: deadline() }),
  head: (store) => store.head(at('cat.jpg'), { deadline: deadline() }),
  put: (store) =>
    store.put(at('cat.jpg'), noise(10), {
      headers: { contentType: 'image/jpeg', metadata: {} },
      deadline: deadline(),
    }),
  delete: (store) => store.delete(at('cat.jpg'), { deadline: deadline() }),
};
const names = Object.keys(operations);

/** The error that an operation ends with, checked for secrets. */
async function failureOf(name: string, store: ObjectStore): Promise<StoreError> {
  const error = await operations[name]?.(store).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof StoreError)) throw new Error(`expected a StoreError, found ${inspect(error)}`);
  const all = inspect(error, { depth: 10, showHidden: true }) + error.message + JSON.stringify(error);
  for (const secret of [credential.secretKey, credential.token, 'q-signature', 'q-ak']) {
    expect(all).not.toContain(secret);
  }
  expect(error.message).toContain(`${BUCKET}/cat.jpg`);
  expect(error.failure.operation).toBe(name);
  return error;
}

test.each(names)('%s without credentials asks for an execution role, and COS for nothing', async (name) => {
  const before = lab.server.requests.length;
  const store = createCosStore({ secretId: undefined, secretKey: undefined, endpoint: lab.server.endpoint });
  const error = await failureOf(name, store);
  expect(error).toMatchObject({ code: 'store-denied', retryable: true, failure: { attempts: 0 } });
  expect(error.message).toContain('execution role');
  expect(lab.server.requests.length).toBe(before);
});

test.each(names)('%s names the permission that may be missing, and the request id', async (name) => {
  lab.server.faults.add({ kind: { status: 403, code: 'AccessDenied' } });
  const error = await failureOf(name, lab.store);
  expect(error).toMatchObject({ code: 'store-denied', failure: { status: 403, attempts: 1 } });
  expect(error.message).toContain(
    {
      get: 'cos:GetObject',
      head: 'cos:HeadObject',
      put: 'cos:PutObject',
      delete: 'cos:DeleteObject',
    }[name],
  );
  expect(error.failure.requestId).toBe(lab.server.requests[lab.server.requests.length - 1]?.requestId);
  expect(error.message).toContain(error.failure.requestId);
});

test.each([
  { what: 'a wrong secret', change: { secretKey: 'another' } },
  { what: 'an unknown id', change: { secretId: 'AKIDunknown' } },
  { what: 'a stale token', change: { securityToken: 'stale' } },
  { what: 'no token', change: { securityToken: undefined } },
])('$what is refused at once', async ({ change }) => {
  const { secretId, secretKey, token } = credential;
  const options = { secretId, secretKey, securityToken: token, endpoint: lab.server.endpoint, ...change };
  const error = await failureOf('get', createCosStore(options));
  expect(error).toMatchObject({ code: 'store-denied', failure: { attempts: 1 } });
});

test.each([
  { status: 400, code: 'ExpiredToken', result: 'store-denied', attempts: 1, says: 'credentials' },
  { status: 403, code: 'InvalidObjectState', result: 'source-archived', attempts: 1, says: 'Restore it' },
  { status: 400, code: 'SsecDecryptHeaderInvalid', result: 'source-encrypted', attempts: 1, says: 'SSE-C' },
  { status: 451, code: 'UnavailableForLegalReasons', result: 'source-blocked', attempts: 1, says: 'legal' },
  { status: 403, code: 'UnavailableForLegalReasons', result: 'source-blocked', attempts: 1, says: 'legal' },
  { status: 451, code: 'NoSuchKey', result: 'source-blocked', attempts: 1, says: 'legal' },
  { status: 400, code: 'InvalidSSECustomerKey', result: 'source-encrypted', attempts: 1, says: 'SSE-C' },
  { status: 400, code: 'InvalidKMSKey', result: 'store-kms-denied', attempts: 1, says: 'kms:Decrypt' },
  { status: 400, code: 'KmsKeyDisabled', result: 'store-kms-denied', attempts: 1, says: 'kms:Decrypt' },
  { status: 405, code: 'MethodNotAllowed', result: 'store-method-refused', attempts: 1, says: 'ordinary' },
  { status: 400, code: 'InvalidArgument', result: 'store-denied', attempts: 1, says: 'InvalidArgument' },
  { status: 404, code: 'NoSuchBucket', result: 'store-denied', attempts: 1, says: 'appid' },
  { status: 404, code: 'NoSuchKey', result: 'object-missing', attempts: 1, says: 'deleted' },
  { status: 400, code: 'RequestTimeout', result: 'store-unavailable', attempts: 3, says: 'HTTP 400' },
  { status: 400, code: 'BadDigest', result: 'store-unavailable', attempts: 3, says: 'damaged' },
  { status: 503, code: 'SlowDown', result: 'store-unavailable', attempts: 3, says: 'busy' },
])('$status $code becomes $result after $attempts', async ({ status, code, result, attempts, says }) => {
  lab.server.faults.add({ kind: { status, code }, times: Infinity });
  const error = await failureOf('get', lab.store);
  expect(error).toMatchObject({ code: result, failure: { status, reason: code, attempts } });
  expect(error.message).toContain(says);
});

test.each([
  { message: 'InvalidObjectState', result: 'source-archived' },
  { message: "The operation is not valid for the object's storage class", result: 'source-archived' },
  { message: 'no permission for kms:Decrypt', result: 'store-kms-denied' },
  { message: 'Access Denied.', result: 'store-denied' },
])('AccessDenied of "$message" becomes $result', async ({ message, result }) => {
  lab.server.faults.add({ kind: { status: 403, code: 'AccessDenied', message } });
  expect(await failureOf('get', lab.store)).toMatchObject({ code: result, failure: { attempts: 1 } });
});

test.each([
  'The object was stored with SSE-C: the correct parameters must be provided.',
  'The calculated MD5 of the Server Side Encryption with Customer provided keys does not match.',
  'The object was stored using a form of Server Side Encryption.',
])('a general code becomes source-encrypted if its message says so: %s', async (message) => {
  lab.server.faults.add({ kind: { status: 400, code: 'InvalidArgument', message } });
  expect(await failureOf('get', lab.store)).toMatchObject({ code: 'source-encrypted' });
});

test.each([
  { name: 'put', status: 403, code: 'InvalidObjectState', result: 'store-denied' },
  { name: 'put', status: 400, code: 'KmsException', result: 'store-kms-denied' },
  { name: 'put', status: 451, code: 'DomainAuditFailed', result: 'store-denied' },
  { name: 'head', status: 451, code: '', result: 'store-denied' },
  { name: 'head', status: 405, code: '', result: 'store-method-refused' },
  { name: 'delete', status: 405, code: 'MethodNotAllowed', result: 'store-method-refused' },
])('$name with $status $code becomes $result, because no source is read', async (row) => {
  lab.server.faults.add({ kind: { status: row.status, code: row.code } });
  expect(await failureOf(row.name, lab.store)).toMatchObject({ code: row.result, failure: { attempts: 1 } });
});

test.each(['EMFILE', 'ENOMEM'])(
  '%s is no fault of COS or the network, and may be over in a moment',
  (code) => {
    const { error, isTransient } = toCosFailure('get', at('cat.jpg'), { code }, 1);
    expect(isTransient).toBe(true);
    expect(error).toMatchObject({ code: 'store-unavailable', failure: { reason: code } });
    expect(error.message).toContain('the function has no file descriptor or memory left for a connection');
  },
);

test('a request id is shown without what a gateway may have hidden in it', () => {
  const headers = { 'x-cos-request-id': `password=FAKE ${'x'.repeat(200)}` };
  const { error } = toCosFailure('get', at('cat.jpg'), { code: '403', statusCode: 403, headers }, 1);
  expect(error.failure.requestId).toMatch(/^\[hidden\] x{91}$/);
  expect(error.message).not.toContain('FAKE');
});

test.each(names)('%s takes the 451 of a gateway for no word of COS', async (name) => {
  lab.server.faults.add({ kind: { status: 451, html: true }, times: Infinity });
  const error = await failureOf(name, lab.store);
  expect(error).toMatchObject({ code: 'store-unavailable', failure: { status: 451, attempts: 3 } });
});

test.each(names)('%s says that nobody listens', async (name) => {
  const closed = await openLab();
  await closed.close();
  const error = await failureOf(name, connect(closed.server.endpoint));
  expect(error).toMatchObject({
    code: 'store-unavailable',
    failure: { reason: 'ECONNREFUSED', attempts: 3 },
  });
  expect(error.failure.status).toBeUndefined();
});

test('a bucket name that cannot be one is named, and not retried', async () => {
  const nameless = { ...at('cat.jpg'), bucket: 'example' };
  await expect(lab.store.head(nameless, { deadline: deadline() })).rejects.toMatchObject({
    name: 'StoreError',
    message: expect.stringContaining('test-1250000000'),
    failure: { attempts: 1 },
  });
});
