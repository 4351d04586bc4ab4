// What a request to COS fails with, before it is translated.

import type { ErrorBody } from './error-body.ts';
import type { ResponseHeaders } from './object-headers.ts';

export type CosOperation = 'get' | 'head' | 'put' | 'delete';

/** Why a request failed: COS refused it, the connection failed, or the SDK did not make it. All have a code. */
export interface RequestError {
  /** COS' error code, a code of Node.js, the HTTP status as text, or `Error`. */
  readonly code: string;
  readonly message?: string;
  /** Absent, like `headers`, when there was no answer. */
  readonly statusCode?: number | undefined;
  readonly headers?: ResponseHeaders | undefined;
  /** What COS said in the body; absent where the body is not COS' own, and in an answer to HEAD, which has none. */
  readonly refusal?: ErrorBody | undefined;
}

export function isRequestError(error: unknown): error is RequestError {
  return typeof error === 'object' && error !== null && typeof (error as RequestError).code === 'string';
}

/** Whether COS refused the signature because of the time in it. */
export function isClockSkew({ refusal }: RequestError): boolean {
  const isExpired = refusal?.code === 'AccessDenied' && refusal.message === 'Request has expired';
  return isExpired || refusal?.code === 'RequestTimeTooSkewed';
}
