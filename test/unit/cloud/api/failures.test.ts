// What a person reads when a request to the cloud API fails.

import { expect, test } from 'vitest';
import { toCloudError } from '../../../../src/cloud/api/api-failure.ts';
import { knownCodes, meaningOf } from '../../../../src/cloud/api/meanings.ts';
import { describeNetworkFailure } from '../../../../src/cloud/api/network-failure.ts';

const failed = {
  service: 'scf',
  action: 'CreateFunction',
  host: 'scf.tencentcloudapi.com',
  secrets: ['verySecret', 'veryToken'],
};

/** As the SDK throws it. */
function thrown(message: string, facts: object): Error {
  return Object.assign(new Error(message), facts);
}

test.each(knownCodes)('%s is explained in whole sentences, in both languages', (code) => {
  const { en = '', zh = '' } = meaningOf(code, 'scf:CreateFunction') ?? {};
  expect(en).toMatch(/^[A-Z].*\.$/);
  expect(zh).toMatch(/\p{Script=Han}.*。$/u);
});

test('a known code: action, meaning, cure, code and request are named', () => {
  const error = thrown('Function already exist', { code: 'ResourceInUse.FunctionName', requestId: 'r-1' });
  const { text, action, code, requestId } = toCloudError(error, failed);
  expect({ action, code, requestId }).toEqual({
    action: 'CreateFunction',
    code: 'ResourceInUse.FunctionName',
    requestId: 'r-1',
  });
  expect(text.en).toBe(
    'scf:CreateFunction failed. There is a function of this name already. Run the command again, or choose another name ' +
      'with --function. The API says: Function already exist (ResourceInUse.FunctionName, request r-1)',
  );
  expect(text.zh).toMatch(
    /^scf:CreateFunction 失败。已有同名函数。.*（ResourceInUse\.FunctionName，请求 ID r-1）$/,
  );
});

test('a code without a row has the meaning of its family, or the words of the API', () => {
  const family = toCloudError(thrown('m', { code: 'LimitExceeded.Layers' }), failed);
  expect(family.message).toContain('A limit of the account is reached.');
  const unknown = toCloudError(thrown('The moon is full.', { code: 'FailedOperation.Moon' }), failed);
  expect(unknown.message).toBe(
    'scf:CreateFunction failed. The API says: The moon is full. (FailedOperation.Moon)',
  );
});

test.each(['AuthFailure.UnauthorizedOperation', 'UnauthorizedOperation', 'UnauthorizedOperation.CAM'])(
  '%s names the action to grant',
  (code) => {
    const { text } = toCloudError(thrown('no permission', { code }), failed);
    expect(text.en).toContain('may not do scf:CreateFunction. Grant this action');
    expect(text.zh).toContain('没有 scf:CreateFunction 的权限');
  },
);

test('no message shows a secret', () => {
  const error = thrown('key verySecret, token veryToken, again verySecret', { code: 'FailedOperation.X' });
  const { text } = toCloudError(error, failed);
  expect(text.en + text.zh).not.toMatch(/verySecret|veryToken/);
});

test('another answer than one of the API names its status', () => {
  expect(toCloudError(thrown('Bad Gateway', { httpCode: 502 }), failed).message).toMatch(/HTTP status 502/);
});

test.each([
  ['request to https://h/ failed, reason: getaddrinfo ENOTFOUND h', /could not be resolved/],
  ['request to https://h/ failed, reason: getaddrinfo EAI_AGAIN h', /could not be resolved/],
  ['request to http://h/ failed, reason: connect ECONNREFUSED 127.0.0.1:1', /refused the connection/],
  ['request to https://h/ failed, reason: connect ENETUNREACH 1.1.1.1:443', /no way to h/],
  ['network timeout at: https://h/', /did not answer in time/],
  ['request to https://h/ failed, reason: self-signed certificate', /encrypted connection/],
  ['request to https://h/ failed, reason: certificate has expired', /encrypted connection/],
  ['request to https://h/ failed, reason: unable to verify the first certificate', /encrypted connection/],
  ["Hostname/IP does not match certificate's altnames: Host: h.", /encrypted connection/],
  ['request to https://h/ failed, reason: socket hang up', /was cut/],
  ['request to https://h/ failed, reason: read ECONNRESET', /was cut/],
  ['Invalid response body while trying to fetch https://h/: Premature close', /was cut/],
  ['invalid json response body at https://h/ reason: Unexpected token <', /cannot be understood/],
])('%s', (message, says) => {
  const { en, zh } = describeNetworkFailure(message, 'h');
  expect(en).toMatch(says);
  expect(zh).toMatch(/\p{Script=Han}/u);
});
