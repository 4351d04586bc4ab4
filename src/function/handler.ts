// Event -> report. Goes through the records one after another, because memory is scarce, and is the only place that decides to
// throw: to SCF, returning means "done", throwing means "deliver it again".

import type { Config } from './config/config.ts';
import { Deadline } from './deadline.ts';
import { ownFormats, type QuickEngines } from './engine/choose.ts';
import type { Engine } from './engine/engine.ts';
import { ThumbnailError } from './errors.ts';
import { type Context, memoryMbOf, remainingMs } from './event/allowance.ts';
import { type EventDefaults, type ParsedRecord, parseEvent } from './event/event.ts';
import { type Failed, hasFailed, isExpected, type Result, toOutcome } from './failed.ts';
import { leaveFailureRecords } from './failure-record/failure-record.ts';
import type { Log, RecordFigures } from './log.ts';
import { Mutex } from './mutex.ts';
import { isWorthTelling } from './notify/message.ts';
import type { Notify } from './notify/notify.ts';
import { redactError } from './redact.ts';
import { type Reason, RedeliveryError } from './redelivery.ts';
import { Pace } from './render/fallback.ts';
import { WatermarkCache } from './render/watermark.ts';
import { type RecordReport, type Report, type StepReport, summarise } from './report.ts';
import { resolveLimits } from './source/limits.ts';
import { settleKey } from './source/source.ts';
import type { ObjectStore } from './store.ts';
import { type EngineChoice, type Tools, thumbnailRecord } from './thumbnail.ts';

export interface HandlerParts {
  readonly config: Config;
  /** The engine that makes whatever the function can make. */
  readonly engine: Engine;
  /** Engines that make some of it sooner, by the sources that each is for; undefined: there are none. */
  readonly quickEngines?: QuickEngines<Engine>;
  readonly log: Log;
  /** Called once for each invocation: the credentials of the execution role change while an instance lives. */
  readonly createStore: () => ObjectStore;
  readonly defaults: EventDefaults;
  /** Tells somebody of each record that is done; undefined: there is nobody to tell. */
  readonly notify?: Notify | undefined;
}

export type Handler = (event: unknown, context?: Context | null) => Promise<Report>;

/**
 * The handler throws, after all records are done, {RedeliveryError} if any failed for a reason that is not its object's fault,
 * bugs among them; and {ThumbnailError} `event-malformed` if the event is not one of COS.
 */
export function createHandler(parts: HandlerParts): Handler {
  const { config, engine, quickEngines = {}, log, createStore, defaults, notify } = parts;
  const pace = new Pace();
  const watermarkCache = new WatermarkCache();
  const invocations = new Mutex();
  /** Only the first record is, so that the sum over lines counts the instances. */
  let isCold = true;
  return async (event, given) => {
    const context = given ?? {};
    const deadline = deadlineOf(context);
    const leave = await waitForOthers(invocations, deadline);
    try {
      return await handle(event, context, deadline);
    } finally {
      leave();
    }
  };

  async function handle(event: unknown, context: Context, deadline: Deadline): Promise<Report> {
    const memoryMb = memoryMbOf(context);
    const limits = resolveLimits(config, memoryMb, engine.footprint);
    const records = parseEvent(event, defaults);
    const store = createStore();
    const logContext = { requestId: context.request_id, engine: engine.version };
    const quick: QuickEngines<EngineChoice> = {};
    for (const format of ownFormats) {
      const one = quickEngines[format];
      if (one) quick[format] = { engine: one, limits: resolveLimits(config, memoryMb, one.footprint) };
    }
    const tools = { config, engine, quick, pace, watermarkCache, limits, store };
    const handled: HandledRecord[] = [];
    let late = 0;
    for (const record of records) {
      if (deadline.remaining() === 0 && ++late > maxToldLate) break;
      const isLast = handled.length === records.length - 1;
      const recordTools = { ...tools, deadline: isLast ? deadline : share(deadline) };
      const one = await handleRecord(record, recordTools, (step) => log.debug(step, logContext));
      log.record(one.report, { ...one.figures, coldStart: isCold }, logContext);
      isCold = false;
      // The report has only the message of a bug; its stack is what a developer needs.
      for (const { error } of one.failures.filter(isBug)) log.error(error, logContext);
      handled.push(one);
    }
    const left = notBegun(records.slice(handled.length));
    if (left[0]) log.error(left[0].failures[0]?.error, logContext);
    // Once all records are done, so that it takes none of their time.
    const facts = { time: new Date().toISOString(), memoryMb, ...logContext };
    const onError = (error: unknown) => log.error(error, logContext);
    await leaveFailureRecords(handled, facts, { config, store, deadline, onError });
    const reports = notify
      ? await tellAll(handled, notify, { deadline, log, logContext })
      : handled.map((one) => one.report);
    const report = summarise([...reports, ...left.map((one) => one.report)], engine.version);
    const reasons: Reason[] = [];
    for (const one of [...handled, ...left]) reasons.push(...reasonsOf(one));
    if (reasons.length > 0) throw new RedeliveryError(report, reasons);
    return report;
  }
}

/**
 * How many records are told of one by one after the deadline. An event may have thousands, and an error and a line of the log for
 * each would take more than the time that is kept for the answer.
 */
const maxToldLate = 100;

/** @returns What became of records for which no time is left: they share an error, and the event is delivered again. */
function notBegun(records: readonly ParsedRecord[]): HandledRecord[] {
  const message =
    `no time left to begin with the last ${records.length} records of the event. ` +
    'Give the function a longer timeout, or send it smaller events.';
  const failed = { error: new ThumbnailError('deadline', message) };
  const [outcomes, failures] = [[toOutcome(failed)], [failed]];
  return records.map((record) => {
    const report = { ...addressOf(record), ms: 0, outcomes };
    return { record, report, figures: {}, failures };
  });
}

