// Against the two vectors that Tencent publishes, and some derived from them.

import { expect, test } from 'vitest';
import { authorize, computeSignature, urlEncode } from '../../../src/local/cos/signature.ts';

// The documentation's own sample key: https://cloud.tencent.com/document/product/436/7778
const secretId = 'AKIDQjz3ltompVjBni5LitkWHFlFpwkn9U5q';
const secretKey = 'BQYIM75p8x0iWVFSIgqEKwFprpRSVHlz';
const beijing = 'examplebucket-1250000000.cos.ap-beijing.myqcloud.com';
const guangzhou = 'examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com';

const published = [
  {
    name: 'PUT with headers',
    keyTime: '1557989151;1557996351',
    request: {
      method: 'PUT',
      path: '/exampleobject(腾讯云)',
      params: {},
      headers: {
        Date: 'Thu, 16 May 2019 06:45:51 GMT',
        Host: beijing,
        'Content-Type': 'text/plain',
        'Content-Length': '13',
        'Content-MD5': 'mQ/fVh815F3k6TAUm8m0eg==',
        'x-cos-acl': 'private',
        'x-cos-grant-read': 'uin="100000000011"',
      },
    },
    signKey: 'eb2519b498b02ac213cb1f3d1a3d27a3b3c9bc5f',
    digest: '8b2751e77f43a0995d6e9eb9477f4b685cca4172',
    signature: '3b8851a11a569213c17ba8fa7dcf2abec6935172',
  },
  {
    name: 'GET with parameters',
    keyTime: '1557989753;1557996953',
    request: {
      method: 'GET',
      path: '/exampleobject(腾讯云)',
      params: {
        'response-content-type': 'application/octet-stream',
        'response-cache-control': 'max-age=600',
      },
      headers: { Date: 'Thu, 16 May 2019 06:55:53 GMT', Host: beijing },
    },
    signKey: '937914bf490e9e8c189836aad2052e4feeb35eaf',
    digest: '54ecfe22f59d3514fdc764b87a32d8133ea611e6',
    signature: '01681b8c9d798a678e43b685a9f1bba0f6c0e012',
  },
];

test.each(published)('computes every step of the published vector: $name', (vector) => {
  const computed = computeSignature(secretKey, vector.keyTime, vector.request);
  expect(computed.signKey).toBe(vector.signKey);
  expect(computed.stringToSign).toBe(`sha1\n${vector.keyTime}\n${vector.digest}\n`);
  expect(computed.signature).toBe(vector.signature);
});

const derivedKeyTime = '1700000000;1700000900';

test.each([
  ["/a b+c!'()*~/图片 (1).jpg", '6f6218c96366289e8984d5358be014aa73a94c3c'],
  ['//lead.jpg', '77c8b2bd708d349f2e4f78deac2139c76cfad3db'],
  ['/x%20y.jpg', '3d4c698a8f5bbbae7929c4fa1bc75688ad56dcbf'],
])('signs the path %s as it is, not percent-encoded', (path, signature) => {
  const request = { method: 'GET', path, params: {}, headers: { Host: guangzhou } };
  expect(computeSignature(secretKey, derivedKeyTime, request).signature).toBe(signature);
});

test('writes the header, with the lists sorted and in lower case', () => {
  const request = {
    method: 'PUT',
    path: '/t/图 1.jpg',
    params: { uploadId: 'u', 'Part Number': '1' },
    headers: {
      'x-cos-security-token': 'TOKEN/+=abc',
      Host: guangzhou,
      'Content-Type': 'image/jpeg',
      'x-cos-meta-source-etag': '"abc"',
      'Content-Length': '5',
    },
  };
  const withoutParams = computeSignature(secretKey, derivedKeyTime, { ...request, params: {} });
  expect(withoutParams.signature).toBe('c86720be62bb22398046d9a064f095384a9aca33');
  const { signature } = computeSignature(secretKey, derivedKeyTime, request);
  expect(authorize({ secretId, secretKey }, derivedKeyTime, request)).toBe(
    `q-sign-algorithm=sha1&q-ak=${secretId}&q-sign-time=${derivedKeyTime}&q-key-time=${derivedKeyTime}` +
      '&q-header-list=content-length;content-type;host;x-cos-meta-source-etag;x-cos-security-token' +
      `&q-url-param-list=part%20number;uploadid&q-signature=${signature}`,
  );
});

test('leaves only letters, digits and -_.~ unencoded', () => {
  expect(urlEncode("aZ09-_.~!'()*/ +图")).toBe('aZ09-_.~%21%27%28%29%2A%2F%20%2B%E5%9B%BE');
});
