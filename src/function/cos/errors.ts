// Translates failures of requests to COS into our errors: the code, whether another attempt may help, and how to fix it. It must
// never quote a URL or a header, which may hold signatures.

import { StoreError } from '../errors.ts';
import { redactText } from '../redact.ts';
import type { ObjectRef } from '../store.ts';
import { IntegrityError } from './integrity.ts';
import { type FailureKind, findObjectRefusal } from './object-refusals.ts';
import { type CosOperation, isClockSkew, type RequestError } from './request-error.ts';

const busy: FailureKind = {
  code: 'store-unavailable',
  isTransient: true,
  advice: 'COS is busy or has a problem of its own',
};
const notFromCos: FailureKind = {
  code: 'store-unavailable',
  isTransient: true,
  advice:
    'something between the function and COS answered instead of COS: check proxy, VPC and THUMB_COS_ENDPOINT',
};
const invalidCredentials: FailureKind = {
  code: 'store-denied',
  isTransient: false,
  advice:
    'the credentials are wrong or have expired: those of an execution role are renewed for the next delivery',
};
const clockSkew: FailureKind = {
  code: 'store-denied',
  isTransient: true,
  advice: "the function's clock is wrong",
};
const damagedInTransit: FailureKind = {
  code: 'store-unavailable',
  isTransient: true,
  advice: 'the data was damaged or cut short on the network',
};

const noAnswer: FailureKind = {
  code: 'store-unavailable',
  isTransient: true,
  advice: 'COS did not answer, or its answer was cut short',
};

const noResources: FailureKind = {
  code: 'store-unavailable',
  isTransient: true,
  advice:
    'the function has no file descriptor or memory left for a connection: give it more memory, or lower its concurrency',
};

/** The kind of failure for each error code. COS' own are from "Error codes" of its manual (436/7730), the last three ours. */
const reasons: Readonly<Record<string, FailureKind>> = {
  NoSuchKey: {
    code: 'object-missing',
    isTransient: false,
    advice: 'the object was deleted or never existed',
  },
  FileAlreadyExists: {
    code: 'target-conflict',
    isTransient: false,
    advice: 'another object already has this key',
  },
  NoSuchBucket: {
    code: 'store-denied',
    isTransient: false,
    advice:
      'there is no such bucket in this region: create it, or correct its name (which ends in the appid)',
  },
  ExpiredToken: invalidCredentials,
  InvalidAccessKeyId: invalidCredentials,
  SignatureDoesNotMatch: invalidCredentials,
  RequestTimeTooSkewed: clockSkew,
  BadDigest: damagedInTransit,
  IncompleteBody: damagedInTransit,
  RequestTimeout: damagedInTransit,
  UserNetworkTooSlow: damagedInTransit,
  Truncated: damagedInTransit,
  ChecksumMismatch: damagedInTransit,
  Unverifiable: damagedInTransit,
};
/** What a code of an answer is looked up in: an object also has what all objects have, like `constructor`. */
const byReason: ReadonlyMap<string, FailureKind> = new Map(Object.entries(reasons));

/** The verbs of CAM's action names, by which a policy allows an operation: `name/cos:GetObject`. */
const verbs: Readonly<Record<CosOperation, string>> = {
  get: 'Get',
  head: 'Head',
  put: 'Put',
  delete: 'Delete',
};

/** Codes that Node.js gives to failed connections, like ECONNRESET; those of wrong arguments, ERR_..., do not match. */
const networkCode = /^(E[A-Z]+|EAI_[A-Z]+|HPE_\w+)$/;

/** Those of them that mean that the system has nothing left for a connection. */
const shortages = ['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS'];

