// Stores a failure record for each record of an event that failed for good. It does not decide what becomes of the event.

import type { Config } from '../config/config.ts';
import { ThumbnailError } from '../errors.ts';
import type { ObjectRecord, ParsedRecord } from '../event/event.ts';
import { type Claimant, claim, storeClaimed } from '../publish/claim.ts';
import { marks, sourceMark } from '../publish/recipe.ts';
import type { RecordReport } from '../report.ts';
import type { Io, ObjectRef } from '../store.ts';
import { describeFailure, type FailureRecord, hasFailedForGood, type InvocationFacts } from './content.ts';
import { placeFailure } from './place.ts';

/** What is needed to store failure records. */
export interface FailureTools extends Io {
  readonly config: Config;
  /** Called with the error of each failure record that could not be stored. */
  readonly onError: (error: unknown) => void;
}

/** A record of the event that has been processed, and what became of it. */
export interface Done {
  readonly record: ParsedRecord;
  readonly report: RecordReport;
}

/**
 * Stores a failure record for each record that failed for good, in place of an older one of the same source. It never rejects,
 * because a missing failure record is no reason to deliver the event again. A failure record that is stored after its photo was
 * deleted stays until it is replayed: it is not removed, because it may be that of a later upload.
 */
export async function leaveFailureRecords(
  done: readonly Done[],
  facts: InvocationFacts,
  { config, onError, ...io }: FailureTools,
): Promise<void> {
  if (config.failedPrefix === undefined) return;
  const neighbour = done.map(({ record }) => record).find(isReadable);
  for (const [at, { record, report }] of done.entries()) {
    if (io.deadline.remaining() === 0) return reportLeft(done.slice(at), onError);
    try {
      const failure = describeFailure(record, report, facts);
      if (failure) await storeOne(failure, placeFailure(record, neighbour, config), io);
    } catch (error) {
      onError(withSource(error, report));
    }
  }
}

/** Tells of all failure records at once for which no time is left: of each by itself would take more. */
function reportLeft(left: readonly Done[], onError: FailureTools['onError']): void {
  const count = left.filter(({ report }) => hasFailedForGood(report)).length;
  const what = `${count} failure record${count === 1 ? ' was' : 's were'} not stored`;
  if (count > 0) onError(new ThumbnailError('deadline', `${what}: no time left`));
}

function isReadable(record: ParsedRecord): record is ObjectRecord {
  return record.kind === 'object';
}

/** Adds to an expected error which failure record it is about. A bug is returned as it is. */
function withSource(error: unknown, { bucket, key }: RecordReport): unknown {
  if (!(error instanceof ThumbnailError)) return error;
  const source = key === undefined ? 'an unreadable record' : `${bucket}/${key}`;
  return new ThumbnailError(error.code, `the failure record of ${source} was not stored: ${error.message}`);
}

/**
 * Stores one failure record.
 *
 * @throws {ThumbnailError} `target-conflict` if another kind of object has its key, or as the store throws.
 */
async function storeOne(failure: FailureRecord, target: ObjectRef | undefined, io: Io): Promise<void> {
  if (target === undefined) {
    throw new ThumbnailError(
      'record-malformed',
      'no record of its event names the bucket in which to store it',
    );
  }
  const bytes = Buffer.from(JSON.stringify(failure, null, 2));
  const { bucket = '', key = '' } = failure;
  const metadata = { [marks.failure]: sourceMark({ ...target, bucket, key }) };
  const headers = { contentType: 'application/json', metadata };
  await storeClaimed(await claim(failureRecordAt(target), io), { bytes, headers }, io);
}

/**
 * The claim of a failure record to its key. It may overwrite any failure record there, because the key says which source a
 * failure record is about.
 */
function failureRecordAt(target: ObjectRef): Claimant {
  return {
    target,
    conflict: ({ metadata }) =>
      metadata[marks.failure] === undefined
        ? 'already exists and is not a failure record. ' +
          'Move that object, or set THUMB_FAILED_PREFIX to another folder.'
        : undefined,
  };
}
