// The versions of a bucket's objects on disk, named by the sha256 of their keys, so that any key is a good file name:
// <name>.json lists those of one object, newest first, and each has its bytes in a .bin. Knows no bucket's rules.

import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is known of an object, or of one version of it, besides its bytes. */
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
  /** Absent in a bucket that keeps no versions. What was there before it did is the version `null`. */
  readonly versionId?: string;
  /** A version without bytes: the object is deleted while this is the newest. */
  readonly isDeleteMarker?: true;
}

export class Versions {
  private readonly folder: string;

  /** @param folder The bucket's; it is there. */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** Of one object, newest first. */
  of(key: string): ObjectFacts[] {
    return this.list(`${fileName(key)}.json`);
  }

  /** Of each object the newest. */
  newest(): ObjectFacts[] {
    const names = readdirSync(this.folder).filter((name) => name.endsWith('.json'));
    return names.flatMap((name) => this.list(name).slice(0, 1));
  }

  /** Of a version that is there and no delete marker; the caller's own. */
  bytes(facts: ObjectFacts): Buffer {
    return readFileSync(join(this.folder, bytesName(facts)));
  }

  /** Takes the place of a version of the same id. */
  add(facts: ObjectFacts, bytes: Uint8Array): void {
    if (!facts.isDeleteMarker) this.write(bytesName(facts), bytes);
    this.keep(facts.key, [facts, ...this.others(facts)]);
  }

  remove(facts: ObjectFacts): void {
    this.keep(facts.key, this.others(facts));
    rmSync(join(this.folder, bytesName(facts)), { force: true });
  }

  /** Gives every version that has none the id `null`, and so lets each be followed by others. */
  begin(): void {
    for (const { versionId = 'null', ...facts } of this.newest())
      this.keep(facts.key, [{ ...facts, versionId }]);
    this.write(marker, '');
  }

  get haveBegun(): boolean {
    return existsSync(join(this.folder, marker));
  }

  private others({ key, versionId }: ObjectFacts): ObjectFacts[] {
    return this.of(key).filter((version) => version.versionId !== versionId);
  }

  private list(name: string): ObjectFacts[] {
    const path = join(this.folder, name);
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
  }

  private keep(key: string, versions: readonly ObjectFacts[]): void {
    const name = `${fileName(key)}.json`;
    if (versions.length > 0) this.write(name, JSON.stringify(versions, null, 2));
    else rmSync(join(this.folder, name), { force: true });
  }

  /** Under another name first: a reader sees the old file or the new one, never half of one. */
  private write(name: string, content: Uint8Array | string): void {
    const path = join(this.folder, name);
    const draft = `${path}.${randomUUID()}`;
    writeFileSync(draft, content);
    renameSync(draft, path);
  }
}

/** The file that says of a bucket that it keeps versions. */
const marker = 'versioning';

function fileName(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** What was there before its bucket kept versions stays where it is. */
function bytesName({ key, versionId = 'null' }: ObjectFacts): string {
  return versionId === 'null' ? `${fileName(key)}.bin` : `${fileName(key)}-${versionId}.bin`;
}
