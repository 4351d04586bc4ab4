// Event -> report. Goes through the records one after another (memory is the scarce thing), and is the only place that
// decides to throw: to SCF, returning means "done", throwing means "deliver it again".

import type { Config } from './config/config.ts';
import { Deadline } from './deadline.ts';
import type { Engine } from './engine/engine.ts';
import { ThumbnailError } from './errors.ts';
import { type EventDefaults, type ParsedRecord, parseEvent } from './event/event.ts';
import { leaveFailureRecords } from './failure-record/failure-record.ts';
import type { Log } from './log.ts';
import { redactError } from './redact.ts';
import { type Reason, RedeliveryError } from './redelivery.ts';
import { Pace } from './render/pace.ts';
import { WatermarkCache } from './render/watermark.ts';
import {
  type FailedOutcome,
  type Outcome,
  type RecordReport,
  type Report,
  type StepReport,
  summarise,
} from './report.ts';
import { resolveLimits } from './source/limits.ts';
import type { ObjectStore } from './store.ts';
import { type Progress, type RenditionResult, type Tools, thumbnailRecord } from './thumbnail.ts';

/** What the handler uses of SCF's context. A test run by hand may leave out any of it. */
export interface Context {
  readonly getRemainingTimeInMillis?: () => number;
  readonly time_limit_in_ms?: number;
  readonly memory_limit_in_mb?: number;
  readonly request_id?: string;
}

export interface HandlerParts {
  readonly config: Config;
  readonly engine: Engine;
  readonly log: Log;
  /** Anew for each invocation: the role's credentials change while an instance lives. */
  readonly createStore: () => ObjectStore;
  readonly defaults: EventDefaults;
}

/** SCF's own defaults, for a context that does not say. */
const defaultTimeMs = 3000;
const defaultMemoryMb = 128;

export type Handler = (event: unknown, context?: Context) => Promise<Report>;

/**
 * @throws {RedeliveryError} (by the handler) after all records are done, if any failed for a reason that is not its
 * object's fault, bugs among them; {ThumbnailError} `event-malformed`.
 */
export function createHandler({ config, engine, log, createStore, defaults }: HandlerParts): Handler {
  const pace = new Pace();
  const watermarkCache = new WatermarkCache();
  return async (event, context = {}) => {
    const deadline = deadlineOf(context);
    const memoryMb = context.memory_limit_in_mb ?? defaultMemoryMb;
    const limits = resolveLimits(config, memoryMb, engine.footprint);
    const records = parseEvent(event, defaults);
    const store = createStore();
    const logContext = { requestId: context.request_id, engine: engine.version };
    const done: RecordResult[] = [];
    for (const record of records) {
      const isLast = done.length === records.length - 1;
      const instance = { config, engine, pace, watermarkCache };
      const tools = { ...instance, limits, store, deadline: isLast ? deadline : share(deadline) };
      const result = await handleRecord(record, tools, (step) => log.debug(step, logContext));
      log.record(result.report, logContext);
      // Of a bug the report has no more than the message; its stack is what mends it.
      for (const { error } of result.failures.filter(isBug)) log.error(error, logContext);
      done.push(result);
    }
    const report = summarise(
      done.map((result) => result.report),
      engine.version,
    );
    // Once all are done: it takes none of their time.
    const circumstances = { time: new Date().toISOString(), memoryMb, ...logContext };
    const onError = (error: unknown) => log.error(error, logContext);
    await leaveFailureRecords(done, circumstances, { config, store, deadline, onError });
    const reasons = done.reduce<readonly Reason[]>((all, result) => all.concat(reasonsOf(result)), []);
    if (reasons.length > 0) throw new RedeliveryError(report, reasons);
    return report;
  };
}

function isExpected(error: unknown): error is ThumbnailError {
  return error instanceof ThumbnailError;
}

function isBug({ error }: Failure): boolean {
  return !isExpected(error);
}

/** Why the event should be delivered again, as SCF may show it: all of what failed for which the object is not at fault. */
function reasonsOf({ report, failures }: RecordResult): Reason[] {
  const mendable = failures.filter(({ error }) => !isExpected(error) || error.retryable);
  return mendable.map(({ preset, manifest, error }) => ({
    object: `${report.bucket}/${report.key}`,
    ...(preset && { preset }),
    ...(manifest && { manifest }),
    error: isExpected(error) ? error : redactError(error),
  }));
}

/** Time is kept back to report and to answer before SCF ends the instance. */
function deadlineOf(context: Context): Deadline {
  const remaining = context.getRemainingTimeInMillis?.() ?? context.time_limit_in_ms ?? defaultTimeMs;
  const reserve = Math.min(2000, Math.max(200, remaining * 0.05));
  return Deadline.in(remaining - reserve);
}

/** Milliseconds, the least that a record may take where there is so much. */
const smallestShare = 5000;

/**
 * What one record of several may take: half of the time that is left. One that hangs, at every delivery, does not hold back
 * those behind it.
 */
function share(deadline: Deadline): Deadline {
  const left = deadline.remaining();
  return deadline.before(Math.min(left / 2, Math.max(0, left - smallestShare)));
}

/** Of a record as a whole, of one preset, or of the manifest. */
interface Failure {
  readonly preset?: string;
  readonly manifest?: true;
  readonly error: unknown;
}

interface RecordResult {
  readonly record: ParsedRecord;
  readonly report: RecordReport;
  readonly failures: readonly Failure[];
}

async function handleRecord(
  record: ParsedRecord,
  tools: Omit<Tools, 'note'>,
  tell: (step: StepReport) => void,
): Promise<RecordResult> {
  const start = Date.now();
  const progress: Progress = {};
  const finish = (outcomes: readonly Outcome[], failures: readonly Failure[]): RecordResult => {
    const source = record.kind === 'object' ? { bucket: record.ref.bucket, key: record.ref.key } : {};
    const read = progress.etag === undefined ? {} : { etag: progress.etag };
    return { record, report: { ...source, ...read, ms: Date.now() - start, outcomes }, failures };
  };
  if (record.kind === 'malformed') {
    const { error } = record;
    return finish([failed(error)], [{ error }]);
  }
  const { bucket, key } = record.ref;
  const note: Tools['note'] = (step, facts) => tell({ bucket, key, step, ms: Date.now() - start, ...facts });
  try {
    tools.deadline.check(`begin with ${bucket}/${key}`);
    const result = await thumbnailRecord(record, { ...tools, note }, progress);
    if (result.kind === 'skipped') {
      const { code, message } = result;
      return finish([{ status: 'skipped', code, message }], []);
    }
    return finish(result.renditions.map(toOutcome), result.renditions.filter(isFailure));
  } catch (error) {
    return finish([failed(error)], [{ error }]);
  }
}

function isFailure(result: RenditionResult): result is Extract<RenditionResult, Failure> {
  return 'error' in result;
}

function toOutcome(result: RenditionResult): Outcome {
  if (!isFailure(result)) return result;
  const { error, ...of } = result;
  return { ...of, ...failed(error) };
}

/** A bug may come from a library, which may quote a request. */
function failed(error: unknown): FailedOutcome {
  if (isExpected(error)) return { status: 'failed', code: error.code, message: error.message };
  return { status: 'failed', code: 'internal', message: redactError(error).message };
}
