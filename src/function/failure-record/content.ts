// The content of a failure record: why a record failed for good, and the record itself, so that it can be delivered again later.

import { isRetryable } from '../errors.ts';
import type { ParsedRecord } from '../event/event.ts';
import { redactJson } from '../redact.ts';
import type { FailedOutcome, Outcome, RecordReport } from '../report.ts';

/** A failure record, which is stored as JSON. */
export interface FailureRecord {
  /** What failed for good. An entry without `preset` and `manifest` stands for the whole record. */
  readonly failed: readonly Pick<FailedOutcome, 'preset' | 'manifest' | 'code' | 'message'>[];
  /** The source's bucket with its appid; absent, like `key` and `etag`, when the record could not be read. */
  readonly bucket?: string | undefined;
  readonly key?: string | undefined;
  /** The source's ETag with its quotes; absent also when the source was not read. */
  readonly etag?: string | undefined;
  /** When the record failed, in ISO 8601 and UTC. */
  readonly time: string;
  /** The engine's name and version. */
  readonly engine: string;
  /** The function's memory in MB. */
  readonly memoryMb: number;
  /** The id that SCF gave the invocation. */
  readonly requestId?: string | undefined;
  /** The event's record as it was delivered, without credentials. */
  readonly record: unknown;
}

/** What a failure record says about the invocation in which the record failed. */
export type InvocationFacts = Pick<FailureRecord, 'time' | 'engine' | 'memoryMb' | 'requestId'>;

/**
 * Makes the failure record of a record.
 *
 * @returns undefined when nothing failed for good; a failure that another delivery may fix leaves no failure record.
 */
export function describeFailure(
  record: ParsedRecord,
  report: RecordReport,
  facts: InvocationFacts,
): FailureRecord | undefined {
  const final = report.outcomes.filter(isFinal);
  if (final.length === 0) return undefined;
  const failed = final.map(({ preset, manifest, code, message }) => ({
    ...(preset && { preset }),
    ...(manifest && { manifest }),
    code,
    message,
  }));
  const { bucket, key, etag } = report;
  return { failed, bucket, key, etag, ...facts, record: redactJson(record.delivered) };
}

/** Whether something failed for good, so that there is a failure record to make. */
export function hasFailedForGood({ outcomes }: RecordReport): boolean {
  return outcomes.some(isFinal);
}

function isFinal(outcome: Outcome): outcome is FailedOutcome {
  return outcome.status === 'failed' && !isRetryable(outcome.code);
}
