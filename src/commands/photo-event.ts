// The event of the upload of a photo, for a command that is given the photo alone.

import { basename } from 'node:path';
import { read } from './files.ts';
import { isPictureName } from './photo-files.ts';

/** A photo, and the event that COS would send for it. */
export interface PhotoWithEvent {
  readonly photo: Buffer;
  readonly event: unknown;
}

/**
 * @param file As given.
 * @returns undefined for a file that is no photo but an event: JSON has no zero byte, and every format of pictures has some.
 * @throws {UsageError} if the file cannot be read.
 */
export function readPhotoWithEvent(file: string): PhotoWithEvent | undefined {
  if (/\.json$/i.test(file)) return undefined;
  const photo = read(file);
  if (!isPictureName(file) && !photo.includes(0)) return undefined;
  return { photo, event: { Records: [recordOf(`photos/${basename(file)}`, photo.length)] } };
}

function recordOf(key: string, size: number) {
  const bucket = { appid: '1250000000', name: 'example', region: 'gz', s3Region: 'ap-guangzhou' };
  return {
    cos: {
      cosBucket: bucket,
      cosObject: { key: `/${bucket.appid}/${bucket.name}/${key}`, size, meta: {} },
      cosSchemaVersion: '1.0',
    },
    event: { eventName: 'cos:ObjectCreated:Put', eventSource: 'qcs::cos', eventVersion: '1.0' },
  };
}
