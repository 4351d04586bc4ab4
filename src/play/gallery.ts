// Sample photos go up to a local COS as anybody's would, and the function answers the events: photo -> stored thumbnail.

import { readFileSync } from 'node:fs';
import COS from 'cos-nodejs-sdk-v5';
import type { Report, StoredOutcome } from '../function/report.ts';
import type { Cloud } from '../local/cloud.ts';
import type { CosEvent } from '../local/cos/cos.ts';
import type { Invocation } from '../local/scf/invocation.ts';
import type { ScfFunction } from '../local/scf/scf.ts';
import { summary } from '../local/scf/summary.ts';

export const bucket = 'example-1250000000';
export const targetBucket = 'exampleresized-1250000000';
export const region = 'ap-guangzhou';
/** What the README recommends. Memory is measured, not enforced: a machine is not SCF. */
const limits = { memoryMb: 512, timeoutS: 60, enforceMemory: false };

/** A photo on disk. */
export interface PhotoFile {
  /** Absolute. */
  readonly path: string;
  /** The last segment of its key. */
  readonly file: string;
}

/** A photo that was uploaded, the event of its upload, and what the function answered to it. */
export interface Delivered<P extends PhotoFile = PhotoFile> {
  readonly image: P;
  readonly event: CosEvent;
  readonly invocation: Invocation;
  readonly outcomes: readonly StoredOutcome[];
}

/** A function without any setting, bound to the bucket by a trigger. */
export async function uploadAll<P extends PhotoFile>(
  cloud: Cloud,
  images: readonly P[],
): Promise<Delivered<P>[]> {
  const thumbnailer = cloud.startThumbnailer(limits);
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
  // The uploads came one after another, and so did their events.
  return Promise.all(images.map((image, n) => settle(image, deliveries[n])));
}

/** The SDK, as somebody who uploads uses it. */
export function createUploader({ user, server }: Cloud): COS {
  return new COS({
    SecretId: user.secretId,
    SecretKey: user.secretKey,
    Ip: `127.0.0.1:${server.port}`,
    Protocol: 'http:',
    UseRawKey: true,
  });
}

/** One photo by several presets: `small:200x200;...`, in their order. */
export async function renderPresets<P extends PhotoFile>(
  cloud: Cloud,
  photo: Delivered<P>,
  presets: string,
): Promise<Delivered<P>> {
  const thumbnailer: ScfFunction = cloud.startThumbnailer({ ...limits, env: { THUMB_PRESETS: presets } });
  return settle(photo.image, { event: photo.event, invocations: thumbnailer.deliver(photo.event) });
}

/** @throws {Error} unless every thumbnail has been stored. */
async function settle<P extends PhotoFile>(
  image: P,
  delivery: { event: CosEvent; invocations: Promise<Invocation[]> } | undefined,
): Promise<Delivered<P>> {
  const invocation = (await delivery?.invocations)?.at(-1);
  if (!delivery || !invocation) throw new Error(`${image.file}: its upload caused no event`);
  const report = invocation.answer as Report | undefined;
  const outcomes = report?.records.flatMap((record) => record.outcomes) ?? [];
  const stored = outcomes.filter((outcome) => outcome.status === 'stored' && !outcome.manifest);
  if (stored.length === 0 || outcomes.some(({ status }) => status !== 'stored')) {
    throw new Error(`${image.file} has no thumbnail, or not all:\n${summary(invocation, limits.memoryMb)}`);
  }
  return { image, event: delivery.event, invocation, outcomes: stored };
}
