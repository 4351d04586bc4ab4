// Sends every batch to the function, several calls at once, until all is done or there is a reason to stop. What a call has done
// is in the journal before anything builds on it.

import type { RecordReport } from '../../function/report.ts';
import type { CloudError } from '../api/cloud-error.ts';
import { yuanOf } from '../prices.ts';
import { type Batch, type BatchSource, halve, type RecordTimes, rangeOf, recordsPerCall } from './batch.ts';
import type { BudgetCap } from './budget-cap.ts';
import { type Charging, callUsage, mostRequests, mostYuan, requestsOf } from './charge.ts';
import type { FailureLog } from './failure-log.ts';
import { InFlight } from './in-flight.ts';
import type { Journal } from './journal.ts';
import { type CallEntry, noCounts, type OutcomeCounts, type RunEnd } from './journal-entry.ts';
import { type CallProblem, type CallResult, countOutcomes, type Sending, send } from './send.ts';

export interface Running extends Sending {
  readonly batches: BatchSource;
  readonly journal: Pick<Journal, 'append' | 'state'>;
  readonly failures: Pick<FailureLog, 'add'>;
  readonly budget: BudgetCap;
  readonly charging: Charging;
  /** Calls under way at once, at most. */
  readonly concurrency: number;
  readonly times: RecordTimes;
  /** Yuan for a record, by what is known before the run; undefined: nothing. */
  readonly yuanPerRecord: number | undefined;
  /** Ends the run once the calls under way have ended. */
  readonly signal: AbortSignal;
  readonly wait: (ms: number) => Promise<void>;
  readonly onProgress: (progress: Progress) => void;
}

/** How far a run is, with all of its sessions. */
export interface Progress {
  /** Settled. */
  readonly records: number;
  readonly counts: OutcomeCounts;
  readonly yuan: number;
  readonly calls: number;
  /** Calls under way. */
  readonly inFlight: number;
  /** Of calls that SCF refused in this session because there were too many. */
  readonly refusals: number;
}

export interface Ended {
  readonly end: RunEnd;
  readonly progress: Progress;
  /** The last reason why calls failed or were refused; undefined if none was. */
  readonly problem: CallProblem | undefined;
}

/** An object that fails by itself so many times has failed for good, like a record that SCF delivers three times. */
const mostAttempts = 3;
/** So many calls in a row fail only if something is wrong with all of them. */
const mostFailures = 20;
/** Reasons that lie in the permissions or the settings. More than this share of the photos has them only if those are wrong. */
const setupCodes = ['store-denied', 'config-invalid'] as const;
const mostSetupFailures = 0.05;
/** A share of fewer photos says little. */
const fewestRecords = 100;
/** So many refusals in a row, with seconds between them, mean that the function is switched off. */
const mostRefusals = 20;

/** @throws {CloudError} if the API says that no call can succeed, or if the bucket cannot be listed any further. */
export function run(running: Running): Promise<Ended> {
  return new Run(running).toEnd();
}

class Run {
  private readonly running: Running;
  private readonly inFlight: InFlight;
  private readonly underWay = new Set<Promise<void>>();
  /** Batches that are to be sent once more, before any new one. */
  private readonly again: Batch[] = [];
  private nextCall: number;
  private yuanPerRecord: number | undefined;
  private exhausted = false;
  private end: RunEnd | undefined;
  private fatal: CloudError | undefined;
  /** What went wrong on this side, such as a full disk. */
  private broken: unknown;
  private problem: CallProblem | undefined;
  private failuresInRow = 0;
  private refusalsInRow = 0;
  private refusals = 0;
  private settled = 0;
  private setupFailures = 0;

  constructor(running: Running) {
    this.running = running;
    this.inFlight = new InFlight(running.concurrency);
    this.nextCall = running.journal.state.nextCall;
    this.yuanPerRecord = running.yuanPerRecord;
  }

  async toEnd(): Promise<Ended> {
    try {
      while (this.end === undefined) await this.step();
    } finally {
      // Whatever has happened: what is under way costs money, and belongs into the journal.
      await Promise.all(this.underWay);
    }
    if (this.broken !== undefined) throw this.broken;
    const { end, problem } = this;
    this.running.journal.append({ kind: 'end', reason: end, time: new Date().toISOString() });
    if (this.fatal !== undefined) throw this.fatal;
    return { end, progress: this.progress(), problem };
  }

  /** Sends what may be sent, and waits until there is something new to decide. */
  private async step(): Promise<void> {
    while (this.mayGoOn() && this.underWay.size < this.inFlight.limit) {
      const batch = await this.nextBatch();
      if (batch === undefined || !this.mayGoOn() || !this.start(batch)) break;
      // After a refusal, one call is enough to see whether it was the last.
      if (this.refusalsInRow > 0) break;
    }
    if (this.underWay.size > 0) await Promise.race(this.underWay);
    else if (this.exhausted && this.again.length === 0) this.end ??= 'finished';
    if (this.refusalsInRow > 0 && this.mayGoOn()) await this.running.wait(pauseMs(this.refusalsInRow));
  }

  private mayGoOn(): boolean {
    if (this.running.signal.aborted) this.end ??= 'stopped';
    return this.end === undefined;
  }

  private async nextBatch(): Promise<Batch | undefined> {
    const waiting = this.again.shift();
    if (waiting !== undefined || this.exhausted) return waiting;
    const { batches, times, callee } = this.running;
    const batch = await batches.next(recordsPerCall(times.p95Ms, callee.timeoutS * 1000));
    this.exhausted = batch === undefined;
    return batch;
  }

