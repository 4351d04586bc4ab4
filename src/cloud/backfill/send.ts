// Sends one batch to the function, and understands what comes back.

import type { FailedOutcome, RecordReport, Report } from '../../function/report.ts';
import type { FunctionsApi, InvocationAnswer } from '../api/cloud-api.ts';
import { CloudError } from '../api/cloud-error.ts';
import type { SourceBucket } from '../source-bucket.ts';
import type { Batch } from './batch.ts';
import { toEventRecord } from './event-record.ts';
import { noCounts, type OutcomeCounts } from './journal-entry.ts';

/** The deployed function. */
export interface Callee {
  readonly name: string;
  readonly memoryMb: number;
  readonly timeoutS: number;
}

/** What a call that was made took. */
interface Taken {
  readonly requestId: string;
  readonly billedMs: number;
  readonly memoryBytes: number;
}

export type CallResult =
  /** The function's report. Photos may have failed in it, for good. */
  | ({ readonly kind: 'answered'; readonly report: Report } & Taken)
  /** The function did not get to its end, or asks for another delivery. */
  | ({ readonly kind: 'failed'; readonly status: number; readonly problem: CallProblem } & Taken)
  /** SCF took no call, and charges nothing: there are too many of them. */
  | { readonly kind: 'refused'; readonly status: number; readonly problem: CallProblem }
  /** No answer: whether the function has run is not known. */
  | { readonly kind: 'lost'; readonly problem: CallProblem }
  /** The API says that no call can succeed. */
  | { readonly kind: 'impossible'; readonly error: CloudError };

export interface CallProblem {
  readonly code: FailedOutcome['code'];
  /** As SCF or the function says it. */
  readonly message: string;
}

export interface Sending {
  readonly source: SourceBucket;
  readonly callee: Callee;
  readonly invoke: FunctionsApi['invoke'];
}

/** Too many calls at once in this region; too many of this function; no machine left. */
const refusals = [429, 432, 449];

/** For the way there and back, and for a cold start. */
const spareMs = 75_000;

export async function send({ objects }: Batch, { source, callee, invoke }: Sending): Promise<CallResult> {
  const now = Math.floor(Date.now() / 1000);
  const event = { Records: objects.map((object) => toEventRecord(source, object, now)) };
  try {
    const timeoutMs = callee.timeoutS * 1000 + spareMs;
    return understand(await invoke(callee.name, event, { timeoutMs }), objects.length);
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    const problem = { code: 'internal', message: error.message } as const;
    if (error.code === undefined) return { kind: 'lost', problem };
    if (/^(RequestLimitExceeded|LimitExceeded)/.test(error.code))
      return { kind: 'refused', status: 429, problem };
    if (/^InternalError/.test(error.code)) return { kind: 'lost', problem };
    return { kind: 'impossible', error };
  }
}

function understand(answer: InvocationAnswer, records: number): CallResult {
  const { requestId, billedMs, memoryBytes, error } = answer;
  const taken = { requestId, billedMs, memoryBytes };
  if (error !== undefined) {
    const status = error.statusCode ?? 430;
    const problem = { code: codeOf(status, error.text), message: error.text };
    if (refusals.includes(status)) return { kind: 'refused', status, problem };
    return { kind: 'failed', status, problem, ...taken };
  }
  const report = parseReport(answer.json, records);
  if (report !== undefined) return { kind: 'answered', report, ...taken };
  const start = (answer.json ?? '').slice(0, 200);
  const message = `the answer is not a report of this function: ${start}`;
  return { kind: 'failed', status: 200, problem: { code: 'internal', message }, ...taken };
}

/** @returns undefined unless it is a report on so many records. */
function parseReport(json: string | undefined, records: number): Report | undefined {
  try {
    const report = JSON.parse(json ?? '') as Partial<Report> | null;
    const isReport = Array.isArray(report?.records) && report.records.length === records;
    return isReport && report.records.every(({ outcomes }) => Array.isArray(outcomes))
      ? (report as Report)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The function's own code, if its error names one: `example-1250000000/cat.jpg: store-unavailable: …`. */
function codeOf(status: number, text: string): CallProblem['code'] {
  if (status === 433) return 'deadline';
  if (status === 434 || status === 439) return 'engine-crashed';
  if (text.includes('wrong setting')) return 'config-invalid';
  const [, code] = /: ([a-z]+(?:-[a-z]+)+|deadline): /.exec(text) ?? [];
  return (code ?? 'internal') as CallProblem['code'];
}

/** Counts the outcomes of records by what became of them. */
export function countOutcomes(records: readonly RecordReport[]): OutcomeCounts {
  const counts = { ...noCounts, codes: {} as Record<string, number> };
  for (const outcome of records.flatMap(({ outcomes }) => outcomes)) {
    if (outcome.status === 'stored') counts.stored += 1;
    if (outcome.status === 'skipped') counts.skipped += 1;
    if (outcome.status === 'failed') counts.failed += 1;
    if ('code' in outcome) counts.codes[outcome.code] = (counts.codes[outcome.code] ?? 0) + 1;
  }
  return counts;
}
