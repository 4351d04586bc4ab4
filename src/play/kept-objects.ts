// The objects that trials have stored, as they were then: a later trial may overwrite them.

import type { Outcome } from '../function/report.ts';
import type { CosServer } from '../local/cos/cos.ts';
import type { ObjectKeeping } from '../local/cos/object-store.ts';
import type { Kept } from './trial.ts';

export interface KeptBytes {
  readonly bytes: Buffer;
  readonly contentType: string;
}

const path = '/api/thumbnails/';

export class KeptObjects {
  /** `TRIAL/NUMBER` -> what was stored. */
  private readonly kept = new Map<string, KeptBytes>();
  private readonly objects: CosServer['objects'];

  /** @param objects Those that are there now. */
  constructor(objects: CosServer['objects']) {
    this.objects = objects;
  }

  /** @returns undefined if nothing was stored, or if it is not there any more. */
  keep(name: string, place: Outcome): Kept | undefined {
    if (place.status !== 'stored') return undefined;
    const object = this.objects.get(place.bucket, place.key);
    if (!object) return undefined;
    const { bytes, headers, etag, crc64, size, keeping = {} } = object;
    this.kept.set(name, { bytes, contentType: headers['content-type'] ?? '' });
    return {
      href: `${path}${name}`,
      bucket: place.bucket,
      key: place.key,
      bytes: size,
      headers: { ...headers, etag, 'x-cos-hash-crc64ecma': String(crc64), ...keepingHeaders(keeping) },
    };
  }

  get(name: string): KeptBytes | undefined {
    return this.kept.get(name);
  }

  bytesOf({ href }: Kept): Buffer | undefined {
    return this.kept.get(href.slice(path.length))?.bytes;
  }

  forget(trial: string): void {
    for (const name of this.kept.keys()) {
      if (name.startsWith(`${trial}/`)) this.kept.delete(name);
    }
  }
}

/** As they are given with an upload: COS shows rights and tags by requests of their own. */
function keepingHeaders({ acl, storageClass, tags }: ObjectKeeping): Record<string, string> {
  return {
    ...(acl !== undefined && { 'x-cos-acl': acl }),
    ...(storageClass !== undefined && { 'x-cos-storage-class': storageClass }),
    ...(tags !== undefined && { 'x-cos-tagging': new URLSearchParams(tags).toString() }),
  };
}
