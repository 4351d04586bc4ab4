// Sends the photos of a sample through the function one after another, as one warm instance would have them, and notes what each took.

import { CloudError } from '../api/cloud-error.ts';
import { yuanOf } from '../prices.ts';
import type { Batch } from './batch.ts';
import type { BudgetCap } from './budget-cap.ts';
import { type Charging, callUsage, mostRequests, mostYuan, requestsOf } from './charge.ts';
import type { Measurement } from './estimate.ts';
import type { FailureLog } from './failure-log.ts';
import type { Journal } from './journal.ts';
import { noCounts, type SampleEntry } from './journal-entry.ts';
import type { SampledObject } from './sampling.ts';
import { type CallResult, countOutcomes, type Sending, send } from './send.ts';

export interface Measuring extends Sending {
  readonly journal: Pick<Journal, 'append'>;
  readonly budget: BudgetCap;
  readonly charging: Charging;
  readonly failures: Pick<FailureLog, 'add'>;
  readonly signal: AbortSignal;
  readonly wait: (ms: number) => Promise<void>;
  readonly onMeasured: (photos: number) => void;
}

/** So many photos in a row without an answer: the rest would have none either. */
const mostFailures = 5;
const refusalPauseMs = 2000;

/**
 * @returns What each photo took; fewer than asked for if the budget or the patience is at its end.
 * @throws {CloudError} if not a single photo came through, with the reason.
 */
export async function measure(sample: readonly SampledObject[], options: Measuring): Promise<SampleEntry[]> {
  const { journal, budget, charging, signal, wait, onMeasured } = options;
  const entries: SampleEntry[] = [];
  let failuresInRow = 0;
  let problem = '';
  for (const sampled of sample) {
    if (signal.aborted || failuresInRow >= mostFailures) break;
    const batch: Batch = { after: '', objects: [sampled.object], attempts: 0 };
    const most = mostYuan(batch, charging);
    if (!budget.reserve({ expected: most, most })) break;
    const result = await send(batch, options);
    if (result.kind === 'impossible') throw result.error;
    if (result.kind === 'answered') options.failures.add(batch, result.report.records, result);
    const entry = toEntry(sampled, result, { batch, most, charging });
    budget.settle({ expected: most, most }, entry.yuan);
    journal.append(entry);
    entries.push(entry);
    onMeasured(entries.length);
    failuresInRow = entry.settled ? 0 : failuresInRow + 1;
    if (result.kind !== 'answered') problem = result.problem.message;
    if (result.kind === 'refused') await wait(refusalPauseMs);
  }
  if (problem !== '' && !entries.some(({ settled }) => settled)) throw nothingCame(entries.length, problem);
  return entries;
}

function toEntry(
  { stratum, object }: SampledObject,
  result: CallResult,
  { batch, most, charging }: { readonly batch: Batch; readonly most: number; readonly charging: Charging },
): SampleEntry {
  const start = { kind: 'sample', key: object.key } as const;
  if (result.kind !== 'answered' && result.kind !== 'failed') {
    const yuan = result.kind === 'lost' ? most : 0;
    const nothing = { requestId: '', billedMs: 0, memoryBytes: 0 };
    return { ...start, settled: false, measurement: undefined, ...noCounts, ...nothing, yuan };
  }
  const { requestId, billedMs, memoryBytes } = result;
  const isAnswered = result.kind === 'answered';
  const requests = isAnswered ? requestsOf(result.report) : mostRequests(charging);
  const own = isAnswered ? (result.report.records[0]?.ms ?? 0) : billedMs;
  const measurement: Measurement = {
    stratum,
    bytes: object.size,
    ms: Math.min(own, billedMs),
    overheadMs: Math.max(0, billedMs - own),
    requests,
  };
  const yuan = yuanOf(callUsage(batch, { billedMs, requests }, charging), charging.prices);
  const failed = { stored: 0, skipped: 0, failed: 1, codes: isAnswered ? {} : { [result.problem.code]: 1 } };
  const counts = isAnswered ? countOutcomes(result.report.records) : failed;
  return { ...start, settled: isAnswered, measurement, ...counts, requestId, billedMs, memoryBytes, yuan };
}

function nothingCame(photos: number, problem: string): CloudError {
  return new CloudError({
    text: {
      en: `None of the ${photos} photos of the sample came through. The function said: ${problem}\nSee what is wrong with: npm run doctor`,
      zh: `抽样的 ${photos} 张照片一张也没有成功。函数的回答：${problem}\n请用 npm run doctor 查找原因。`,
    },
  });
}
