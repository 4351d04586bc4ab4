// Makes a quote: lists the whole bucket, sends a sample of it through the function, and concludes from that.

import type { Config } from '../../function/config/config.ts';
import type { DeployedFunction } from '../api/cloud-api.ts';
import type { ListedObject } from '../cos/bucket-client.ts';
import { recordsPerCall } from './batch.ts';
import type { BudgetCap } from './budget-cap.ts';
import type { Charging } from './charge.ts';
import type { LeftOut } from './choose.ts';
import { type Estimate, extrapolate, type Measurement, type Projection, quantile } from './estimate.ts';
import type { FailureLog } from './failure-log.ts';
import { figuresSpread, measurementsByFigures, widen } from './figures.ts';
import type { Journal } from './journal.ts';
import { addCounts, noCounts, type SampleEntry } from './journal-entry.ts';
import { measure } from './measure.ts';
import type { Quote } from './quote.ts';
import { drawSample, type Random, Sampler, type Stratum } from './sampling.ts';
import { scan } from './scan.ts';
import { countRequests, type Selection, toScan } from './selection.ts';
import type { Sending } from './send.ts';
import { Tally } from './tally.ts';

export interface Quoting extends Selection, Sending {
  readonly deployed: DeployedFunction;
  readonly config: Config;
  readonly journal: Journal;
  readonly budget: BudgetCap;
  readonly charging: Charging;
  readonly failures: Pick<FailureLog, 'add'>;
  /** So many photos are sent through the function; 0: none, and the quote is by figures of other photos. */
  readonly sample: number;
  /** Calls under way at once, at most. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly wait: (ms: number) => Promise<void>;
  readonly random: Random;
  readonly onListed: (objects: number) => void;
  readonly onMeasured: (photos: number, of: number) => void;
}

/** @throws {CloudError} as `scan` and `measure` do. */
export async function makeQuote(options: Quoting): Promise<Quote> {
  const { tally, strata, requests } = await look(options);
  const samples = await sampleOf(strata, options);
  return conclude(options, { tally, strata, requests, samples });
}

interface Looked {
  readonly tally: Tally;
  readonly strata: readonly Stratum[];
  /** That the listing has cost. */
  readonly requests: number;
}

async function look(options: Quoting): Promise<Looked> {
  const { config, signal, onListed, random } = options;
  const tally = new Tally();
  const sampler = new Sampler(random);
  const counted = countRequests(options.openListing);
  const see = (object: ListedObject, reason: LeftOut | undefined) => {
    tally.add(object, reason);
    if (reason === undefined) sampler.add(object);
    if (tally.listed.objects % 1000 === 0) onListed(tally.listed.objects);
  };
  const selection = { ...options, openListing: counted.openListing };
  for await (const _ of scan({ ...toScan(selection, config), after: '', see })) if (signal.aborted) break;
  return { tally, strata: sampler.result(), requests: counted.requests() };
}

/** What an earlier session has measured counts: those photos have their thumbnails now, and would take less time than others. */
async function sampleOf(strata: readonly Stratum[], options: Quoting): Promise<readonly SampleEntry[]> {
  const earlier = options.journal.state.samples;
  const keys = new Set(earlier.map(({ key }) => key));
  const missing = Math.max(0, options.sample - earlier.length);
  const fresh = drawSample(strata, missing).filter(({ object }) => !keys.has(object.key));
  const onMeasured = (photos: number) => options.onMeasured(photos, fresh.length);
  return [...earlier, ...(await measure(fresh, { ...options, onMeasured }))];
}

function conclude(
  options: Quoting,
  { tally, strata, requests, samples }: Looked & { readonly samples: readonly SampleEntry[] },
): Quote {
  const { deployed, charging, concurrency, random } = options;
  const measured = warm(samples.flatMap(({ measurement }) => (measurement ? [measurement] : [])));
  const isMeasured = measured.length > 0;
  const times = measured.map(({ ms }) => ms).sort((one, other) => one - other);
  const p95Ms = isMeasured ? quantile(times, 0.95) : undefined;
  const perCall = recordsPerCall(p95Ms, deployed.timeoutS * 1000);
  const projection = extrapolate({
    ...charging,
    strata,
    measured: isMeasured ? measured : measurementsByFigures(strata, charging),
    recordsPerCall: perCall,
    infrequent: tally.infrequent,
    random,
  });
  const spread = isMeasured ? { low: 1, high: 1 } : figuresSpread;
  const { listed, taken, leftOut, byExtension, byStorageClass } = tally;
  return {
    time: new Date().toISOString(),
    memoryMb: deployed.memoryMb,
    timeoutS: deployed.timeoutS,
    ...{ listed, taken, leftOut, byExtension, byStorageClass },
    basis: isMeasured ? 'sample' : 'figures',
    sample: {
      photos: samples.length,
      ...samples.reduce(addCounts, noCounts),
      yuan: samples.reduce((sum, { yuan }) => sum + yuan, 0),
    },
    recordsPerCall: perCall,
    p95Ms,
    calls: projection.calls,
    // The run lists the bucket once more.
    requests: projection.requests + 2 * requests,
    gbSeconds: widen(projection.gbSeconds, spread),
    yuan: widen(projection.yuan, spread),
    hours: widen(hoursOf(projection, concurrency), spread),
    concurrency,
    prices: charging.prices,
  };
}

/** The first photo of a sample has to wait until its instance is warm. In a run that happens to few. */
function warm(measured: readonly Measurement[]): readonly Measurement[] {
  return measured.length > 4 ? measured.slice(1) : measured;
}

function hoursOf({ billedMs }: Projection, concurrency: number): Estimate {
  const hours = (ms: number) => ms / concurrency / 3_600_000;
  return { low: hours(billedMs.low), middle: hours(billedMs.middle), high: hours(billedMs.high) };
}
