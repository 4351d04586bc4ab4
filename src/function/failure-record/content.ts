// What a record that failed for good leaves behind: the reasons, and the record itself, so that it can be delivered again.

import { isRetryable } from '../errors.ts';
import type { ParsedRecord } from '../event/event.ts';
import { redactJson } from '../redact.ts';
import type { FailedOutcome, Outcome, RecordReport } from '../report.ts';

/** The JSON that is stored. */
export interface FailureRecord {
  /** What failed for good; without `preset` and `manifest` where all of it did. */
  readonly failed: readonly Pick<FailedOutcome, 'preset' | 'manifest' | 'code' | 'message'>[];
  /** The source's; absent, like the next two, when the record could not be read. */
  readonly bucket?: string | undefined;
  readonly key?: string | undefined;
  /** Absent when the source was not read, either. */
  readonly etag?: string | undefined;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly engine: string;
  /** The function's memory. */
  readonly memoryMb: number;
  readonly requestId?: string | undefined;
  /** The event's record as it was delivered, less credentials. */
  readonly record: unknown;
}

/** Of the invocation in which it failed. */
export type InvocationFacts = Pick<FailureRecord, 'time' | 'engine' | 'memoryMb' | 'requestId'>;

/** @returns undefined when nothing failed for good: what another delivery may mend leaves no record. */
export function describeFailure(
  record: ParsedRecord,
  report: RecordReport,
  circumstances: InvocationFacts,
): FailureRecord | undefined {
  const final = report.outcomes.filter(isFinal);
  if (final.length === 0) return undefined;
  const failed = final.map(({ preset, manifest, code, message }) => ({
    ...(preset && { preset }),
    ...(manifest && { manifest }),
    ...{ code, message },
  }));
  const { bucket, key, etag } = report;
  return { failed, bucket, key, etag, ...circumstances, record: redactJson(record.delivered) };
}

function isFinal(outcome: Outcome): outcome is FailedOutcome {
  return outcome.status === 'failed' && !isRetryable(outcome.code);
}
