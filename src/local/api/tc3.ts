// Computes the signature of a request to the cloud API, version 3 (TC3-HMAC-SHA256).
// https://cloud.tencent.com/document/api/213/30654

import { createHash, createHmac } from 'node:crypto';

export const tc3Algorithm = 'TC3-HMAC-SHA256';

/** What is signed of a request: POST of `/` without a query. */
export interface Tc3Request {
  /** The names are in lower case, in the order in which they are signed. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array | string;
}

export interface Tc3Scope {
  /** Seconds since 1970, as X-TC-Timestamp has it. */
  readonly timestamp: number;
  /** The first label of the host, such as `scf`. */
  readonly service: string;
}

/** A signature with the values on the way to it, which help when two of them differ. */
export interface Tc3Signature {
  readonly canonicalRequest: string;
  readonly stringToSign: string;
  readonly secretDate: Buffer;
  readonly secretService: Buffer;
  readonly secretSigning: Buffer;
  /** In hexadecimal digits. */
  readonly signature: string;
}

export function signTc3(secretKey: string, scope: Tc3Scope, request: Tc3Request): Tc3Signature {
  const date = dateOf(scope.timestamp);
  const canonicalRequest = canonicalise(request);
  const stringToSign = [
    tc3Algorithm,
    scope.timestamp,
    `${date}/${scope.service}/tc3_request`,
    sha256(canonicalRequest),
  ].join('\n');
  const secretDate = hmac(`TC3${secretKey}`, date);
  const secretService = hmac(secretDate, scope.service);
  const secretSigning = hmac(secretService, 'tc3_request');
  const signature = hmac(secretSigning, stringToSign).toString('hex');
  return { canonicalRequest, stringToSign, secretDate, secretService, secretSigning, signature };
}

/** @returns The UTC date, such as `2019-02-25`. */
export function dateOf(timestamp: number): string {
  return new Date(timestamp * 1000).toISOString().slice(0, 10);
}

export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

function canonicalise({ headers, body }: Tc3Request): string {
  const lines = headers.map(([name, value]) => `${name}:${value.trim().toLowerCase()}\n`);
  const names = headers.map(([name]) => name);
  return ['POST', '/', '', lines.join(''), names.join(';'), sha256(body)].join('\n');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
