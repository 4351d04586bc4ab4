import { expect, test } from 'vitest';
import { sha256, signTc3 } from '../../../src/local/api/tc3.ts';

// Both published examples of the signature, with the values on the way to it.
// https://cloud.tencent.com/document/api/213/30654

const body = String.raw`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`;
const scope = { timestamp: 1551113065, service: 'cvm' };
const contentType = ['content-type', 'application/json; charset=utf-8'] as const;
const host = ['host', 'cvm.tencentcloudapi.com'] as const;

test('the body has the published hash', () => {
  expect(sha256(body)).toBe('35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064');
});

test('signs content-type and host as the older example', () => {
  const signed = signTc3('Gu5t9xGARNpq86cd98joQYCN3EXAMPLE', scope, { headers: [contentType, host], body });
  expect(signed.canonicalRequest).toBe(
    'POST\n/\n\ncontent-type:application/json; charset=utf-8\nhost:cvm.tencentcloudapi.com\n\ncontent-type;host\n35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064',
  );
  expect(signed.stringToSign).toBe(
    'TC3-HMAC-SHA256\n1551113065\n2019-02-25/cvm/tc3_request\n5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031',
  );
  expect(signed.signature).toBe('72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168');
});

test('signs the action, too, as the newer example', () => {
  const action = ['x-tc-action', 'DescribeInstances'] as const;
  const signed = signTc3('*'.repeat(32), scope, { headers: [contentType, host, action], body });
  expect(signed.stringToSign).toBe(
    'TC3-HMAC-SHA256\n1551113065\n2019-02-25/cvm/tc3_request\n7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84',
  );
  expect(signed.secretDate.toString('hex')).toBe(
    'da98fb70dcf6b112dc21038d1eeeb3a95c74b4dcb12c1131f864f6066bd02be0',
  );
  expect(signed.secretService.toString('hex')).toBe(
    '8d70cbefb03939f929db64d32dc2ba89b1095620119fe3e050e2b18c5bd2752f',
  );
  expect(signed.secretSigning.toString('hex')).toBe(
    'b596b923aad85185e2d1f6659d2a062e0a86731226e021e61bfe06f7ed05f5af',
  );
  expect(signed.signature).toBe('10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f');
});

test('signs as the official SDK for Node.js does', () => {
  const json = ['content-type', 'application/json'] as const;
  const signed = signTc3('Gu5t9xGARNpq86cd98joQYCN3EXAMPLE', scope, { headers: [json, host], body });
  expect(signed.signature).toBe('683bd0b53659853c39699162253251192320a09b3937e27bf8e08a559b1465b8');
});
