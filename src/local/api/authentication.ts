// Checks that a request to the cloud API is signed by an accepted key, completely and in time.

import type { Credential } from '../cos/cos.ts';
import { ApiRefusal } from './refusal.ts';
import { dateOf, signTc3, tc3Algorithm } from './tc3.ts';

/** A request as it arrived. */
export interface SignedRequest {
  /** The names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The first label of the host. */
  readonly service: string;
}

/** Seconds by which the clocks of client and server may differ. */
const tolerance = 5 * 60;
/** What every signature must cover. */
const alwaysSigned = ['content-type', 'host'];
const pattern = new RegExp(
  `^${tc3Algorithm} Credential=([^/,\\s]+)/([^/,\\s]+)/([^/,\\s]+)/([^,\\s]+), ?SignedHeaders=([^,\\s]+), ?Signature=([0-9a-f]{64})$`,
);

/**
 * @param now Seconds since 1970, by the server's clock.
 * @returns The key that has signed the request.
 * @throws {ApiRefusal} `AuthFailure.…`
 */
export function authenticateCall<C extends Credential>(
  request: SignedRequest,
  find: (secretId: string) => C | undefined,
  now: number,
): C {
  const { headers, service } = request;
  const { secretId, date, scopeService, terminator, signedHeaders, signature } = parse(
    headers['authorization'],
  );
  const timestamp = readTimestamp(headers['x-tc-timestamp']);
  if (Math.abs(now - timestamp) > tolerance) {
    throw refused('SignatureExpire', `The signature has expired: X-TC-Timestamp ${timestamp}, now ${now}.`);
  }
  if (date !== dateOf(timestamp)) {
    throw failure(`The date ${date} is not the UTC date of X-TC-Timestamp, ${dateOf(timestamp)}.`);
  }
  if (scopeService !== service) throw failure(`The scope is for ${scopeService}, the host is ${service}.`);
  if (terminator !== 'tc3_request') throw failure('The scope must end with tc3_request.');
  const credential = find(secretId);
  if (!credential) throw refused('SecretIdNotFound', 'The SecretId is not found, please ensure it is right.');
  const signed = signTc3(
    credential.secretKey,
    { timestamp, service },
    { headers: pick(headers, signedHeaders), body: request.body },
  );
  if (signed.signature !== signature) {
    throw failure('The provided credentials could not be validated. Please check your signature is correct.');
  }
  if (headers['x-tc-token'] !== credential.token) {
    throw refused('TokenFailure', 'X-TC-Token must be the one that was issued with this key.');
  }
  return credential;
}

function parse(authorization = '') {
  const [, secretId, date, scopeService, terminator, signedHeaders, signature] =
    pattern.exec(authorization) ?? [];
  if (!secretId || !date || !scopeService || !terminator || !signedHeaders || !signature) {
    throw failure(
      `Authorization must be: ${tc3Algorithm} Credential=ID/DATE/SERVICE/tc3_request, SignedHeaders=a;b, Signature=64 hexadecimal digits.`,
    );
  }
  return { secretId, date, scopeService, terminator, signedHeaders: signedHeaders.split(';'), signature };
}

function readTimestamp(text = ''): number {
  if (!/^\d{1,10}$/.test(text)) throw failure('X-TC-Timestamp must be the seconds since 1970.');
  return Number(text);
}

/** Takes the headers that the client has signed. They must be sorted, without repetition, and have been sent. */
function pick(headers: SignedRequest['headers'], names: readonly string[]): [string, string][] {
  const missing = alwaysSigned.filter((name) => !names.includes(name));
  if (missing.length > 0) throw failure(`SignedHeaders must contain ${missing.join(' and ')}.`);
  if (names.some((name, i) => i > 0 && name <= (names[i - 1] ?? ''))) {
    throw failure('SignedHeaders must be sorted, without repetition.');
  }
  return names.map((name) => {
    const value = headers[name];
    if (value === undefined) throw failure(`SignedHeaders names ${name}, which was not sent.`);
    // The official SDK sends the port and signs the host without it.
    return [name, name === 'host' ? value.replace(/:\d+$/, '') : value];
  });
}

function failure(message: string): ApiRefusal {
  return refused('SignatureFailure', message);
}

function refused(reason: string, message: string): ApiRefusal {
  return new ApiRefusal(`AuthFailure.${reason}`, message);
}
