// Runs the built function on one event, as SCF would, against a local COS server that holds the objects of the event.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { ThumbnailError } from '../function/errors.ts';
import { type ObjectRecord, parseEvent } from '../function/event/event.ts';
import { isBucketName } from '../function/target/bucket-name.ts';
import { fillTargetBucket } from '../function/target/target.ts';
import { type Cloud, startCloud } from '../local/cloud.ts';
import type { Invocation } from '../local/scf/invocation.ts';
import { nodeOf } from '../local/scf/runtimes.ts';
import { read } from './files.ts';
import { shortPath } from './out-folder.ts';
import type { RunOptions } from './run-options.ts';
import { samplePhotos } from './samples.ts';

const region = 'ap-guangzhou';
const appid = '1250000000';

/** An event, and what is needed to run the function on it. */
export interface EventToRun {
  readonly event: unknown;
  /** The bytes of an object that the event is about; undefined for one that is not there. */
  photoOf(ref: ObjectRecord['ref']): Promise<Buffer | undefined>;
  /** The folder for a copy of what the function stores. */
  readonly out: string;
}

/** What became of an event. */
export interface EventRun {
  readonly options: RunOptions;
  /** Of all the objects of the event together. */
  readonly photoBytes: number;
  readonly invocation: Invocation;
  readonly written: readonly WrittenObject[];
}

/** What the function has stored. */
export interface WrittenObject {
  readonly bucket: string;
  readonly key: string;
  /** The path of the copy: relative inside the repository. */
  readonly file: string;
}

/**
 * @param file As given; undefined: a sample photo.
 * @throws {UsageError} if it cannot be read.
 */
export function readPhoto(file: string | undefined): Buffer {
  return file === undefined ? readFileSync(samplePhotos.landscape.path) : read(file);
}

/** 0 for SCF's status 200, 1 for any other status. */
export function exitCodeOf({ invocation }: EventRun): number {
  return invocation.statusCode === 200 ? 0 : 1;
}

export async function runEvent(options: RunOptions, { event, photoOf, out }: EventToRun): Promise<EventRun> {
  const node = options.runtime && nodeOf(options.runtime);
  const records = objectRecords(event);
  const sources = records.map(({ ref }) => ref.bucket);
  const targets = [...targetBuckets(records, options.env['THUMB_TARGET_BUCKET'])];
  const cloud = await startCloud([...sources, ...targets], records[0]?.ref.region ?? region);
  try {
    const { objects } = cloud.server;
    let photoBytes = 0;
    for (const { ref, eventName } of records) {
      const isRemoved = eventName.startsWith('cos:ObjectRemove');
      const photo = isRemoved || ref.key.endsWith('/') ? undefined : await photoOf(ref);
      if (photo === undefined) continue;
      objects.put(ref.bucket, ref.key, photo);
      photoBytes += photo.length;
    }
    const before = new Map(targets.map((bucket) => [bucket, new Set(objects.keys(bucket))]));
    const { memoryMb, timeoutS, env } = options;
    const started = cloud.startThumbnailer({ ...(node && { node }), memoryMb, timeoutS, env });
    const invocation = await started.invoke(event);
    const written = [...before].flatMap(([bucket, old]) => {
      const keys = objects.keys(bucket).filter((key) => !old.has(key));
      return keys.map((key) => ({ bucket, key, file: shortPath(save(cloud, out, bucket, key)) }));
    });
    return { options, photoBytes, invocation, written };
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
  return new Set(names.filter(isBucketName));
}

/**
 * Earlier results stay: another file of the same name gets a number.
 *
 * @returns The file's path.
 */
function save(cloud: Cloud, out: string, bucket: string, key: string): string {
  // A key may hold what a file name may not: empty segments, dots, more than 255 bytes.
  const segments = key.split('/').map((name) => (/^\.{0,2}$/.test(name) ? `_${name}` : name.slice(-80)));
  const bytes = cloud.server.objects.get(bucket, key)?.bytes ?? Buffer.of();
  const file = freeName(join(out, bucket, ...segments), bytes);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  return file;
}

/** @returns The name, with a number in it where other bytes have it already. */
function freeName(file: string, bytes: Uint8Array): string {
  const { dir, name, ext } = parse(file);
  for (let number = 1; ; number++) {
    const path = number === 1 ? file : join(dir, `${name}~${number}${ext}`);
    if (!existsSync(path) || readFileSync(path).equals(bytes)) return path;
  }
}
