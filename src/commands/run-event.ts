// Runs the built function on one event, as SCF would, against a local COS server that holds the objects of the event,
// and prints the result.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ThumbnailError } from '../function/errors.ts';
import { type ObjectRecord, parseEvent } from '../function/event/event.ts';
import { fillTargetBucket } from '../function/target/target.ts';
import { type Cloud, startCloud } from '../local/cloud.ts';
import { nodeOf } from '../local/scf/runtimes.ts';
import { summary } from '../local/scf/summary.ts';
import { read } from './files.ts';
import { shortPath } from './out-folder.ts';
import type { RunOptions } from './run-options.ts';
import { samplePhotos } from './samples.ts';

const region = 'ap-guangzhou';
const appid = '1250000000';

/** An event, and what is needed to run the function on it. */
export interface EventToRun {
  /** The name of the event for the output. */
  readonly name: string;
  readonly event: unknown;
  /** The bytes of an object that the event is about; undefined for one that is not there. */
  photoOf(ref: ObjectRecord['ref']): Promise<Buffer | undefined>;
  /** The folder for a copy of what the function stores. */
  readonly out: string;
}

/**
 * @param file As given; undefined: a sample photo.
 * @throws {UsageError} if it cannot be read.
 */
export function readPhoto(file: string | undefined): Buffer {
  return file === undefined ? readFileSync(samplePhotos.landscape.path) : read(file);
}

/** @returns The exit code: 0 for SCF's status 200, 1 for any other status. */
export async function runEvent(args: RunOptions, { name, event, photoOf, out }: EventToRun): Promise<number> {
  const node = args.runtime && nodeOf(args.runtime);
  const records = objectRecords(event);
  const sources = records.map(({ ref }) => ref.bucket);
  const targets = [...targetBuckets(records, args.env['THUMB_TARGET_BUCKET'])];
  const cloud = await startCloud([...sources, ...targets], records[0]?.ref.region ?? region);
  try {
    const { objects } = cloud.server;
    for (const { ref, eventName } of records) {
      const isRemoved = eventName.startsWith('cos:ObjectRemove');
      const photo = isRemoved || ref.key.endsWith('/') ? undefined : await photoOf(ref);
      if (photo !== undefined) objects.put(ref.bucket, ref.key, photo);
    }
    const before = new Map(targets.map((bucket) => [bucket, new Set(objects.keys(bucket))]));
    const { memoryMb, timeoutS, env } = args;
    const started = cloud.startThumbnailer({ ...(node && { node }), memoryMb, timeoutS, env });
    const invocation = await started.invoke(event);
    const version = args.runtime ?? process.versions.node;
    console.log(`${name} on Node.js ${version}, ${memoryMb} MB, ${timeoutS} s\n`);
    console.log(summary(invocation, memoryMb));
    for (const [bucket, old] of before) {
      const written = objects.keys(bucket).filter((key) => !old.has(key));
      for (const key of written)
        console.log(`${'written'.padEnd(12)}${shortPath(save(cloud, out, bucket, key))}`);
    }
    return invocation.statusCode === 200 ? 0 : 1;
  } finally {
    await cloud.close();
  }
}

/** @returns The records of the event; none if it cannot be read, because the function itself reports that. */
function objectRecords(event: unknown): ObjectRecord[] {
  try {
    return parseEvent(event, { region, appid }).filter((record) => record.kind === 'object');
  } catch (error) {
    if (error instanceof ThumbnailError) return [];
    throw error;
  }
}

/** @returns The target buckets; none for a wrong setting, because the function itself reports that. */
function targetBuckets(records: readonly ObjectRecord[], template = '{bucket}resized'): Set<string> {
  const names = records.map(({ ref, appid }) => fillTargetBucket(template, ref.bucket, appid));
  return new Set(names.filter((name) => /^[a-z0-9][a-z0-9-]*-\d+$/.test(name)));
}

/** @returns The file's path. */
function save(cloud: Cloud, out: string, bucket: string, key: string): string {
  // A key may hold what a file name may not: empty segments, dots, more than 255 bytes.
  const segments = key.split('/').map((name) => (/^\.{0,2}$/.test(name) ? `_${name}` : name.slice(-80)));
  const file = join(out, bucket, ...segments);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, cloud.server.objects.get(bucket, key)?.bytes ?? '');
  return file;
}
