// `npm run replay -- RECORDS...`: failure records -> an event of their records, printed or run on the built function.

import { writeFileSync } from 'node:fs';
import { readBucket } from '../cloud/failures/bucket.ts';
import { type Failures, gather } from '../cloud/failures/failures.ts';
import { readFiles } from '../cloud/failures/files.ts';
import { chunk } from '../local/chunk.ts';
import { obey, runCommand } from './command.ts';
import { parseReplayArguments, type ReplayArguments, replayUsage } from './replay-arguments.ts';
import { runEvent } from './run-event.ts';

/** @returns The exit code: 1 if something was left out or failed, 2 for a wrong command line. */
async function main(line: readonly string[]): Promise<number> {
  const args = parseReplayArguments(line);
  const found = args.bucket ? await readBucket(args.bucket, process.env) : await readFiles(args.paths);
  return await replay(gather(found, args.codes), args);
}

async function replay(failures: Failures, args: ReplayArguments): Promise<number> {
  // On standard error: standard output is for the events alone.
  for (const problem of failures.leftOut) console.error(`left out: ${problem}`);
  console.error(failures.summary);
  const events = chunk(failures.records, args.perEvent).map((Records) => ({ Records }));
  const exitCodes = [failures.leftOut.length > 0 ? 1 : 0];
  if (args.run) {
    for (const [at, event] of events.entries()) {
      exitCodes.push(await runEvent(args.run, event, `event ${at + 1} of ${events.length}`));
    }
  } else {
    const text = events.map((event) => `${JSON.stringify(event)}\n`).join('');
    if (args.out === undefined) process.stdout.write(text);
    else writeFileSync(args.out, text);
  }
  return Math.max(...exitCodes);
}

runCommand(() => obey(() => replayUsage, main));
