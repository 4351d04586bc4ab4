// Makes the thumbnails of the photos that are in a bucket already: first what it would cost, then, if that is wanted, the run.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../function/config/config.ts';
import type { CloudApi, DeployedFunction } from '../api/cloud-api.ts';
import type { Prices } from '../prices.ts';
import { BatchSource, RecordTimes } from './batch.ts';
import { BudgetCap } from './budget-cap.ts';
import { findFunction, readSettings, settingsDigest } from './deployed.ts';
import { FailureLog } from './failure-log.ts';
import { type Journal, openJournal } from './journal.ts';
import { makeQuote } from './make-quote.ts';
import type { Quote } from './quote.ts';
import { type Ended, type Progress, type Running, run } from './run.ts';
import { scan } from './scan.ts';
import { type Selection, toScan } from './selection.ts';

export interface BackfillOptions extends Selection {
  readonly functions: Pick<CloudApi['functions'], 'get' | 'invoke'>;
  /** So many photos are sent through the function for the quote; 0: none, and the quote is by figures of other photos. */
  readonly sample: number;
  /** Calls under way at once, at most. */
  readonly concurrency: number;
  readonly prices: Prices;
  /** Yuan, for all sessions of the run together; undefined: only a quote. */
  readonly budget: number | undefined;
  /** Forgets what an earlier run has noted. */
  readonly restart: boolean;
  /** For the journal and the failures. */
  readonly folder: string;
  /** Ends it once the calls under way have ended. */
  readonly signal: AbortSignal;
  readonly watcher: Watcher;
}

/** Is told how things go. */
export interface Watcher {
  onListed(objects: number): void;
  onMeasured(photos: number, of: number): void;
  onQuote(quote: Quote): void;
  onProgress(progress: Progress, total: number): void;
}

export interface BackfillResult {
  readonly quote: Quote;
  /** undefined: it was only a quote. */
  readonly ended: Ended | undefined;
  /** Calls of earlier sessions without an answer, and what they can have cost at most; it is part of what was spent. */
  readonly unanswered: { readonly calls: number; readonly yuan: number };
  readonly journal: string;
  /** A folder for `npm run replay`. */
  readonly failures: string;
}

/** @throws {CloudError} in words for people. */
export async function backfill(options: BackfillOptions): Promise<BackfillResult> {
  const deployed = await findFunction(options.functions, options.function, options.source.region);
  const config = readSettings(deployed);
  const { source, folder, prefix, missing, anyName } = options;
  const name = journalName(options);
  const journal = openJournal({
    path: join(folder, `${name}.jsonl`),
    assignment: {
      function: deployed.name,
      ...source,
      ...{ prefix, missing, anyName },
      settings: settingsDigest(deployed),
    },
    restart: options.restart,
    now: new Date(),
  });
  try {
    return await work({ ...options, deployed, config, journal, failures: join(folder, `${name}.failed`) });
  } finally {
    journal.close();
  }
}

interface Work extends BackfillOptions {
  readonly deployed: DeployedFunction;
  readonly config: Config;
  readonly journal: Journal;
  readonly failures: string;
}

async function work(options: Work): Promise<BackfillResult> {
  const { deployed, config, journal, watcher, signal, source, prices, failures } = options;
  const { state } = journal;
  const { name, memoryMb, timeoutS } = deployed;
  const means = {
    source,
    callee: { name, memoryMb, timeoutS },
    invoke: options.functions.invoke,
    journal,
    budget: new BudgetCap(options.budget ?? Infinity, state.spent),
    failures: new FailureLog({ folder: failures, source, memoryMb }),
    charging: { memoryMb, timeoutS, prices, presets: mostPresets(config) },
    signal,
    wait: (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined),
  };
  // A run that goes on needs no second look at the whole bucket.
  const known = options.budget === undefined ? undefined : state.quote;
  const quote =
    known ??
    (await makeQuote({
      ...options,
      ...means,
      random: Math.random,
      onListed: watcher.onListed,
      onMeasured: watcher.onMeasured,
    }));
  if (!signal.aborted && known === undefined) journal.append({ kind: 'quote', quote });
  watcher.onQuote(quote);
  const result = { quote, unanswered: state.unanswered, journal: journal.path, failures };
  if (options.budget === undefined || signal.aborted) return { ...result, ended: undefined };
  return { ...result, ended: await runAll(options, means, quote) };
}

type Means = Pick<
  Running,
  'source' | 'callee' | 'invoke' | 'journal' | 'failures' | 'budget' | 'charging' | 'signal' | 'wait'
>;

async function runAll(options: Work, means: Means, quote: Quote): Promise<Ended> {
  const { config, journal, watcher, concurrency } = options;
  const { covered, samples } = journal.state;
  const sampled = new Set(samples.filter(({ settled }) => settled).map(({ key }) => key));
  const selected = toScan(options, config);
  const objects = scan({
    ...selected,
    after: covered.cursor,
    // What is settled comes up again where an earlier session was stopped with several calls under way.
    choose: (object) =>
      covered.has(object.key) || sampled.has(object.key) ? 'there' : selected.choose(object),
  });
  const times = new RecordTimes();
  if (quote.p95Ms !== undefined) times.add(quote.p95Ms);
  return await run({
    ...means,
    batches: new BatchSource(objects, covered.cursor),
    concurrency,
    times,
    yuanPerRecord: quote.taken.objects > 0 ? quote.yuan.middle / quote.taken.objects : undefined,
    onProgress: (progress) => watcher.onProgress(progress, quote.taken.objects),
  });
}

/** Of one photo: each key has the presets of its route. */
function mostPresets({ routes }: Config): number {
  return Math.max(1, ...routes.map(({ presets }) => presets.length));
}

/** The same for the same command; another for another function, bucket or prefix. */
function journalName({ function: name, source, prefix }: BackfillOptions): string {
  const words = prefix.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');
  const digest = createHash('sha256').update(prefix).digest('hex').slice(0, 8);
  return [name, source.bucket, ...(prefix === '' ? [] : [words.slice(0, 40), digest])]
    .filter(Boolean)
    .join('-');
}
