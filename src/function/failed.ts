// A failure on its way to the report. The error itself is kept until the handler has decided what SCF is told.

import { ThumbnailError } from './errors.ts';
import { redactError, redactText } from './redact.ts';
import type { FailedOutcome, Outcome } from './report.ts';

/** One preset, the manifest, or (without either) the whole record failed; what else belongs to the record may be well. */
export interface Failed {
  readonly preset?: string;
  readonly manifest?: true;
  readonly error: unknown;
}

/** An outcome whose failures still have their error. */
export type Result = Exclude<Outcome, FailedOutcome> | Failed;

export function hasFailed<T extends object>(one: T | Failed): one is Failed {
  return 'error' in one;
}

/** An error that this project foresees; any other is a bug. */
export function isExpected(error: unknown): error is ThumbnailError {
  return error instanceof ThumbnailError;
}

/** Whether no other delivery can help, because the object itself is at fault. */
export function isFinal(error: unknown): boolean {
  return isExpected(error) && !error.retryable;
}

export function toOutcome(result: Result): Outcome {
  // A reason to skip names what the event says.
  if (!hasFailed(result))
    return result.status === 'skipped' ? { ...result, message: redactText(result.message) } : result;
  const { error, ...of } = result;
  if (isExpected(error)) return { ...of, status: 'failed', code: error.code, message: error.message };
  // A bug may come from a library, which may quote a request with its signature.
  return { ...of, status: 'failed', code: 'internal', message: redactError(error).message };
}