/** Finds the kind of a failure: by its HTTP status where that says enough, then by COS' error code, then by Node.js'. */
function classify(operation: CosOperation, error: RequestError): FailureKind {
  const status = error.statusCode ?? 0;
  const reason = error instanceof IntegrityError ? error.code : error.refusal?.code;
  if (status >= 500 || status === 429 || status === 408) return busy;
  if (shortages.includes(error.code)) return noResources;
  if (networkCode.test(error.code)) return noAnswer;
  if (isClockSkew(error)) return clockSkew;
  // What is blocked is not looked for, whatever the body says.
  const known = reason === undefined || status === 451 ? undefined : byReason.get(reason);
  if (known) return known;
  const ofObject = findObjectRefusal(operation, error);
  if (ofObject && isFromCos(operation, error)) return ofObject;
  if (status >= 400) {
    if (!isFromCos(operation, error)) return notFromCos;
    const action = `name/cos:${verbs[operation]}Object`;
    const others =
      operation === 'put'
        ? ' (with THUMB_TAGS also name/cos:PutObjectTagging, with THUMB_ACL name/cos:PutObjectACL)'
        : '';
    return {
      code: 'store-denied',
      isTransient: false,
      advice: `check that the function's execution role allows ${action}${others} on this bucket, and that the bucket's name and region are right`,
    };
  }
  if (status >= 300) {
    return {
      code: 'store-denied',
      isTransient: false,
      advice: 'COS answered with a redirect, which is not followed: check the region',
    };
  }
  return {
    code: 'store-unavailable',
    isTransient: false,
    advice: `the request could not be sent: ${error.message}`,
  };
}

/** The answer to HEAD has no body with an error code, so only a request id shows that it is COS' own. */
function isFromCos(operation: CosOperation, error: RequestError): boolean {
  return operation === 'head' ? requestIdOf(error) !== undefined : error.refusal !== undefined;
}

function requestIdOf(error: RequestError): string | undefined {
  return error.headers?.['x-cos-request-id'];
}

/** A failed attempt. */
export interface CosFailure {
  /** The error to reject with when no other attempt follows. */
  readonly error: StoreError;
  /** Whether the same request may succeed in a moment. */
  readonly isTransient: boolean;
  /** How many milliseconds COS asks us to wait before another attempt; 0 when it does not ask. */
  readonly retryAfter: number;
}

/**
 * Translates what an attempt failed with.
 *
 * @param attempts How many attempts have been made, this one included.
 */
export function toCosFailure(
  operation: CosOperation,
  ref: ObjectRef,
  error: RequestError,
  attempts: number,
): CosFailure {
  const { code, isTransient, advice } = classify(operation, error);
  const status = error.statusCode;
  const reason = error.code === String(status) ? undefined : error.code;
  // A gateway may have sent any text in its place.
  const requestId = redactText(requestIdOf(error) ?? '').slice(0, 100) || undefined;
  const details = [
    reason,
    status && `HTTP ${status}`,
    requestId && `request id ${requestId}`,
    `attempt ${attempts}`,
  ].filter(Boolean);
  const message = `cannot ${operation} ${ref.bucket}/${ref.key} in ${ref.region}: ${advice} (${details.join(', ')})`;
  return {
    error: new StoreError(code, message, { operation, status, reason, requestId, attempts }),
    isTransient,
    retryAfter: parseRetryAfter(error.headers?.['retry-after']),
  };
}

/**
 * @param value Seconds or a date (RFC 9110, section 10.2.3).
 * @returns Milliseconds from now; 0 for a value that is missing, unreadable or past.
 */
function parseRetryAfter(value: string | undefined): number {
  if (!value) return 0;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Math.max(0, ms || 0);
}

/** The error for a call that cannot be made, because there are no credentials to sign its requests with. */
export function missingCredentials(operation: CosOperation, ref: ObjectRef): StoreError {
  return new StoreError(
    'store-denied',
    `cannot ${operation} ${ref.bucket}/${ref.key}: the function has no credentials. Bind an execution role to it ` +
      '(SCF console: function configuration, execution role) that may read the source bucket and write the target bucket.',
    { operation, attempts: 0 },
  );
}
