// Keeps the versions of a bucket's objects on disk. File names are the SHA-256 of the keys, because a key may hold what a file
// name may not: <name>.json lists the versions of one object, newest first, and a .bin file holds the bytes of each.

import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How an object is kept. Absent: COS' defaults. */
export interface ObjectKeeping {
  readonly acl?: 'private' | 'public-read';
  readonly storageClass?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The data of an object, or of one version of it, without its bytes. */
export interface ObjectFacts {
  readonly key: string;
  /** The stored headers, such as Content-Type, Cache-Control and x-cos-meta-*. Their names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The ETag with its quotes. */
  readonly etag: string;
  /** Absent, as are its fields, for COS' defaults. */
  readonly keeping?: ObjectKeeping;
  /** CRC-64/XZ as decimal text. */
  readonly crc64: string;
  readonly size: number;
  /** Milliseconds since 1970, in whole seconds, because the Last-Modified header holds no fractions. */
  readonly modified: number;
  /** Absent in a bucket without versioning. An object from before versioning is the version `null`. */
  readonly versionId?: string;
  /** Set for a version without bytes. While it is the newest version, the object is deleted. */
  readonly isDeleteMarker?: true;
}

export class Versions {
  private readonly folder: string;
  /** File name -> its versions, once all were read: a listing asks for all of them page by page. */
  private all: Map<string, readonly ObjectFacts[]> | undefined;

  /** @param folder The folder of the bucket; it exists. */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** @returns The versions of one object, newest first. */
  of(key: string): ObjectFacts[] {
    return this.list(`${fileName(key)}.json`);
  }

  /** @returns The newest version of each object. */
  newest(): ObjectFacts[] {
    this.all ??= new Map(this.names().map((name) => [name, this.list(name)]));
    return [...this.all.values()].flatMap((versions) => versions.slice(0, 1));
  }

  /**
   * @param facts A version that exists and is not a delete marker.
   * @returns Its bytes, which the caller may change.
   */
  bytes(facts: ObjectFacts): Buffer {
    return readFileSync(join(this.folder, bytesName(facts)));
  }

  /** Adds a version as the newest. It replaces a version with the same id. */
  add(facts: ObjectFacts, bytes: Uint8Array): void {
    if (!facts.isDeleteMarker) this.write(bytesName(facts), bytes);
    this.keep(facts.key, [facts, ...this.others(facts)]);
  }

  remove(facts: ObjectFacts): void {
    this.keep(facts.key, this.others(facts));
    rmSync(join(this.folder, bytesName(facts)), { force: true });
  }

  /** Switches versioning on: objects that have no version id become the version `null`. */
  enable(): void {
    for (const { versionId = 'null', ...facts } of this.newest())
      this.keep(facts.key, [{ ...facts, versionId }]);
    this.write(marker, '');
  }

  /** Is versioning switched on? */
  get isEnabled(): boolean {
    return existsSync(join(this.folder, marker));
  }

  private others({ key, versionId }: ObjectFacts): ObjectFacts[] {
    return this.of(key).filter((version) => version.versionId !== versionId);
  }

  private names(): string[] {
    return readdirSync(this.folder).filter((name) => name.endsWith('.json'));
  }

  private list(name: string): ObjectFacts[] {
    const path = join(this.folder, name);
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
  }

  private keep(key: string, versions: readonly ObjectFacts[]): void {
    const name = `${fileName(key)}.json`;
    if (versions.length > 0) this.write(name, JSON.stringify(versions, null, 2));
    else rmSync(join(this.folder, name), { force: true });
    if (versions.length > 0) this.all?.set(name, versions);
    else this.all?.delete(name);
  }

  /** Writes a temporary file and renames it, so that a reader finds the old file or the new one, never a part. */
  private write(name: string, content: Uint8Array | string): void {
    const path = join(this.folder, name);
    const temporary = `${path}.${randomUUID()}`;
    writeFileSync(temporary, content);
    renameSync(temporary, path);
  }
}

/** A bucket has versioning if its folder holds this file. */
const marker = 'versioning';

function fileName(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** The version `null` keeps the file name that it had before versioning. */
function bytesName({ key, versionId = 'null' }: ObjectFacts): string {
  return versionId === 'null' ? `${fileName(key)}.bin` : `${fileName(key)}-${versionId}.bin`;
}
