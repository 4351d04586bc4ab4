// `npm run invoke -- EVENT.json`: the built function on one event, as SCF would run it, against a COS server of its own.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { samples } from '../../test/fixtures/images/images.ts';
import { ThumbnailError } from '../errors.ts';
import { type ObjectRecord, parseEvent } from '../event.ts';
import { fillTargetBucket } from '../target.ts';
import { asksForHelp, type InvokeArguments, parseArguments, UsageError, usage } from './arguments.ts';
import { type Cloud, root, startCloud } from './cloud.ts';
import { nodeOf } from './scf/runtimes.ts';
import { summary } from './scf/summary.ts';

const sampleEvents = join(root, 'test', 'fixtures', 'events');
const out = join(root, 'out', 'invoke');
const region = 'ap-guangzhou';
const appid = '1250000000';

/** @returns The exit code: 0 for SCF's 200, 1 for any other, 2 for a wrong command line. */
async function main(): Promise<number> {
  const line = process.argv.slice(2);
  if (asksForHelp(line)) {
    console.log(help());
    return 0;
  }
  try {
    const args = parseArguments(line);
    return await invoke(args, readEvent(args.eventFile));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${help()}`);
    return 2;
  }
}

async function invoke(args: InvokeArguments, event: unknown): Promise<number> {
  const node = args.runtime && nodeOf(args.runtime);
  const records = objectRecords(event);
  const photo = args.photo === undefined ? readFileSync(samples.landscape.path) : read(args.photo);
  const sources = records.map(({ ref }) => ref.bucket);
  const targets = [...targetBuckets(records, args.env['THUMB_TARGET_BUCKET'])];
  const cloud = await startCloud([...sources, ...targets], records[0]?.ref.region ?? region);
  try {
    rmSync(out, { recursive: true, force: true });
    const { objects } = cloud.server;
    for (const { ref, eventName } of records) {
      const isGone = eventName.startsWith('cos:ObjectRemove');
      if (!isGone && !ref.key.endsWith('/')) objects.put(ref.bucket, ref.key, photo);
    }
    const before = new Map(targets.map((bucket) => [bucket, new Set(objects.keys(bucket))]));
    const { memoryMb, timeoutS, env } = args;
    const started = cloud.startThumbnailer({ ...(node && { node }), memoryMb, timeoutS, env });
    const invocation = await started.invoke(event);
    const version = args.runtime ?? process.versions.node;
    console.log(`${args.eventFile} on Node.js ${version}, ${memoryMb} MB, ${timeoutS} s\n`);
    console.log(summary(invocation, memoryMb));
    for (const [bucket, old] of before) {
      const written = objects.keys(bucket).filter((key) => !old.has(key));
      for (const key of written) console.log(`${'written'.padEnd(12)}${save(cloud, bucket, key)}`);
    }
    return invocation.statusCode === 200 ? 0 : 1;
  } finally {
    await cloud.close();
  }
}

/** The objects that the event speaks of; none when it cannot be read: the function is to say so itself. */
function objectRecords(event: unknown): ObjectRecord[] {
  try {
    return parseEvent(event, { region, appid }).filter((record) => record.kind === 'object');
  } catch (error) {
    if (error instanceof ThumbnailError) return [];
    throw error;
  }
}

/** A wrong setting gives no bucket: the function is to say so itself. */
function targetBuckets(records: readonly ObjectRecord[], template = '{bucket}resized'): Set<string> {
  const names = records.map(({ ref, appid }) => fillTargetBucket(template, ref.bucket, appid));
  return new Set(names.filter((name) => /^[a-z0-9][a-z0-9-]*-\d+$/.test(name)));
}

function readEvent(file: string): unknown {
  const text = read(file).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${(error as Error).message}.`, { cause: error });
  }
}

/** What may be wrong with a file that the command line names. */
const unreadable: Readonly<Record<string, string>> = {
  ENOENT: 'is not there.',
  ENOTDIR: 'is not there.',
  EISDIR: 'is a folder, expected a file.',
  EACCES: 'may not be read by you.',
};

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const problem = unreadable[(error as NodeJS.ErrnoException).code ?? ''];
    if (problem === undefined) throw error;
    throw new UsageError(`${resolve(file)} ${problem}`, { cause: error });
  }
}

/** @returns The file's path, relative to the repository. */
function save(cloud: Cloud, bucket: string, key: string): string {
  // A key may hold what a file's name may not: empty segments, dots, more than 255 bytes.
  const segments = key.split('/').map((name) => (/^\.{0,2}$/.test(name) ? `_${name}` : name.slice(-80)));
  const file = join(out, bucket, ...segments);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, cloud.server.objects.get(bucket, key)?.bytes ?? '');
  return relative(root, file);
}

function help(): string {
  const files = readdirSync(sampleEvents).filter((name) => name.endsWith('.json'));
  const paths = files.map((name) => `  ${join(relative(root, sampleEvents), name)}`);
  return `${usage}\n\nsample events:\n${paths.join('\n')}`;
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: Error) => {
    console.error(error.stack);
    process.exitCode = 1;
  },
);
