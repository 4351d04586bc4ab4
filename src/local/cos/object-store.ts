// Objects on disk: <root>/<bucket>/, and what is in there is for versions.ts to know. Synchronous, and for one server per
// folder: a local cloud has no crowds. Knows no HTTP.

import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Crc64 } from '../../function/checksum/crc64.ts';
import { type ObjectFacts, Versions } from './versions.ts';

export type { ObjectFacts } from './versions.ts';

export interface NewObject {
  readonly bytes: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** Default: the bytes' MD5, in quotes. */
  readonly etag?: string;
}

export class Objects {
  private readonly root: string;

  /** @param root Created if missing; buckets that are there already are served. */
  constructor(root: string) {
    mkdirSync(root, { recursive: true });
    this.root = root;
  }

  createBucket(bucket: string): void {
    if (!/^[a-z0-9][a-z0-9-]*-\d+$/.test(bucket)) {
      throw new Error(
        `"${bucket}" is not a bucket's name: expected lower-case letters, digits and "-", then "-" and the appid, such as example-1250000000`,
      );
    }
    mkdirSync(join(this.root, bucket), { recursive: true });
  }

  hasBucket(bucket: string): boolean {
    return existsSync(join(this.root, bucket));
  }

  /** From now on, and for good. */
  keepVersions(bucket: string): void {
    if (!this.keepsVersions(bucket)) this.versions(bucket).begin();
  }

  keepsVersions(bucket: string): boolean {
    return this.versions(bucket).haveBegun;
  }

  /** Creates or replaces an object, or adds a version to it. */
  put(bucket: string, key: string, { bytes, headers, etag }: NewObject): ObjectFacts {
    const facts: ObjectFacts = {
      key,
      headers,
      etag: etag ?? `"${createHash('md5').update(bytes).digest('hex')}"`,
      crc64: new Crc64().update(bytes).digest(),
      size: bytes.length,
      modified: now(),
      ...(this.keepsVersions(bucket) && { versionId: newVersionId() }),
    };
    this.versions(bucket).add(facts, bytes);
    return facts;
  }

  /** The object as it is now. */
  head(bucket: string, key: string): ObjectFacts | undefined {
    const newest = this.version(bucket, key);
    return newest?.isDeleteMarker ? undefined : newest;
  }

  /** A version, perhaps a delete marker; without an id the newest. */
  version(bucket: string, key: string, id?: string): ObjectFacts | undefined {
    const versions = this.versions(bucket).of(key);
    return id === undefined ? versions[0] : versions.find(({ versionId }) => versionId === id);
  }

  /** The bytes of a version that is there and no delete marker; the caller's own. */
  read(bucket: string, facts: ObjectFacts): Buffer {
    return this.versions(bucket).bytes(facts);
  }

  /** @returns What is gone, or the delete marker that is there instead; undefined if there was nothing to delete. */
  delete(bucket: string, key: string): ObjectFacts | undefined {
    if (this.keepsVersions(bucket)) return this.mark(bucket, key);
    const facts = this.head(bucket, key);
    if (facts) this.remove(bucket, facts);
    return facts;
  }

  /** Removes a version, for good: the one before it, if there is one, is then the object. */
  remove(bucket: string, facts: ObjectFacts): void {
    this.versions(bucket).remove(facts);
  }

  /** All objects of a bucket in COS' order: by the bytes of their keys. */
  list(bucket: string): ObjectFacts[] {
    const newest = this.versions(bucket).newest();
    return newest.filter(({ isDeleteMarker }) => !isDeleteMarker).sort((a, b) => compareKeys(a.key, b.key));
  }

  private mark(bucket: string, key: string): ObjectFacts {
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
    return new Versions(join(this.root, bucket));
  }
}

/** By UTF-8 bytes, which is not JavaScript's order. */
export function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function newVersionId(): string {
  return randomBytes(20).toString('base64url');
}

/** In whole seconds. */
function now(): number {
  return Math.floor(Date.now() / 1000) * 1000;
}