  /** @returns Whether the batch was sent; if not, it waits. */
  private start(batch: Batch): boolean {
    const { budget, charging, journal, onProgress } = this.running;
    const most = mostYuan(batch, charging);
    const expected = Math.min(most, (this.yuanPerRecord ?? Infinity) * batch.objects.length);
    if (!budget.reserve({ expected, most })) {
      this.again.unshift(batch);
      // What is under way may cost less than the most that is kept for it.
      if (this.underWay.size === 0) this.end = 'budget';
      return false;
    }
    const call = this.nextCall++;
    journal.append({ kind: 'sent', call, most });
    const sent = this.call(batch, call, most)
      .catch((error: unknown) => {
        this.broken ??= error;
        this.end ??= 'failures';
      })
      .finally(() => {
        this.underWay.delete(sent);
        onProgress(this.progress());
      });
    this.underWay.add(sent);
    return true;
  }

  private async call(batch: Batch, call: number, most: number): Promise<void> {
    const { running, again } = this;
    const { generation } = this.inFlight;
    const result = await send(batch, running);
    this.judge(result, generation);
    const yuan = yuanOfCall(batch, result, most, running.charging);
    const settled = outcomesOf(batch, result);
    if (settled === undefined) again.unshift(...repeat(batch, result));
    else running.failures.add(batch, settled, result);
    const counts = settled === undefined ? noCounts : countOutcomes(settled);
    running.journal.append({
      ...entryOf(batch, call, result),
      ...counts,
      settled: settled !== undefined,
      yuan,
    });
    running.budget.settle({ expected: 0, most }, yuan);
    if (settled === undefined) return;
    this.judgeSetup(batch, counts);
    const each = yuan / batch.objects.length;
    this.yuanPerRecord = this.yuanPerRecord === undefined ? each : 0.8 * this.yuanPerRecord + 0.2 * each;
  }

  /** What a call says about all others: how many may be under way, and whether it is time to give up. */
  private judge(result: CallResult, generation: number): void {
    if ('problem' in result) this.problem = result.problem;
    if (result.kind === 'impossible') {
      this.fatal ??= result.error;
      this.end ??= 'failures';
    }
    if (result.kind === 'refused') {
      this.refusals += 1;
      // Refusals of calls that were under way together say the same thing.
      if (this.inFlight.refused(generation)) this.refusalsInRow += 1;
      if (this.refusalsInRow >= mostRefusals) this.end ??= 'refused';
    } else this.refusalsInRow = 0;
    if (result.kind === 'failed' || result.kind === 'lost') {
      this.failuresInRow += 1;
      if (this.failuresInRow >= mostFailures) this.end ??= 'failures';
    }
    if (result.kind === 'answered') {
      this.failuresInRow = 0;
      this.inFlight.succeeded();
      for (const { ms } of result.report.records) this.running.times.add(ms);
    }
  }

  /** Of this session alone: what was wrong before may have been mended since. */
  private judgeSetup({ objects }: Batch, { codes }: OutcomeCounts): void {
    this.settled += objects.length;
    for (const code of setupCodes) this.setupFailures += codes[code] ?? 0;
    const isWrong = this.setupFailures > this.settled * mostSetupFailures;
    if (isWrong && this.settled >= fewestRecords) this.end ??= 'failures';
  }

  private progress(): Progress {
    const { records, counts, calls } = this.running.journal.state;
    const { refusals, underWay } = this;
    return { records, counts, yuan: this.running.budget.spent, calls, inFlight: underWay.size, refusals };
  }
}

/** Doubles with each refusal, up to half a minute; by chance a little shorter or longer, so that not all come back at once. */
function pauseMs(refusals: number): number {
  return Math.min(30_000, 250 * 2 ** refusals) * (0.75 + Math.random() / 2);
}

function yuanOfCall(batch: Batch, result: CallResult, most: number, charging: Charging): number {
  if (result.kind === 'refused' || result.kind === 'impossible') return 0;
  // It may have run to its end.
  if (result.kind === 'lost') return most;
  const requests =
    result.kind === 'answered' ? requestsOf(result.report) : batch.objects.length * mostRequests(charging);
  return yuanOf(callUsage(batch, { billedMs: result.billedMs, requests }, charging), charging.prices);
}

/** @returns What became of the records; undefined if they are to be sent again. */
function outcomesOf(batch: Batch, result: CallResult): readonly RecordReport[] | undefined {
  if (result.kind === 'answered') return result.report.records;
  const isTried = result.kind === 'failed' || result.kind === 'lost';
  const isLast = batch.objects.length === 1 && batch.attempts + 1 >= mostAttempts;
  if (!isTried || !isLast) return undefined;
  return [{ ms: 0, outcomes: [{ status: 'failed', ...result.problem }] }];
}

function repeat(batch: Batch, result: CallResult): Batch[] {
  if (result.kind === 'refused' || result.kind === 'impossible') return [batch];
  return batch.objects.length > 1 ? halve(batch) : [{ ...batch, attempts: batch.attempts + 1 }];
}

function entryOf(
  batch: Batch,
  call: number,
  result: CallResult,
): Omit<CallEntry, 'settled' | 'yuan' | keyof OutcomeCounts> {
  const { requestId, billedMs, memoryBytes } =
    'billedMs' in result ? result : { requestId: '', billedMs: 0, memoryBytes: 0 };
  const answered = result.kind === 'answered' ? 200 : 0;
  return {
    kind: 'call',
    call,
    ...rangeOf(batch),
    first: batch.objects[0]?.key ?? '',
    count: batch.objects.length,
    status: 'status' in result ? result.status : answered,
    requestId,
    billedMs,
    memoryBytes,
  };
}
