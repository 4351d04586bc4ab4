// A JPEG of a photo that browsers do not show, such as HEIC: made by the function itself, in a bucket apart.

import type { Report } from '../function/report.ts';
import type { Cloud } from '../local/cloud.ts';
import type { CosEvent } from '../local/cos/cos.ts';

const previewBucket = 'examplepreviews-1250000000';

/** The whole photo at its own size, so that crops and the focus can be drawn on it. */
const env = { THUMB_PRESETS: '16383x16383,jpeg', THUMB_TARGET_BUCKET: previewBucket };

/** @returns undefined if the function makes nothing of the photo. */
export async function makePreview(cloud: Cloud, event: CosEvent): Promise<Buffer | undefined> {
  if (!cloud.server.hasBucket(previewBucket)) cloud.server.createBucket(previewBucket);
  const thumbnailer = cloud.startThumbnailer({ env, memoryMb: 3072, timeoutS: 60, enforceMemory: false });
  try {
    const last = (await thumbnailer.deliver(event)).at(-1);
    const report = last?.statusCode === 200 ? (last.answer as Report) : undefined;
    const [outcome] = report?.records.flatMap((record) => record.outcomes) ?? [];
    if (outcome?.status !== 'stored') return undefined;
    const bytes = cloud.server.objects.get(previewBucket, outcome.key)?.bytes;
    cloud.server.objects.delete(previewBucket, outcome.key);
    return bytes;
  } finally {
    await thumbnailer.close();
  }
}

/** They are held in memory. */
const maxPreviews = 20;

/** The previews of the newest photos, each made once. */
export class Previews {
  private readonly made = new Map<string, Promise<Buffer | undefined>>();
  private readonly make: (event: CosEvent) => Promise<Buffer | undefined>;

  constructor(make: (event: CosEvent) => Promise<Buffer | undefined>) {
    this.make = make;
  }

  /** @param name Other bytes have another name. */
  get(name: string, event: CosEvent): Promise<Buffer | undefined> {
    const preview = this.made.get(name) ?? this.make(event);
    this.made.set(name, preview);
    const [oldest] = this.made.keys();
    if (this.made.size > maxPreviews && oldest !== undefined) this.made.delete(oldest);
    return preview;
  }
}
