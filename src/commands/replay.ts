// `npm run replay -- RECORDS...`: makes an event of failure records again, and prints it or runs the built function on it.

import { writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { openBucket } from '../cloud/cos/bucket-client.ts';
import { type CloudCredentials, findCredentials, fromVariables } from '../cloud/credentials.ts';
import { readBucket } from '../cloud/failures/bucket.ts';
import { type Failures, type Found, gather } from '../cloud/failures/failures.ts';
import { chunk } from '../local/chunk.ts';
import { buildFunction, buildOptions } from './built-function.ts';
import { cosEndpointOption, langOption, regionOption } from './cloud-options.ts';
import { defineCommand, runIfMain } from './command.ts';
import type { CommandLine } from './command-line.ts';
import { readFiles } from './failure-files.ts';
import { anyText, flag, list, option, optionOr, wholeNumber } from './option-kinds.ts';
import { chooseOutFolder, outOption } from './out-folder.ts';
import { type EventToRun, readPhoto, runEvent } from './run-event.ts';
import { type RunOptions, runOptions, toRunOptions } from './run-options.ts';
import { UsageError } from './usage-error.ts';

/** For `--invoke` only. */
const invokeOptions = {
  ...runOptions,
  photo: option({
    value: 'FILE',
    help: 'the photo that failed',
    otherwise: 'it is read from its bucket, with the same credentials',
    read: anyText,
  }),
  // Not --out, as for npm run invoke: here that names the file of the events.
  thumbnails: outOption('what the function stores is written, too', 'out/invoke'),
  ...buildOptions,
};

const options = {
  bucket: option({
    value: 'NAME',
    help:
      'reads the records from this bucket, with the credentials in the environment variables COS_SECRETID, ' +
      'COS_SECRETKEY and COS_TOKEN, or else those of the other commands: TENCENTCLOUD_SECRET_ID, ' +
      'TENCENTCLOUD_SECRET_KEY and TENCENTCLOUD_TOKEN, or ~/.tencentcloud/credentials',
    read: anyText,
  }),
  region: { ...regionOption, help: "the bucket's region. Default:\u00a0ap-guangzhou" },
  prefix: optionOr('failed/', { help: 'the folder in the bucket', read: anyText }),
  endpoint: cosEndpointOption,
  lang: langOption,
  code: list({ value: 'CODE', help: 'takes only what failed with this code', read: anyText }),
  'per-event': option({
    value: '20',
    help: 'at most so many records in an event; one event is one line',
    otherwise: 'all in one',
    read: wholeNumber(1, 10_000),
  }),
  out: option({
    value: 'FILE',
    help: 'writes the events to this file',
    otherwise: 'standard output',
    read: anyText,
  }),
  invoke: flag('runs the built function on the events; the options below are for this one'),
  ...invokeOptions,
};

interface RecordsInBucket {
  readonly bucket: string;
  readonly region: string;
  readonly prefix: string;
}

export interface ReplayArguments {
  /** Files, folders, `-`; empty with `bucket`. */
  readonly paths: readonly string[];
  readonly bucket: RecordsInBucket | undefined;
  /** undefined: COS itself. */
  readonly endpoint: URL | undefined;
  /** Empty: all. */
  readonly codes: readonly string[];
  readonly perEvent: number;
  /** undefined: standard output. */
  readonly out: string | undefined;
  /** undefined: the events are only written. */
  readonly run: RunOptions | undefined;
}

/** Exit codes: 1 if something was left out or failed. */
export const replay = defineCommand({
  name: 'replay',
  summary:
    'Makes an event of the failure records that the function has left, so that it can be sent again, ' +
    'or runs the built function on it.',
  positionals: {
    name: 'RECORDS...',
    help: 'failure records: files, folders of them, or - for standard input',
  },
  options,
  examples: [
    'failed/ --code source-too-big --out event.json',
    '--bucket exampleresized-1250000000 --region ap-guangzhou --per-event 20',
    'failed/ --invoke --memory 1024 --photo cat.jpg',
  ],
  async run(line) {
    const args = toReplayArguments(line);
    const found = args.bucket
      ? await readNamedBucket(args.bucket, args.endpoint)
      : await readFiles(args.paths);
    const failures = gather(found, args.codes);
    if (!args.run) return writeEvents(failures, args);
    const photoOf = photoReader(args);
    buildFunction(line.values);
    const out = chooseOutFolder(line.values.thumbnails, 'invoke', ['']);
    const exitCodes = [report(failures)];
    const events = toEvents(failures, args.perEvent);
    for (const [at, event] of events.entries()) {
      const name = `event ${at + 1} of ${events.length}`;
      exitCodes.push(await runEvent(args.run, { name, event, photoOf, out }));
    }
    return Math.max(...exitCodes);
  },
});

/** @throws {CloudError} if there are no credentials, or if the bucket cannot be read. */
function readNamedBucket(
  { bucket, region, prefix }: RecordsInBucket,
  endpoint: URL | undefined,
): Promise<Found[]> {
  return readBucket(
    openBucket({ bucket, region, credentials: credentialsOf(process.env), endpoint }),
    prefix,
  );
}

/** @throws {CloudError} if there are none. */
function credentialsOf(env: Readonly<Record<string, string | undefined>>): CloudCredentials {
  const names = { secretId: 'COS_SECRETID', secretKey: 'COS_SECRETKEY', token: 'COS_TOKEN' };
  return fromVariables(env, names) ?? findCredentials(env, env['HOME'] || homedir());
}

/**
 * Another photo than the one that failed would prove nothing: it comes from its own bucket, unless a file is named.
 *
 * @throws {UsageError} if there is neither a file nor credentials.
 */
function photoReader({ run, endpoint }: ReplayArguments): EventToRun['photoOf'] {
  if (run?.photo !== undefined) {
    const photo = readPhoto(run.photo);
    return async () => photo;
  }
  let credentials: CloudCredentials;
  try {
    credentials = credentialsOf(process.env);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new UsageError(
      `which photo? Name the one that failed with --photo FILE, or set credentials, so that it is read from its bucket (${reason})`,
      { cause },
    );
  }
  return async ({ key, ...place }) => {
    const source = openBucket({ ...place, credentials, endpoint });
    const photo = await source.get(key);
    if (photo === undefined) console.error(`${place.bucket}/${key} is not there any more`);
    return photo;
  };
}

/** @throws {UsageError} for options that contradict one another. */
export function toReplayArguments(line: CommandLine<typeof options>): ReplayArguments {
  const { values, positionals, given } = line;
  const { bucket, region, prefix, endpoint, code: codes, out, invoke } = values;
  if (bucket === undefined && positionals.length === 0) {
    throw new UsageError('which failure records? Name files, folders, - or --bucket.');
  }
  if (bucket !== undefined && positionals.length > 0) {
    throw new UsageError(`from --bucket ${bucket} or from ${positionals.join(' ')}? Name one of them.`);
  }
  const astray = [...given].find((name) => !invoke && Object.hasOwn(invokeOptions, name));
  if (astray !== undefined) throw new UsageError(`--${astray} is for --invoke, which is not given`);
  if (invoke && out !== undefined) throw new UsageError('--out or --invoke? Give one of them.');
  return {
    paths: positionals,
    bucket: bucket === undefined ? undefined : { bucket, region, prefix },
    endpoint,
    codes,
    perEvent: values['per-event'] ?? Infinity,
    out,
    run: invoke ? toRunOptions(values) : undefined,
  };
}

/** @returns The exit code. */
function writeEvents(failures: Failures, { perEvent, out }: ReplayArguments): number {
  const exitCode = report(failures);
  const text = toEvents(failures, perEvent)
    .map((event) => `${JSON.stringify(event)}\n`)
    .join('');
  if (out === undefined) process.stdout.write(text);
  else writeFileSync(out, text);
  return exitCode;
}

/**
 * Says on standard error what is left out and how much is replayed: standard output is for the events alone.
 *
 * @returns The exit code so far: 1 if something is left out.
 */
function report({ leftOut, summary }: Failures): number {
  for (const problem of leftOut) console.error(`left out: ${problem}`);
  console.error(summary);
  return leftOut.length > 0 ? 1 : 0;
}

function toEvents({ records }: Failures, perEvent: number): { readonly Records: readonly unknown[] }[] {
  return chunk(records, perEvent).map((Records) => ({ Records }));
}

runIfMain(import.meta.url, replay);
