// What went wrong at COS, in our words: whose fault, worth another try, how to mend it. Never quotes a URL or a
// header, which may hold signatures.

import { type ErrorCode, StoreError } from '../errors.ts';
import type { ObjectRef } from '../store.ts';
import { IntegrityError } from './integrity.ts';
import type { ResponseHeaders } from './object-headers.ts';

export type CosOperation = 'get' | 'head' | 'put' | 'delete';

/** What the SDK rejects with: an Error where COS answered in XML, a plain object for the rest. All have a code. */
export interface SdkError {
  /** COS' code, Node.js' network code, the status as text, or `Error`. */
  readonly code: string;
  readonly message?: string;
  readonly statusCode?: number;
  readonly headers?: ResponseHeaders;
  /** The answer's XML. */
  readonly error?: { readonly Code?: string; readonly Message?: string };
}

export function isSdkError(error: unknown): error is SdkError {
  return typeof error === 'object' && error !== null && typeof (error as SdkError).code === 'string';
}

interface Verdict {
  readonly code: ErrorCode;
  /** May the same request succeed in a moment? */
  readonly again: boolean;
  readonly advice: string;
}

const busy: Verdict = { code: 'store-unavailable', again: true, advice: 'COS is busy or in trouble' };
const foreign: Verdict = {
  code: 'store-unavailable',
  again: true,
  advice:
    'something between the function and COS answered in its place: check proxy, VPC and THUMB_COS_ENDPOINT',
};
const renewed: Verdict = {
  code: 'store-denied',
  again: false,
  advice:
    'the credentials are not, or no longer, valid: those of an execution role are renewed for the next delivery',
};
const skewed: Verdict = { code: 'store-denied', again: true, advice: "the function's clock is wrong" };
const inTransit: Verdict = {
  code: 'store-unavailable',
  again: true,
  advice: 'the data was damaged or cut short on its way',
};

/** By COS' code. Source: "Error codes" of the COS manual (436/7730). */
const byReason: Readonly<Record<string, Verdict>> = {
  NoSuchKey: { code: 'object-missing', again: false, advice: 'it was deleted, or never there' },
  FileAlreadyExists: {
    code: 'target-conflict',
    again: false,
    advice: 'there is an object at this key already',
  },
  NoSuchBucket: {
    code: 'store-denied',
    again: false,
    advice:
      'there is no such bucket in this region: create it, or correct its name (which ends in the appid)',
  },
  InvalidObjectState: {
    code: 'store-denied',
    again: false,
    advice: 'the object is archived: restore it first',
  },
  ExpiredToken: renewed,
  InvalidAccessKeyId: renewed,
  SignatureDoesNotMatch: renewed,
  RequestTimeTooSkewed: skewed,
  BadDigest: inTransit,
  IncompleteBody: inTransit,
  RequestTimeout: inTransit,
  UserNetworkTooSlow: inTransit,
  Truncated: inTransit,
  ChecksumMismatch: inTransit,
  Unverifiable: inTransit,
};

/** As CAM names what a policy may allow. */
const verbs: Readonly<Record<CosOperation, string>> = {
  get: 'Get',
  head: 'Head',
  put: 'Put',
  delete: 'Delete',
};

/** Is this what Node.js says when a connection fails (ECONNRESET ...), and not what it says of wrong arguments (ERR_...)? */
const NETWORK_CODE = /^(E[A-Z]+|EAI_[A-Z]+|HPE_\w+)$/;

function judge(operation: CosOperation, error: SdkError): Verdict {
  const status = error.statusCode ?? 0;
  const reason = error instanceof IntegrityError ? error.code : error.error?.Code;
  if (status >= 500 || status === 429 || status === 408) return busy;
  if (reason === 'AccessDenied' && error.error?.Message === 'Request has expired') return skewed;
  const known = reason === undefined ? undefined : byReason[reason];
  if (known) return known;
  if (status >= 400) {
    // The answer to HEAD has no body, so only its request id tells that it is COS' own.
    const isCos = operation === 'head' ? requestIdOf(error) !== undefined : reason !== undefined;
    if (!isCos) return foreign;
    const action = `name/cos:${verbs[operation]}Object`;
    return {
      code: 'store-denied',
      again: false,
      advice: `check that the function's execution role allows ${action} on this bucket, and that the bucket's name and region are right`,
    };
  }
  if (status >= 300) {
    return { code: 'store-denied', again: false, advice: 'a redirect, never followed: check the region' };
  }
  if (NETWORK_CODE.test(error.code)) {
    return { code: 'store-unavailable', again: true, advice: 'no, or no complete, answer from COS' };
  }
  return { code: 'store-unavailable', again: false, advice: `it could not be asked for: ${error.message}` };
}

function requestIdOf(error: SdkError): string | undefined {
  return error.headers?.['x-cos-request-id'];
}

/** One failed attempt. */
export interface CosFailure {
  readonly error: StoreError;
  readonly again: boolean;
  /** Milliseconds that COS asks us to wait; 0 when it does not. */
  readonly retryAfter: number;
}

/** @param attempts How many have been made, this one included. */
export function explain(
  operation: CosOperation,
  ref: ObjectRef,
  error: SdkError,
  attempts: number,
): CosFailure {
  const { code, again, advice } = judge(operation, error);
  const status = error.statusCode;
  const reason = error.code === String(status) ? undefined : error.code;
  const requestId = requestIdOf(error);
  const details = [
    reason,
    status && `HTTP ${status}`,
    requestId && `request id ${requestId}`,
    `attempt ${attempts}`,
  ].filter(Boolean);
  const message = `cannot ${operation} ${ref.bucket}/${ref.key} in ${ref.region}: ${advice} (${details.join(', ')})`;
  return {
    error: new StoreError(code, message, { operation, status, reason, requestId, attempts }),
    again,
    retryAfter: retryAfter(error.headers?.['retry-after']),
  };
}

/** @param value Seconds or a date (RFC 9110, section 10.2.3). */
function retryAfter(value: string | undefined): number {
  if (!value) return 0;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Math.max(0, ms || 0);
}

/** What to say when there is nothing to sign requests with. */
export function missingCredentials(operation: CosOperation, ref: ObjectRef): StoreError {
  return new StoreError(
    'store-denied',
    `cannot ${operation} ${ref.bucket}/${ref.key}: the function has no credentials. Bind an execution role to it ` +
      '(SCF console: function configuration, execution role) that may read the source bucket and write the target bucket.',
    { operation, attempts: 0 },
  );
}
