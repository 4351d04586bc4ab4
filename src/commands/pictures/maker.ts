// Makes thumbnails of uploads by the built function on the local cloud, each by a function that has just started.

import type { Report, StoredOutcome } from '../../function/report.ts';
import type { Cloud } from '../../local/cloud.ts';
import type { CosEvent } from '../../local/cos/cos.ts';
import type { ScfFunction } from '../../local/scf/scf.ts';
import { bucket, createUploader, region, targetBucket } from '../../play/gallery.ts';
import type { Order } from './examples.ts';
import { drawLogo, type PictureUploads } from './uploads.ts';

export interface Made {
  readonly bytes: Uint8Array;
  readonly outcome: StoredOutcome;
}

export interface Maker {
  /**
   * Makes one thumbnail by a function of its own, so that nothing else that is made can change its bytes.
   *
   * @throws {Error} if it is not stored exactly as the preset says.
   */
  make(order: Order): Promise<Made>;
}

/** Much time: on a busy machine a thumbnail may take minutes, and one that is missing would cost all that were made before. */
const limits = { memoryMb: 512, timeoutS: 600, enforceMemory: false };

export async function createMaker(cloud: Cloud, uploads: PictureUploads): Promise<Maker> {
  cloud.server.objects.put(targetBucket, 'marks/logo.png', await drawLogo());
  const uploader = createUploader(cloud);
  let uploaded = 0;
  let lastEvent: CosEvent | undefined;
  cloud.server.onEvent((event) => {
    lastEvent = event;
  });

  async function uploadTo(thumbnailer: ScfFunction, { preset, upload, focus }: Order): Promise<Made> {
    const { key, bytes } = uploads[upload];
    uploaded += 1;
    await uploader.putObject({
      Bucket: bucket,
      Region: region,
      // A folder for each upload, so that no thumbnail is up to date already.
      Key: `${uploaded}/${key}`,
      Body: Buffer.from(bytes),
      Headers: focus === undefined ? {} : { 'x-cos-meta-focus': focus },
    });
    // The server sends the event before it answers the upload.
    const invocation = (await thumbnailer.deliver(lastEvent)).at(-1);
    const outcome = (invocation?.answer as Report | undefined)?.records[0]?.outcomes[0];
    // A warning says that something else was made than the preset asks for.
    if (outcome?.status !== 'stored' || outcome.manifest || outcome.warnings) {
      const found = outcome ? JSON.stringify(outcome) : invocation?.error?.message;
      throw new Error(`${key} by ${preset} was not stored as it should be: ${found ?? 'no answer'}`);
    }
    const stored = cloud.server.objects.get(outcome.bucket, outcome.key);
    if (!stored) throw new Error(`${outcome.key} is reported as stored, and the bucket does not have it`);
    return { bytes: stored.bytes, outcome };
  }

  return {
    async make(order) {
      const { preset: THUMB_PRESETS, watermark } = order;
      const env = { THUMB_PRESETS, ...(watermark !== undefined && { THUMB_WATERMARK: watermark }) };
      const thumbnailer = cloud.startThumbnailer({ ...limits, env });
      try {
        return await uploadTo(thumbnailer, order);
      } finally {
        await thumbnailer.close();
      }
    },
  };
}
