// Keeps the multipart uploads that are not completed yet, in memory only: they are lost when the server ends.

import { createHash, randomBytes } from 'node:crypto';
import { CosError } from './errors.ts';
import type { ObjectKeeping } from './versions.ts';

export interface Part {
  readonly number: number;
  readonly bytes: Buffer;
  /** The MD5 of the bytes, in quotes. */
  readonly etag: string;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export interface Upload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  /** The headers that will be stored with the object. */
  readonly headers: Readonly<Record<string, string>>;
  readonly keeping: ObjectKeeping;
  /** Milliseconds since 1970. */
  readonly initiated: number;
  readonly parts: Map<number, Part>;
}

export class Uploads {
  private readonly byId = new Map<string, Upload>();

  start(bucket: string, key: string, headers: Upload['headers'], keeping: ObjectKeeping): Upload {
    const id = randomBytes(20).toString('hex');
    const upload = {
      id,
      bucket,
      key,
      headers,
      keeping,
      initiated: Date.now(),
      parts: new Map<number, Part>(),
    };
    this.byId.set(id, upload);
    return upload;
  }

  /** @throws {CosError} 404 `NoSuchUpload` if the object has no upload with that id. */
  find(bucket: string, key: string, id: string): Upload {
    const upload = this.byId.get(id);
    if (!upload || upload.bucket !== bucket || upload.key !== key) {
      throw new CosError(404, 'NoSuchUpload', 'The specified multipart upload does not exist.');
    }
    return upload;
  }

  end(upload: Upload): void {
    this.byId.delete(upload.id);
  }

  of(bucket: string): Upload[] {
    return [...this.byId.values()].filter((upload) => upload.bucket === bucket);
  }
}

/** Adds a part. It replaces an earlier part with the same number. */
export function addPart(upload: Upload, number: number, bytes: Buffer): Part {
  const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
  const part = { number, bytes, etag, modified: Date.now() };
  upload.parts.set(number, part);
  return part;
}

/** @returns The ETag of an object that was uploaded in parts, such as `"…-3"`. It is not the MD5 of the object's bytes. */
export function compositeEtag(parts: readonly Part[]): string {
  const hash = createHash('md5');
  for (const { etag } of parts) hash.update(etag.replaceAll('"', ''), 'hex');
  return `"${hash.digest('hex')}-${parts.length}"`;
}
