// Pure: what a call costs, once it is known what it took, and at most before.

import type { Report } from '../../function/report.ts';
import type { ListedObject } from '../cos/bucket-client.ts';
import { noUsage, type Usage, yuanOf } from '../prices.ts';
import type { Batch } from './batch.ts';
import { gbSecondsOf, gigabyte, type Pricing } from './estimate.ts';
import { isInfrequent } from './tally.ts';

export interface Charging extends Pricing {
  readonly timeoutS: number;
  /** How many thumbnails a photo has at most. */
  readonly presets: number;
}

/** A photo is read, and looked at once more at the end. */
const requestsOfPhoto = 2;
/** A target key is looked at, then written. */
const requestsOfStored = 2;

/** Requests to COS that the function has sent, by its report. */
export function requestsOf({ records }: Pick<Report, 'records'>): number {
  const outcomes = records.flatMap((record) => record.outcomes);
  const stored = outcomes.filter(({ status }) => status === 'stored').length;
  const others = outcomes.length - stored;
  return records.length * requestsOfPhoto + stored * requestsOfStored + others;
}

/** @param requests Of the function to COS. */
export function callUsage(
  batch: Pick<Batch, 'objects'>,
  { billedMs, requests }: { readonly billedMs: number; readonly requests: number },
  { memoryMb }: Pick<Charging, 'memoryMb'>,
): Usage {
  const infrequent = batch.objects.filter(isInfrequent);
  return {
    ...noUsage,
    gbSecond: gbSecondsOf(billedMs, memoryMb),
    call: 1,
    request: Math.max(0, requests - infrequent.length),
    infrequentRequest: infrequent.length,
    infrequentGb: bytesOf(infrequent) / gigabyte,
  };
}

function bytesOf(objects: readonly ListedObject[]): number {
  return objects.reduce((sum, { size }) => sum + size, 0);
}

/** Yuan. SCF ends a call at the function's timeout; a photo has all of its thumbnails, a manifest and a failure record at most. */
export function mostYuan(batch: Pick<Batch, 'objects'>, charging: Charging): number {
  const requests = batch.objects.length * mostRequests(charging);
  return yuanOf(
    callUsage(batch, { billedMs: charging.timeoutS * 1000, requests }, charging),
    charging.prices,
  );
}

/** Of one photo. */
export function mostRequests({ presets }: Pick<Charging, 'presets'>): number {
  return requestsOfPhoto + (presets + 2) * requestsOfStored;
}