/** Milliseconds that messages of one event may take together, where that much is left. */
const tellingMs = 10_000;

interface TellingTools {
  readonly deadline: Deadline;
  readonly log: Log;
  readonly logContext: { readonly requestId: string | undefined; readonly engine: string };
}

/** Tells of each record, once everything is stored. @returns The reports, with what went wrong in telling of them. */
async function tellAll(
  handled: readonly HandledRecord[],
  notify: Notify,
  { deadline, log, logContext }: TellingTools,
): Promise<RecordReport[]> {
  const until = deadline.before(Math.max(0, deadline.remaining() - tellingMs));
  const reports: RecordReport[] = [];
  for (const one of handled) {
    const { report } = one;
    const redelivery = reasonsOf(one).length > 0;
    const notice = {
      version: 1,
      time: new Date().toISOString(),
      ...logContext,
      redelivery,
      record: report,
    } as const;
    const warning = isWorthTelling(report) ? await notify(notice, until) : undefined;
    if (warning !== undefined) log.warning(warning, report, logContext);
    reports.push(warning === undefined ? report : { ...report, warnings: [warning] });
  }
  return reports;
}

/**
 * Waits until the invocations before this one have ended. SCF makes one after another in an instance, and every estimate of memory
 * builds on that. If it ever does not, this one waits for at most half of its time, and then begins beside the others: they may
 * hang, and the engine keeps photos apart by itself.
 *
 * @returns The function to call at the end of this invocation.
 */
async function waitForOthers(invocations: Mutex, deadline: Deadline): Promise<() => void> {
  const half = deadline.before(deadline.remaining() / 2);
  return invocations.enter('begin', half).catch(() => () => undefined);
}

function isBug({ error }: Failed): boolean {
  return !isExpected(error);
}

/** Why the event should be delivered again, as SCF may show it: every failure for which the object is not at fault. */
function reasonsOf({ report, failures }: HandledRecord): Reason[] {
  const retryable = failures.filter(({ error }) => !isExpected(error) || error.retryable);
  return retryable.map(({ preset, manifest, error }) => ({
    object: report.key === undefined ? 'an unreadable record' : `${report.bucket}/${report.key}`,
    ...(preset && { preset }),
    ...(manifest && { manifest }),
    error: isExpected(error) ? error : redactError(error),
  }));
}

/** Keeps time back for the report and the answer, before SCF ends the instance. */
function deadlineOf(context: Context): Deadline {
  const remaining = remainingMs(context);
  const reserve = Math.min(2000, Math.max(200, remaining * 0.05));
  return Deadline.in(remaining - reserve);
}

/** Milliseconds that a record may take at least, where that much is left. */
const smallestShare = 5000;

/**
 * One record of several may take half of the time that is left, so that one that hangs, at every delivery, does not hold back
 * those behind it.
 */
function share(deadline: Deadline): Deadline {
  const left = deadline.remaining();
  return deadline.before(Math.min(left / 2, Math.max(0, left - smallestShare)));
}

/** What became of one record of the event. */
interface HandledRecord {
  readonly record: ParsedRecord;
  readonly report: RecordReport;
  readonly figures: Omit<RecordFigures, 'coldStart'>;
  /** Those of the report's failed outcomes, with their errors. */
  readonly failures: readonly Failed[];
}

async function handleRecord(
  parsed: ParsedRecord,
  tools: Omit<Tools, 'onStep'>,
  logStep: (step: StepReport) => void,
): Promise<HandledRecord> {
  const start = Date.now();
  if (parsed.kind === 'malformed') return toHandled(parsed, start, {}, [{ error: parsed.error }]);
  const record = await settleKey(parsed, tools);
  const { ref, otherKey, time } = record;
  const { bucket, key } = ref;
  // By another clock than ours, which may be ahead.
  let figures: Figures = time === undefined ? {} : { queueMs: Math.max(0, start - time) };
  const onStep: Tools['onStep'] = (step, facts) => {
    figures = { ...figures, ...figuresOf(step, facts) };
    logStep({ bucket, key, step, ms: Date.now() - start, ...facts });
  };
  const { etag, results } = await thumbnailRecord(record, { ...tools, onStep });
  const handled = toHandled(record, start, figures, results, etag);
  if (otherKey === undefined || !isMissing(handled)) return handled;
  const other = { ...record, ref: { ...ref, key: otherKey }, otherKey: undefined };
  const handledOther = await handleRecord(other, tools, logStep);
  return isMissing(handledOther) ? handled : handledOther;
}

type Figures = HandledRecord['figures'];

/** What a step tells of the photo, in numbers. */
function figuresOf(step: string, facts: Readonly<Record<string, unknown>>): Figures {
  if (step === 'read') return { bytesIn: Number(facts['bytes']) };
  return step === 'inspected' ? { pixels: Number(facts['width']) * Number(facts['height']) } : {};
}

/** Was there neither an object nor anything that was made from it? */
function isMissing({ report }: HandledRecord): boolean {
  return report.outcomes.every((one) => one.status === 'skipped' && one.code === 'source-missing');
}

function toHandled(
  record: ParsedRecord,
  start: number,
  figures: Figures,
  results: readonly Result[],
  etag?: string,
): HandledRecord {
  const report: RecordReport = {
    ...addressOf(record),
    ...(etag !== undefined && { etag }),
    ms: Date.now() - start,
    outcomes: results.map(toOutcome),
  };
  return { record, report, figures, failures: results.filter(hasFailed) };
}

function addressOf(record: ParsedRecord): Pick<RecordReport, 'bucket' | 'key'> {
  return record.kind === 'object' ? { bucket: record.ref.bucket, key: record.ref.key } : {};
}
