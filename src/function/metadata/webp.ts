// Metadata in WebP (RFC 9649): a RIFF file of chunks, with EXIF and XMP behind the picture, animated or not.
//
// This reader is strict: it gives up at a chunk that is not all there or not filled up as it must be, because a photo's own bytes
// are kept only if all of them are understood. The header's reader (wasm/header/webp.ts) is lenient, as decoders are. They are
// two on purpose.

import { attempt, attemptWithinBounds, ByteReader, latin1 } from '../container/bytes.ts';
import { withoutExifSignature } from '../container/tiff.ts';
import type { Blocks, SourceBlocks } from './blocks.ts';

/** In VP8X: what the file has. */
export const flag = { animation: 0x02, xmp: 0x04, exif: 0x08, alpha: 0x10, profile: 0x20 } as const;

/**
 * Twice the frames that are admitted, as in the header's reader. Stops files of empty chunks, of which a megabyte holds 131,072.
 */
export const maxChunks = 20_000;

export interface WebpChunk {
  readonly type: string;
  readonly data: Buffer;
}

/** How many more chunks of a file are read, also of those in frames. */
export interface ChunkBudget {
  left: number;
}

/** Behind the head of the file, 12 bytes, or of a frame. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * The chunks side by side as far as they can be followed, each found when it is asked for and not kept.
 *
 * @throws {Error} The reader's excess, for one chunk more than the budget.
 */
export function* chunksOf(
  file: ByteReader,
  { from, to }: Stretch = { from: 12, to: file.length },
  budget: ChunkBudget = { left: maxChunks },
): IterableIterator<WebpChunk> {
  let at = from;
  while (at + 8 <= to) {
    if (budget.left === 0) throw file.excess(`a WebP of more than ${maxChunks} chunks`);
    budget.left -= 1;
    const length = file.u32le(at + 4);
    const end = at + 8 + length;
    if (end > to) return;
    const isOdd = length % 2 === 1;
    // What fills a chunk up to an even length is 0. Another byte belongs to a picture that is longer than its chunk says.
    if (isOdd && end < to && file.u8(end) !== 0) return;
    yield { type: file.text(at, 4), data: file.slice(at + 8, end) };
    at = end + (isOdd ? 1 : 0);
  }
}

/** @returns All chunks; undefined where they cannot be followed to the end: a decoder may find others there, and show those. */
export function allChunksOf(
  file: ByteReader,
  { from, to }: Stretch,
  budget: ChunkBudget,
): WebpChunk[] | undefined {
  const chunks = Array.from(chunksOf(file, { from, to }, budget));
  const end = partsOf(chunks).reduce((sum, part) => sum + part.length, from);
  return end + 8 > to ? chunks : undefined;
}

/** @returns The parts of chunks, not copied: type, length, data, and what makes it even. */
export function partsOf(chunks: readonly WebpChunk[]): Buffer[] {
  const parts: Buffer[] = [];
  for (const { type, data } of chunks) {
    parts.push(latin1(type), u32le(data.length), data, Buffer.alloc(data.length % 2));
  }
  return parts;
}

export function writeFile(chunks: readonly WebpChunk[]): Buffer {
  const parts = partsOf(chunks);
  const length = parts.reduce((sum, part) => sum + part.length, 4);
  return Buffer.concat([latin1('RIFF'), u32le(length), latin1('WEBP'), ...parts]);
}

function u32le(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}

export function readWebp(bytes: Uint8Array): SourceBlocks {
  const file = new ByteReader(bytes);
  const found = attemptWithinBounds(() => firstBlocks(file));
  const exif = found?.get('EXIF');
  return { exif: exif && withoutExifSignature(exif), xmp: found?.get('XMP ') };
}

/** What the first chunk of each kind that is read holds. */
function firstBlocks(file: ByteReader): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const { type, data } of chunksOf(file)) {
    if ((type === 'EXIF' || type === 'XMP ') && !found.has(type)) found.set(type, data);
  }
  return found;
}

/** @param bytes A WebP without metadata. */
export function writeWebp(bytes: Uint8Array, { exif, xmp }: Blocks): Uint8Array {
  const chunks = attempt(() => Array.from(chunksOf(new ByteReader(bytes))));
  const extended = chunks && extend(chunks);
  if (!extended) return bytes;
  const [header, ...picture] = extended;
  const flags = (exif ? flag.exif : 0) + (xmp ? flag.xmp : 0);
  return writeFile([
    withFlags(header, flags),
    ...picture,
    ...(exif ? [{ type: 'EXIF', data: exif }] : []),
    ...(xmp ? [{ type: 'XMP ', data: xmp }] : []),
  ]);
}

/** Only a file that begins with VP8X can have more than a picture. */
function extend(chunks: readonly WebpChunk[]): readonly [WebpChunk, ...WebpChunk[]] | undefined {
  const [first, ...rest] = chunks;
  if (!first || first.data.length < 10) return undefined;
  if (first.type === 'VP8X') return [first, ...rest];
  const facts = factsOf(first);
  if (!facts) return undefined;
  const data = Buffer.alloc(10);
  data.writeUInt8(facts.hasAlpha ? flag.alpha : 0, 0);
  data.writeUIntLE(facts.width - 1, 4, 3);
  data.writeUIntLE(facts.height - 1, 7, 3);
  return [{ type: 'VP8X', data }, first, ...rest];
}

/** The sides of a lossy or a lossless picture, and whether it has alpha (RFC 6386, 9.1; RFC 9649, 3.4). */
function factsOf({
  type,
  data,
}: WebpChunk): { width: number; height: number; hasAlpha: boolean } | undefined {
  if (type === 'VP8 ') {
    return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff, hasAlpha: false };
  }
  if (type !== 'VP8L') return undefined;
  const bits = data.readUInt32LE(1);
  return {
    width: (bits & 0x3fff) + 1,
    height: ((bits >>> 14) & 0x3fff) + 1,
    hasAlpha: ((bits >>> 28) & 1) === 1,
  };
}

function withFlags({ type, data }: WebpChunk, flags: number): WebpChunk {
  const changed = Buffer.from(data);
  changed.writeUInt8(data.readUInt8(0) | flags, 0);
  return { type, data: changed };
}
