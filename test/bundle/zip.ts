// A tiny reader of zips: what the central directory lists, and its bytes. Source: APPNOTE.TXT, 4.3.12 and 4.3.16.

import { crc32, inflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  /** Of Unix: type and permissions. */
  readonly mode: number;
  readonly bytes: Buffer;
}

/** @throws {Error} if an entry is damaged, or anything but stored or deflated. */
export function readZip(zip: Buffer): ZipEntry[] {
  const end = zip.lastIndexOf('PK\x05\x06');
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    const method = zip.readUInt16LE(at + 10);
    if (method !== 0 && method !== 8) throw new Error(`${name} is compressed by method ${method}`);
    const bytes = method === 8 ? inflateRawSync(packed) : packed;
    if (crc32(bytes) !== zip.readUInt32LE(at + 16)) throw new Error(`${name} does not fit its checksum`);
    entries.push({ name, mode: zip.readUInt32LE(at + 38) >>> 16, bytes });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}
