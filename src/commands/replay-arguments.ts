// The command line of `npm run replay`: text -> which failure records, and what to do with them. Reads no file.

import { parseArgs } from 'node:util';
import type { BucketOptions } from '../cloud/failures/bucket.ts';
import {
  parseRunOptions,
  type RunOptions,
  refusing,
  runOptions,
  runUsage,
  UsageError,
  wholeNumber,
} from './arguments.ts';

export interface ReplayArguments {
  /** Files, folders, `-`; empty with `bucket`. */
  readonly paths: readonly string[];
  readonly bucket: BucketOptions | undefined;
  /** Empty: all. */
  readonly codes: readonly string[];
  readonly perEvent: number;
  /** undefined: standard output. */
  readonly out: string | undefined;
  /** undefined: the events are only written. */
  readonly run: RunOptions | undefined;
}

export const replayUsage = `usage: npm run replay -- RECORDS... [options]

  RECORDS              failure records: files, folders of them, or - for standard input
  --bucket NAME        reads them from this bucket, with the credentials in COS_SECRETID,
                       COS_SECRETKEY and COS_TOKEN (of temporary ones)
  --region NAME        the bucket's. Default: ap-guangzhou
  --prefix failed/     the folder in the bucket. Default: failed/
  --endpoint URL       of another COS, such as http://127.0.0.1:9000
  --code CODE          only what failed with it; may be given several times
  --per-event 20       at most so many records to an event, one event to a line. Default: all in one
  --out FILE           writes the events there. Default: standard output
  --invoke             runs the built function on the events; with these options:

${runUsage}`;

/** @throws {UsageError} saying what is wrong. */
export function parseReplayArguments(args: readonly string[]): ReplayArguments {
  const { values, positionals, tokens } = split(args);
  const { bucket, region, prefix, endpoint, code: codes, out, invoke } = values;
  if (bucket === undefined && positionals.length === 0) {
    throw new UsageError('which failure records? Name files, folders, - or --bucket.');
  }
  if (bucket !== undefined && positionals.length > 0) {
    throw new UsageError(`from --bucket ${bucket} or from ${positionals.join(' ')}? Name one of them.`);
  }
  const given = tokens.filter((token) => token.kind === 'option').map(({ name }) => name);
  const astray = given.find((name) => !invoke && Object.hasOwn(runOptions, name));
  if (astray !== undefined) throw new UsageError(`--${astray} is for --invoke, which is not given`);
  if (invoke && out !== undefined) throw new UsageError('--out or --invoke? Give one of them.');
  return {
    paths: positionals,
    bucket: bucket === undefined ? undefined : { bucket, region, prefix, endpoint },
    codes,
    perEvent:
      values['per-event'] === undefined
        ? Infinity
        : wholeNumber('--per-event', values['per-event'], 1, 10_000),
    out,
    run: invoke ? parseRunOptions(values) : undefined,
  };
}

function split(args: readonly string[]) {
  return refusing(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      tokens: true,
      options: {
        ...runOptions,
        bucket: { type: 'string' },
        region: { type: 'string', default: 'ap-guangzhou' },
        prefix: { type: 'string', default: 'failed/' },
        endpoint: { type: 'string' },
        code: { type: 'string', multiple: true, default: [] as string[] },
        'per-event': { type: 'string' },
        out: { type: 'string' },
        invoke: { type: 'boolean', default: false },
      },
    }),
  );
}
