// Pure: from what the photos of a sample took to what a whole bucket will take, with a range.

import { addUsage, noUsage, type Prices, type Usage, yuanOf } from '../prices.ts';
import { fixedBytes, type Random, type Stratum } from './sampling.ts';

/** What one photo took when it was sent alone. */
export interface Measurement {
  readonly stratum: string;
  readonly bytes: number;
  /** The function's own time for the photo, in milliseconds. */
  readonly ms: number;
  /** Milliseconds that are paid for beyond it, because a call costs time in itself. */
  readonly overheadMs: number;
  /** Requests that the function sent to COS. */
  readonly requests: number;
}

/** The middle is the estimate; 90 of 100 samples would have given one from `low` to `high`. */
export interface Estimate {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

export interface Pricing {
  /** The function's configured memory, which is paid for whether it is used or not. */
  readonly memoryMb: number;
  readonly prices: Prices;
}

export interface Extrapolation extends Pricing {
  readonly strata: readonly Stratum[];
  /** At least one. */
  readonly measured: readonly Measurement[];
  readonly recordsPerCall: number;
  /** The part of the photos, in bytes and in number, that is in infrequent access storage. */
  readonly infrequent: { readonly objects: number; readonly bytes: number };
  readonly random: Random;
}

export interface Projection {
  readonly calls: number;
  readonly requests: number;
  /** Milliseconds that are paid for, all calls together. */
  readonly billedMs: Estimate;
  readonly gbSeconds: Estimate;
  readonly yuan: Estimate;
  /** What `yuan.middle` is made of. */
  readonly usage: Usage;
}

/** So many times the sample is drawn from itself, with replacement, to see how much another sample would have differed. */
const resamples = 1000;

export function extrapolate(options: Extrapolation): Projection {
  const { strata, measured, recordsPerCall, random } = options;
  const objects = strata.reduce((sum, stratum) => sum + stratum.objects, 0);
  const calls = Math.ceil(objects / recordsPerCall);
  const overheadMs = calls * median(measured.map((one) => one.overheadMs));
  const requests = Math.round(requestsFor(strata, measured));
  const middle = timeOf(strata, measured) + overheadMs;
  const others = Array.from({ length: resamples }, () => {
    return timeOf(strata, resample(measured, random)) + overheadMs;
  }).sort((one, other) => one - other);
  const billedMs = {
    low: Math.min(middle, quantile(others, 0.05)),
    middle,
    high: Math.max(middle, quantile(others, 0.95)),
  };
  return project({ ...options, objects, calls, requests, billedMs });
}

/** What a projection is made of, once the time is known. */
export interface Projecting extends Pricing, Pick<Extrapolation, 'infrequent'> {
  readonly objects: number;
  readonly calls: number;
  readonly requests: number;
  readonly billedMs: Estimate;
}

export function project({
  objects,
  calls,
  requests,
  billedMs,
  memoryMb,
  prices,
  infrequent,
}: Projecting): Projection {
  // Each infrequent photo is read once; every other request is about the photos and thumbnails as usual.
  const usageOf = (ms: number): Usage => ({
    gbSecond: gbSecondsOf(ms, memoryMb),
    call: calls,
    request: Math.max(0, requests - Math.min(objects, infrequent.objects)),
    infrequentRequest: infrequent.objects,
    infrequentGb: infrequent.bytes / gigabyte,
  });
  const { low, middle, high } = billedMs;
  const each = (of: (ms: number) => number): Estimate => ({
    low: of(low),
    middle: of(middle),
    high: of(high),
  });
  return {
    calls,
    requests,
    billedMs,
    gbSeconds: each((ms) => gbSecondsOf(ms, memoryMb)),
    yuan: each((ms) => yuanOf(usageOf(ms), prices)),
    usage: addUsage(noUsage, usageOf(middle)),
  };
}

export const gigabyte = 1024 ** 3;

export function gbSecondsOf(billedMs: number, memoryMb: number): number {
  return (billedMs / 1000) * (memoryMb / 1024);
}

/**
 * The time of all photos. Within a stratum it is taken to grow with the bytes, because those are known of all photos, not only of
 * the measured ones (a ratio estimate). A stratum of which no photo was measured is like all others together.
 */
function timeOf(strata: readonly Stratum[], measured: readonly Measurement[]): number {
  return sum(
    strata.map(({ name, objects, bytes }) => {
      const own = ownOf(name, measured);
      const perByte = sum(own.map(({ ms }) => ms)) / sum(own.map((one) => one.bytes + fixedBytes));
      return perByte * (bytes + fixedBytes * objects);
    }),
  );
}

/** The requests for all photos, which do not depend on their size. */
function requestsFor(strata: readonly Stratum[], measured: readonly Measurement[]): number {
  return sum(
    strata.map(({ name, objects }) => {
      const own = ownOf(name, measured);
      return (sum(own.map(({ requests }) => requests)) / own.length) * objects;
    }),
  );
}

function ownOf(name: string, measured: readonly Measurement[]): readonly Measurement[] {
  const own = measured.filter(({ stratum }) => stratum === name);
  return own.length > 0 ? own : measured;
}

/** Draws anew within each stratum. Where a stratum has a single photo, the spread of the others stands for its own. */
function resample(measured: readonly Measurement[], random: Random): Measurement[] {
  const strata = new Map<string, Measurement[]>();
  for (const one of measured) strata.set(one.stratum, [...(strata.get(one.stratum) ?? []), one]);
  const spreads = [...strata.values()]
    .filter((own) => own.length > 1)
    .flatMap((own) => {
      const mean = sum(own.map(({ ms }) => ms)) / own.length;
      return own.map(({ ms }) => (mean > 0 ? ms / mean : 1));
    });
  return [...strata.values()].flatMap((own) => {
    if (own.length > 1) return own.map(() => pick(own, random));
    const spread = spreads.length > 0 ? pick(spreads, random) : 1;
    return own.map((one) => ({ ...one, ms: one.ms * spread }));
  });
}

function pick<T>(all: readonly T[], random: Random): T {
  return all[Math.floor(random() * all.length)] as T;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function median(numbers: readonly number[]): number {
  return quantile(
    [...numbers].sort((one, other) => one - other),
    0.5,
  );
}

/** @param sorted In ascending order; 0 stands for an empty list. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
