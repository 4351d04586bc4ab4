// Keeps what failed for good, in the form that `npm run replay` reads: one file for each object, so that a later failure of the
// same object takes the place of the earlier one.

import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FailureRecord } from '../../function/failure-record/content.ts';

export class FailureLog {
  readonly folder: string;

  /** @param folder Made with the first failure. */
  constructor(folder: string) {
    this.folder = folder;
  }

  add(failure: FailureRecord): void {
    mkdirSync(this.folder, { recursive: true });
    // A key may hold what a file name may not.
    const name = createHash('sha256').update(`${failure.bucket}/${failure.key}`).digest('hex');
    writeFileSync(join(this.folder, `${name}.json`), `${JSON.stringify(failure, null, 2)}\n`);
  }
}
