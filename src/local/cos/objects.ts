// Objects on disk: <root>/<bucket>/<sha256 of the key>.bin and .json, so that any key is a good file name.
// Synchronous, and for one server per folder: a local cloud has no crowds. Knows no HTTP.

import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Crc64 } from '../../crc64.ts';

/** What is known of an object besides its bytes. */
export interface ObjectFacts {
  readonly key: string;
  /** Stored headers, names in lower case: Content-Type, Cache-Control, x-cos-meta-* and so on. */
  readonly headers: Readonly<Record<string, string>>;
  /** With its quotes. */
  readonly etag: string;
  /** CRC-64/XZ as decimal text. */
  readonly crc64: string;
  readonly size: number;
  /** Milliseconds since 1970, whole seconds: that is what headers can say. */
  readonly modified: number;
}

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

  /** Creates or replaces an object. */
  put(bucket: string, key: string, { bytes, headers, etag }: NewObject): ObjectFacts {
    const facts: ObjectFacts = {
      key,
      headers,
      etag: etag ?? `"${createHash('md5').update(bytes).digest('hex')}"`,
      crc64: new Crc64().update(bytes).digest(),
      size: bytes.length,
      modified: Math.floor(Date.now() / 1000) * 1000,
    };
    this.write(bucket, `${fileName(key)}.bin`, bytes);
    this.write(bucket, `${fileName(key)}.json`, JSON.stringify(facts, null, 2));
    return facts;
  }

  head(bucket: string, key: string): ObjectFacts | undefined {
    const path = join(this.root, bucket, `${fileName(key)}.json`);
    return existsSync(path) ? readFacts(path) : undefined;
  }

  /** The bytes of an object that is there; the caller's own. */
  read(bucket: string, key: string): Buffer {
    return readFileSync(join(this.root, bucket, `${fileName(key)}.bin`));
  }

  delete(bucket: string, key: string): void {
    rmSync(join(this.root, bucket, `${fileName(key)}.json`), { force: true });
    rmSync(join(this.root, bucket, `${fileName(key)}.bin`), { force: true });
  }

  /** All objects of a bucket in COS' order: by the bytes of their keys. */
  list(bucket: string): ObjectFacts[] {
    const folder = join(this.root, bucket);
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => readFacts(join(folder, name)))
      .sort((a, b) => compareKeys(a.key, b.key));
  }

  /** Under another name first: a reader sees the old file or the new one, never half of one. */
  private write(bucket: string, name: string, content: Uint8Array | string): void {
    const path = join(this.root, bucket, name);
    const draft = `${path}.${randomUUID()}`;
    writeFileSync(draft, content);
    renameSync(draft, path);
  }
}

/** By UTF-8 bytes, which is not JavaScript's order. */
export function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function fileName(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

function readFacts(path: string): ObjectFacts {
  return JSON.parse(readFileSync(path, 'utf8'));
}
