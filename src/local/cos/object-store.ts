// Keeps objects on disk, one folder a bucket: <root>/<bucket>/; versions.ts writes the files in it. All calls are synchronous,
// and only one server may use a folder: that is enough for a local cloud.

import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Crc64 } from '../../function/checksum/crc64.ts';
import { isBucketName } from '../../function/target/bucket-name.ts';
import { type ObjectFacts, type ObjectKeeping, Versions } from './versions.ts';

export type { ObjectFacts, ObjectKeeping } from './versions.ts';

export interface NewObject {
  readonly bytes: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** The ETag with its quotes. Default: the MD5 of the bytes. */
  readonly etag?: string;
  readonly keeping?: ObjectKeeping;
}

export class Objects {
  private readonly root: string;
  private readonly opened = new Map<string, Versions>();

  /** @param root The folder; it is created if it is missing, and buckets that are in it already are served. */
  constructor(root: string) {
    mkdirSync(root, { recursive: true });
    this.root = root;
  }

  createBucket(bucket: string): void {
    if (!isBucketName(bucket)) {
      throw new Error(
        `"${bucket}" is not a bucket's name: expected lower-case letters, digits and "-", then "-" and the appid, such as example-1250000000`,
      );
    }
    mkdirSync(join(this.root, bucket), { recursive: true });
  }

  hasBucket(bucket: string): boolean {
    return existsSync(join(this.root, bucket));
  }

  /** Switches versioning on for the bucket. It cannot be switched off. */
  keepVersions(bucket: string): void {
    if (!this.keepsVersions(bucket)) this.versions(bucket).enable();
  }

  keepsVersions(bucket: string): boolean {
    return this.versions(bucket).isEnabled;
  }

  /** Creates or replaces an object; in a bucket with versioning, adds a version. */
  put(bucket: string, key: string, { bytes, headers, etag, keeping }: NewObject): ObjectFacts {
    const facts: ObjectFacts = {
      key,
      headers,
      etag: etag ?? `"${createHash('md5').update(bytes).digest('hex')}"`,
      crc64: new Crc64().update(bytes).digest(),
      size: bytes.length,
      modified: now(),
      ...(keeping && Object.keys(keeping).length > 0 && { keeping }),
      ...(this.keepsVersions(bucket) && { versionId: newVersionId() }),
    };
    this.versions(bucket).add(facts, bytes);
    return facts;
  }

  /** @returns The newest version; undefined if there is none, or if it is a delete marker. */
  head(bucket: string, key: string): ObjectFacts | undefined {
    const newest = this.version(bucket, key);
    return newest?.isDeleteMarker ? undefined : newest;
  }

  /** @returns The version with that id, or the newest one without an id. It may be a delete marker. */
  version(bucket: string, key: string, id?: string): ObjectFacts | undefined {
    const versions = this.versions(bucket).of(key);
    return id === undefined ? versions[0] : versions.find(({ versionId }) => versionId === id);
  }

  /**
   * @param facts A version that exists and is not a delete marker.
   * @returns Its bytes, which the caller may change.
   */
  read(bucket: string, facts: ObjectFacts): Buffer {
    return this.versions(bucket).bytes(facts);
  }

  /** @returns What was deleted, or the delete marker that was added; undefined if there was nothing to delete. */
  delete(bucket: string, key: string): ObjectFacts | undefined {
    if (this.keepsVersions(bucket)) return this.addDeleteMarker(bucket, key);
    const facts = this.head(bucket, key);
    if (facts) this.remove(bucket, facts);
    return facts;
  }

  /** Deletes a version permanently. The version before it, if there is one, becomes the object. */
  remove(bucket: string, facts: ObjectFacts): void {
    this.versions(bucket).remove(facts);
  }

  /** @returns All objects of a bucket in the order of COS: by the bytes of their keys. */
  list(bucket: string): ObjectFacts[] {
    const newest = this.versions(bucket).newest();
    return newest.filter(({ isDeleteMarker }) => !isDeleteMarker).sort((a, b) => compareKeys(a.key, b.key));
  }

  private addDeleteMarker(bucket: string, key: string): ObjectFacts {
    const facts: ObjectFacts = {
      key,
      headers: {},
      etag: '',
      crc64: '0',
      size: 0,
      modified: now(),
      versionId: newVersionId(),
      isDeleteMarker: true,
    };
    this.versions(bucket).add(facts, new Uint8Array(0));
    return facts;
  }

  private versions(bucket: string): Versions {
    const known = this.opened.get(bucket) ?? new Versions(join(this.root, bucket));
    this.opened.set(bucket, known);
    return known;
  }
}

/** Compares by UTF-8 bytes; JavaScript compares by UTF-16 code units. */
export function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function newVersionId(): string {
  return randomBytes(20).toString('base64url');
}

/** @returns Milliseconds since 1970, cut to whole seconds. */
function now(): number {
  return Math.floor(Date.now() / 1000) * 1000;
}
