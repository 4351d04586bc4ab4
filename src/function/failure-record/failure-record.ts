// Failure records: leaves one for each record of an event that failed for good. Decides nothing about the event itself.

import type { Config } from '../config/config.ts';
import { ThumbnailError } from '../errors.ts';
import type { ObjectRecord, ParsedRecord } from '../event/event.ts';
import { type Claimant, claim, storeClaimed } from '../publish/claim.ts';
import { marks, sourceMark } from '../publish/recipe.ts';
import type { RecordReport } from '../report.ts';
import type { Io, ObjectRef } from '../store.ts';
import { describeFailure, type FailureRecord, type InvocationFacts } from './content.ts';
import { placeFailure } from './place.ts';

export interface FailureTools extends Io {
  readonly config: Config;
  /** Told of a failure record that could not be stored. */
  readonly onError: (error: unknown) => void;
}

/** A record of the event, and what became of it. */
export interface Done {
  readonly record: ParsedRecord;
  readonly report: RecordReport;
}

/**
 * Stores a failure record for each that failed for good, in place of an older one of the same source. Never rejects: what
 * failed for good is not to be delivered again for the want of one. One that comes after its photo's deletion stays until it is
 * replayed: nobody removes it, lest it be that of another upload.
 */
export async function leaveFailureRecords(
  done: readonly Done[],
  circumstances: InvocationFacts,
  { config, onError, ...io }: FailureTools,
): Promise<void> {
  if (config.failedPrefix === undefined) return;
  const neighbour = done.map(({ record }) => record).find(isReadable);
  for (const { record, report } of done) {
    try {
      const failure = describeFailure(record, report, circumstances);
      if (failure) await storeOne(failure, placeFailure(record, neighbour, config), io);
    } catch (error) {
      onError(explain(error, report));
    }
  }
}

function isReadable(record: ParsedRecord): record is ObjectRecord {
  return record.kind === 'object';
}

function explain(error: unknown, { bucket, key }: RecordReport): unknown {
  if (!(error instanceof ThumbnailError)) return error;
  const source = key === undefined ? 'an unreadable record' : `${bucket}/${key}`;
  return new ThumbnailError(error.code, `the failure record of ${source} was not stored: ${error.message}`);
}

/** @throws {ThumbnailError} `target-conflict` if there is something else at its key, or as the store throws. */
async function storeOne(failure: FailureRecord, target: ObjectRef | undefined, io: Io): Promise<void> {
  if (target === undefined) {
    throw new ThumbnailError('record-malformed', 'no record of its event tells the bucket');
  }
  const bytes = Buffer.from(JSON.stringify(failure, null, 2));
  const { bucket = '', key = '' } = failure;
  const metadata = { [marks.failure]: sourceMark({ ...target, bucket, key }) };
  const headers = { contentType: 'application/json', metadata };
  await storeClaimed(await claim(failureRecordAt(target), io), { bytes, headers }, io);
}

/** Its key may be taken from any failure record: it tells by itself of which source it is. */
function failureRecordAt(target: ObjectRef): Claimant {
  return {
    target,
    conflict: ({ metadata }) =>
      metadata[marks.failure] === undefined
        ? 'is there already and is no failure record. ' +
          'Move it away, or let THUMB_FAILED_PREFIX name another folder.'
        : undefined,
  };
}
