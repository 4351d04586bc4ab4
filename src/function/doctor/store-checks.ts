// What COS lets the function do, found out by trying: it reads no photo's bytes, and writes one key that is always the same.

import type { Watermark } from '../config/watermark.ts';
import type { Deadline } from '../deadline.ts';
import { StoreError } from '../errors.ts';
import { type Keeping, type ObjectStore, UnreadableError } from '../store.ts';
import type { Bilingual } from './bilingual.ts';
import { insideChecks, reasons } from './checks.ts';
import { type CheckResult, skipped, unexamined, well, wrong } from './diagnosis.ts';

/** The only key that is ever written. It is never deleted, so that no permission is needed for that. */
export const doctorKey = '.thumbnailer-doctor';

/** A bucket that is examined. */
export interface BucketPlace {
  /** With its appid. */
  readonly bucket: string;
  readonly region: string;
  readonly appid: string;
}

/** What an attempt at an object came to. */
type Attempt =
  /** It was allowed; `there`: is there such an object? */
  | { readonly kind: 'allowed'; readonly there: boolean }
  | {
      readonly kind: 'no-bucket' | 'no-credentials' | 'denied' | 'archived' | 'failed';
      readonly message: string;
    };

/** COS' codes for what is wrong with who asks, and not with what is asked. */
const credentialReasons = [
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'ExpiredToken',
  'InvalidToken',
  'RequestTimeTooSkewed',
];

function toAttempt(error: unknown): Attempt {
  // It is there, and has bytes; none of them are wanted.
  if (error instanceof UnreadableError) return { kind: 'allowed', there: true };
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof StoreError)) return { kind: 'failed', message };
  const { reason = '', status } = error.failure;
  if (error.code === 'object-missing') return { kind: 'allowed', there: false };
  if (error.code === 'source-archived') return { kind: 'archived', message };
  if (reason === 'NoSuchBucket') return { kind: 'no-bucket', message };
  if (credentialReasons.includes(reason)) return { kind: 'no-credentials', message };
  return { kind: error.code === 'store-denied' && status === 403 ? 'denied' : 'failed', message };
}

async function tryTo(request: Promise<unknown>): Promise<Attempt> {
  return request.then((answer) => ({ kind: 'allowed', there: answer !== undefined }), toAttempt);
}

export interface StoreTools {
  readonly store: ObjectStore;
  readonly deadline: Deadline;
}

/**
 * Examines a source bucket.
 *
 * @param key Of a photo that is there; undefined: none is known.
 */
export async function examineSource(
  place: BucketPlace,
  key: string | undefined,
  { store, deadline }: StoreTools,
): Promise<CheckResult[]> {
  const ref = { ...place, key: key ?? doctorKey };
  // More than no bytes are too many, so that COS' answer is left after its headers.
  const read = await tryTo(store.get(ref, { maxBytes: 0, deadline }));
  const look = read.kind === 'allowed' ? await tryTo(store.head(ref, { deadline })) : read;
  const archived =
    key !== undefined && read.kind === 'archived'
      ? [wrong('source-class', insideChecks['source-class'], { key })]
      : [];
  return [
    ...bucketResults('source-bucket', place, read),
    ...accessResult('source-read', place, [read, look], key === undefined),
    ...archived,
  ];
}

/** Examines a target bucket: writes the doctor's key, with the rights and tags that thumbnails have, and looks at it. */
export async function examineTarget(
  place: BucketPlace,
  keeping: Keeping,
  { store, deadline }: StoreTools,
): Promise<CheckResult[]> {
  const ref = { ...place, key: doctorKey };
  const headers = { contentType: 'text/plain', metadata: {}, ...keeping };
  const written = await tryTo(store.put(ref, Buffer.from('npm run doctor\n'), { headers, deadline }));
  const look = written.kind === 'no-bucket' ? written : await tryTo(store.head(ref, { deadline }));
  // What is not there is hidden like what may not be looked at.
  const isHidden = written.kind !== 'allowed';
  return [
    ...bucketResults('target-bucket', place, written),
    ...accessResult('target-write', place, [written], false),
    ...accessResult('target-look', place, [look], isHidden),
  ];
}

/** Examines whether the watermark's picture is there and may be read. */
export async function examineWatermark(
  place: BucketPlace,
  { key }: Watermark,
  { store, deadline }: StoreTools,
): Promise<CheckResult> {
  const found = { key, bucket: place.bucket };
  const read = await tryTo(store.get({ ...place, key }, { maxBytes: 0, deadline }));
  if (read.kind !== 'allowed')
    return wrong('watermark', insideChecks.watermark, { ...found, message: read.message });
  if (read.there) return well('watermark', insideChecks.watermark, found);
  const message: Bilingual = { en: 'there is no such object', zh: '没有这个对象' };
  return wrong('watermark', insideChecks.watermark, { ...found, message });
}

function bucketResults(
  id: 'source-bucket' | 'target-bucket',
  place: BucketPlace,
  attempt: Attempt,
): CheckResult[] {
  const check = insideChecks[id];
  const found = { ...place, elsewhere: '' };
  switch (attempt.kind) {
    case 'no-bucket':
      return [wrong(id, check, found)];
    case 'no-credentials':
      return [skipped(id, reasons.before, { check: 'credentials' })];
    case 'failed':
      return [unexamined(id, check, reasons.failed, { ...found, message: attempt.message })];
    default:
      return [well(id, check, found)];
  }
}

/** @param isHidden Whether a refusal may only mean that there is no such object. */
function accessResult(
  id: 'source-read' | 'target-write' | 'target-look',
  place: BucketPlace,
  attempts: readonly Attempt[],
  isHidden: boolean,
): CheckResult[] {
  const check = insideChecks[id];
  const found = { ...place };
  const bad = attempts.find((one) => one.kind !== 'allowed');
  if (bad === undefined || bad.kind === 'archived') return [well(id, check, found)];
  switch (bad.kind) {
    case 'denied': {
      if (!isHidden) return [wrong(id, check, { ...found, message: bad.message })];
      const isTarget = id === 'target-look';
      return [isTarget ? skipped(id, reasons.before, { check: 'target-write' }) : skipped(id, reasons.noKey)];
    }
    case 'failed':
      return [unexamined(id, check, reasons.failed, { ...found, message: bad.message })];
    default: {
      const first = id === 'source-read' ? 'source-bucket' : 'target-bucket';
      return [skipped(id, reasons.before, { check: bad.kind === 'no-credentials' ? 'credentials' : first })];
    }
  }
}

/** @returns What COS says of the credentials: undefined if nothing that was asked tells. */
export async function examineCredentials(
  place: BucketPlace,
  { store, deadline }: StoreTools,
): Promise<CheckResult> {
  const asked = await tryTo(store.get({ ...place, key: doctorKey }, { maxBytes: 0, deadline }));
  if (asked.kind === 'no-credentials') {
    return wrong('credentials', insideChecks.credentials, { message: asked.message });
  }
  if (asked.kind === 'failed') {
    return unexamined('credentials', insideChecks.credentials, reasons.failed, { message: asked.message });
  }
  return well('credentials', insideChecks.credentials);
}
