// Uploads photos to the local COS, and lets the built function answer the events of these uploads.

import { readFileSync } from 'node:fs';
import COS from 'cos-nodejs-sdk-v5';
import { loadConfig } from '../function/config/config.ts';
import type { Outcome, Report, StoredOutcome } from '../function/report.ts';
import { splitBucketName } from '../function/target/bucket-name.ts';
import { fillTargetBucket } from '../function/target/target.ts';
import type { Cloud } from '../local/cloud.ts';
import type { CosEvent } from '../local/cos/cos.ts';
import type { Invocation } from '../local/scf/invocation.ts';
import type { FunctionOptions, ScfFunction } from '../local/scf/scf.ts';
import { summary } from '../local/scf/summary.ts';

export const bucket = 'example-1250000000';
export const targetBucket = 'exampleresized-1250000000';
export const region = 'ap-guangzhou';

/** Where the function stores thumbnails with these settings. */
export function targetBucketOf(env: Readonly<Record<string, string>>): string {
  const { targetBucket: template } = loadConfig(env);
  return fillTargetBucket(template, bucket, splitBucketName(bucket).appid);
}

/** How the function is run. */
export type GalleryOptions = Pick<
  FunctionOptions,
  'env' | 'memoryMb' | 'timeoutS' | 'node' | 'enforceMemory'
>;

/** The limits that the README recommends. Memory is only measured, because this machine is not SCF. */
export const recommended = { memoryMb: 512, timeoutS: 60, enforceMemory: false } satisfies GalleryOptions;

/** A photo on disk. */
export interface PhotoFile {
  /** Absolute. */
  readonly path: string;
  /** The end of its key, behind `photos/`. */
  readonly file: string;
}

/** A photo that was uploaded, the event of its upload, and what the function answered to it. */
export interface Answered<P extends PhotoFile = PhotoFile> {
  readonly image: P;
  readonly event: CosEvent;
  /** The last one, if the event was delivered again. */
  readonly invocation: Invocation;
  /** Without the manifest; empty if the function threw. */
  readonly outcomes: readonly Outcome[];
}

/** The same where every thumbnail has been stored. */
export interface Delivered<P extends PhotoFile = PhotoFile> extends Answered<P> {
  readonly outcomes: readonly StoredOutcome[];
}

/** Uploads photos to a bucket whose trigger is the function, and waits for all answers. */
export async function uploadEach<P extends PhotoFile>(
  cloud: Cloud,
  images: readonly P[],
  options: GalleryOptions,
): Promise<Answered<P>[]> {
  const thumbnailer = cloud.startThumbnailer(options);
  const deliveries: { event: CosEvent; invocations: Promise<Invocation[]> }[] = [];
  cloud.server.onEvent((event) => {
    const source = event.Records.map(({ cos }) => `${cos.cosBucket.name}-${cos.cosBucket.appid}`);
    if (source.includes(bucket)) deliveries.push({ event, invocations: thumbnailer.deliver(event) });
  });
  const cos = createUploader(cloud);
  for (const image of images) {
    const Body = readFileSync(image.path);
    await cos.putObject({ Bucket: bucket, Region: region, Key: `photos/${image.file}`, Body });
  }
  // The photos were uploaded one after another, so their events are in the same order.
  return Promise.all(images.map((image, n) => toAnswered(image, deliveries[n])));
}

/** The same for a function without any setting, and only if all goes well. */
export async function uploadAll<P extends PhotoFile>(
  cloud: Cloud,
  images: readonly P[],
): Promise<Delivered<P>[]> {
  return (await uploadEach(cloud, images, recommended)).map(toDelivered);
}

/** Creates the SDK's client with the credentials of a user who uploads. */
export function createUploader({ user, server }: Cloud): COS {
  return new COS({
    SecretId: user.secretId,
    SecretKey: user.secretKey,
    Ip: `127.0.0.1:${server.port}`,
    Protocol: 'http:',
    UseRawKey: true,
  });
}

/**
 * Makes thumbnails of one photo by several presets.
 *
 * @param presets As in THUMB_PRESETS: `small:200x200;...`. The outcomes are in the same order.
 */
export async function renderPresets<P extends PhotoFile>(
  cloud: Cloud,
  photo: Answered<P>,
  presets: string,
): Promise<Delivered<P>> {
  const thumbnailer: ScfFunction = cloud.startThumbnailer({
    ...recommended,
    env: { THUMB_PRESETS: presets },
  });
  const delivery = { event: photo.event, invocations: thumbnailer.deliver(photo.event) };
  return toDelivered(await toAnswered(photo.image, delivery));
}

async function toAnswered<P extends PhotoFile>(
  image: P,
  delivery: { event: CosEvent; invocations: Promise<Invocation[]> } | undefined,
): Promise<Answered<P>> {
  const invocation = (await delivery?.invocations)?.at(-1);
  if (!delivery || !invocation) throw new Error(`${image.file}: COS sent no event for its upload`);
  const report = invocation.statusCode === 200 ? (invocation.answer as Report) : undefined;
  const outcomes = report?.records.flatMap((record) => record.outcomes) ?? [];
  return { image, event: delivery.event, invocation, outcomes: outcomes.filter(({ manifest }) => !manifest) };
}

/** @throws {Error} unless every thumbnail has been stored. */
function toDelivered<P extends PhotoFile>(answered: Answered<P>): Delivered<P> {
  const { image, invocation, outcomes } = answered;
  const stored = outcomes.filter((outcome) => outcome.status === 'stored' && !outcome.manifest);
  if (stored.length === 0 || stored.length < outcomes.length) {
    throw new Error(
      `${image.file} has no thumbnail, or not all:\n${summary(invocation, recommended.memoryMb)}`,
    );
  }
  return { ...answered, outcomes: stored };
}
