// A large bucket by code, and what its photos take: the same in the test and in the process that it starts.

import { createHash } from 'node:crypto';
import type { ListedEntry } from '../../support/listing-server.ts';

/** A number from 0 up to but not including 1 that depends on the text alone. */
export function chanceOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}

/** Photos of very different sizes in several folders, and among them what gets no call. In the order of the keys. */
export function largeBucket(objects: number): ListedEntry[] {
  const entries = Array.from({ length: objects }, (_, at): ListedEntry => {
    const kind = at % 100;
    const name = `photos/${String(at % 37).padStart(2, '0')}/${String(at).padStart(6, '0')}`;
    if (kind === 7) return { key: `${name}.mp4`, size: 5_000_000, storageClass: 'STANDARD' };
    if (kind === 8) return { key: `${name}/`, size: 0, storageClass: 'STANDARD' };
    if (kind === 9) return { key: `${name}.jpg`, size: 5_000_000, storageClass: 'ARCHIVE' };
    const storageClass = kind < 5 ? 'STANDARD_IA' : 'STANDARD';
    const extension = kind < 20 ? 'png' : kind < 25 ? 'JPEG' : 'jpg';
    return { key: `${name}.${extension}`, size: Math.floor(30_000 * 300 ** chanceOf(name)), storageClass };
  });
  return entries.sort((one, other) => Buffer.compare(Buffer.from(one.key), Buffer.from(other.key)));
}

export function isChosen({ key, size, storageClass }: ListedEntry): boolean {
  return !key.endsWith('.mp4') && size > 0 && storageClass !== 'ARCHIVE';
}

/** Milliseconds: by the bytes and the format, and by what is in the picture, which nobody knows before. */
export function photoMs(key: string, size: number): number {
  const byFormat = key.endsWith('.png') ? 150 : 50;
  return 20 + (size / 1e6) * byFormat * (0.5 + chanceOf(`${key}?`));
}
