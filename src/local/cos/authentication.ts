// Checks that a request is signed with one of the accepted keys, completely and in time. Throws what COS would answer if not.

import { CosError } from './errors.ts';
import type { CosRequest } from './request.ts';
import { computeSignature, listName } from './signature.ts';

export interface Credential {
  readonly secretId: string;
  readonly secretKey: string;
  /** Makes the key temporary: every request must send this value as `x-cos-security-token`. */
  readonly token?: string;
  /**
   * May it do this? Without it, everything is allowed.
   *
   * @param action Such as `name/cos:GetObject`.
   * @param resource Such as `qcs::cos:ap-guangzhou:uid/1250000000:example-1250000000/cat.jpg`.
   */
  allows?(action: string, resource: string): boolean;
}

/** Finds an accepted key. */
export type FindCredential = (secretId: string) => Credential | undefined;

const required = [
  'q-sign-algorithm',
  'q-ak',
  'q-sign-time',
  'q-key-time',
  'q-header-list',
  'q-url-param-list',
  'q-signature',
] as const;
type Authorization = Readonly<Record<(typeof required)[number], string>>;

/** Seconds by which a client's clock may be ahead of the server's. */
const skewTolerance = 15 * 60;

/**
 * @param now Seconds since 1970, by the server's clock.
 * @returns The key that has signed the request.
 * @throws {CosError} 403 `AccessDenied`, `InvalidAccessKeyId`, `RequestTimeTooSkewed` or `SignatureDoesNotMatch`.
 */
export function authenticate(request: CosRequest, find: FindCredential, now: number): Credential {
  const authorization = readAuthorization(request);
  const credential = find(authorization['q-ak']);
  if (!credential) {
    throw new CosError(
      403,
      'InvalidAccessKeyId',
      'The access key Id you provided does not exist in our records.',
    );
  }
  if (authorization['q-sign-time'] !== authorization['q-key-time']) {
    throw denied('q-sign-time and q-key-time must be the same.');
  }
  checkTime(authorization['q-key-time'], now);
  checkSignature(request, authorization, credential);
  const token = request.headers['x-cos-security-token'] ?? request.query['x-cos-security-token'];
  if (token !== credential.token) {
    throw denied('x-cos-security-token must be the one that was issued with this key.');
  }
  return credential;
}

/** Is there no signature at all, neither right nor wrong? */
export function isAnonymous({ headers, query }: CosRequest): boolean {
  const written = [headers['authorization'], query['sign'], query['q-sign-algorithm']];
  return written.every((one) => one === undefined);
}

/** Reads the authorization from the header, or from the query of a presigned URL. */
function readAuthorization({ headers, query }: CosRequest): Authorization {
  const header = headers['authorization'] ?? query['sign'];
  if (header === undefined && query['q-sign-algorithm'] === undefined) {
    throw denied('Access Denied.');
  }
  const fields = header === undefined ? query : parseHeader(header);
  const missing = required.filter((name) => fields[name] === undefined);
  if (missing.length > 0) throw denied(`The authorization lacks ${missing.join(', ')}.`);
  if (fields['q-sign-algorithm'] !== 'sha1') throw denied('q-sign-algorithm must be sha1.');
  return fields as Authorization;
}

function parseHeader(header: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    header.split('&').map((field) => {
      const at = field.indexOf('=');
      return [field.slice(0, at), field.slice(at + 1)];
    }),
  );
}

function checkTime(range: string, now: number): void {
  const [, start, end] = /^(\d{1,10});(\d{1,10})$/.exec(range) ?? [];
  if (start === undefined || end === undefined || Number(start) >= Number(end)) {
    throw denied('q-sign-time and q-key-time must be start;end in seconds.');
  }
  if (Number(start) > now + skewTolerance) {
    throw new CosError(
      403,
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      { details: { ServerTime: new Date(now * 1000).toISOString() } },
    );
  }
  // COS' own text: when the SDK reads it, it corrects its clock.
  if (Number(end) < now) throw denied('Request has expired');
}

function checkSignature(request: CosRequest, authorization: Authorization, credential: Credential): void {
  const headers = pick(request.headers, authorization['q-header-list'], 'q-header-list');
  const params = pick(request.query, authorization['q-url-param-list'], 'q-url-param-list');
  if (headers['host'] === undefined) throw denied('q-header-list must contain host.');
  const expected = computeSignature(credential.secretKey, authorization['q-key-time'], {
    method: request.method,
    path: `/${request.key}`,
    params,
    headers: { ...headers, host: request.host },
  });
  if (authorization['q-signature'] !== expected.signature) {
    throw new CosError(403, 'SignatureDoesNotMatch', 'The Signature you specified is invalid.', {
      details: { StringToSign: expected.stringToSign, FormatString: expected.httpString },
    });
  }
}

/** Takes the fields that a list names. The list must be sorted, without repetition. */
function pick(
  fields: Readonly<Record<string, string>>,
  list: string,
  listField: string,
): Record<string, string> {
  const names = list === '' ? [] : list.split(';');
  if (names.some((name, i) => i > 0 && name <= (names[i - 1] ?? ''))) {
    throw new CosError(403, 'SignatureDoesNotMatch', `${listField} must be sorted, without repetition.`);
  }
  const byName = new Map(Object.keys(fields).map((name) => [listName(name), name]));
  return Object.fromEntries(
    names.map((listed) => {
      const name = byName.get(listed);
      if (name === undefined) {
        throw new CosError(
          403,
          'SignatureDoesNotMatch',
          `${listField} names "${listed}", which was not sent.`,
        );
      }
      return [name, fields[name] ?? ''];
    }),
  );
}

function denied(message: string): CosError {
  return new CosError(403, 'AccessDenied', message);
}
