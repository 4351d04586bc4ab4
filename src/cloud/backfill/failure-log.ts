// Keeps what failed for good, in the form that `npm run replay` reads: one file for each object, so that a later failure of the
// same object takes the place of the earlier one.

import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FailureRecord } from '../../function/failure-record/content.ts';
import type { FailedOutcome, Outcome, RecordReport } from '../../function/report.ts';
import type { SourceBucket } from '../source-bucket.ts';
import type { Batch } from './batch.ts';
import { toEventRecord } from './event-record.ts';
import type { CallResult } from './send.ts';

export interface FailureLogOptions {
  /** It is made with the first failure. */
  readonly folder: string;
  readonly source: SourceBucket;
  /** The function's. */
  readonly memoryMb: number;
}

export class FailureLog {
  private readonly options: FailureLogOptions;

  constructor(options: FailureLogOptions) {
    this.options = options;
  }

  /** @param records What became of the batch's objects, in their order. Those that did not fail are left out. */
  add(batch: Pick<Batch, 'objects'>, records: readonly RecordReport[], result: CallResult): void {
    for (const failure of toFailureRecords(batch, records, result, this.options)) this.write(failure);
  }

  private write(failure: FailureRecord): void {
    const { folder } = this.options;
    mkdirSync(folder, { recursive: true });
    // A key may hold what a file name may not.
    const name = createHash('sha256').update(`${failure.bucket}/${failure.key}`).digest('hex');
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(failure, null, 2)}\n`);
  }
}

export function toFailureRecords(
  { objects }: Pick<Batch, 'objects'>,
  records: readonly RecordReport[],
  result: CallResult,
  { source, memoryMb }: Pick<FailureLogOptions, 'source' | 'memoryMb'>,
): FailureRecord[] {
  const time = new Date();
  return objects.flatMap((object, at) => {
    const failed = (records[at]?.outcomes ?? []).filter(isFailed);
    if (failed.length === 0) return [];
    return [
      {
        failed: failed.map(({ status: _status, ...failure }) => failure),
        bucket: source.bucket,
        key: object.key,
        etag: records[at]?.etag,
        time: time.toISOString(),
        engine: result.kind === 'answered' ? result.report.engine : 'unknown',
        memoryMb,
        requestId: 'requestId' in result ? result.requestId : undefined,
        record: toEventRecord(source, object, Math.floor(time.getTime() / 1000)),
      },
    ];
  });
}

function isFailed(outcome: Outcome): outcome is FailedOutcome {
  return outcome.status === 'failed';
}
