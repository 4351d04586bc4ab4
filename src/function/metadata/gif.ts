// Metadata in GIF (GIF89a specification): XMP as an application extension, animated or not.

import { attempt, attemptWithinBounds, ByteReader, latin1 } from '../container/bytes.ts';
import type { Blocks, SourceBlocks } from './blocks.ts';

const xmpApplication = 'XMP DataXMP';
export const introducer = { extension: 0x21, image: 0x2c, trailer: 0x3b } as const;
/** Introducer and extension. */
export const extension = { plainText: 0x2101, control: 0x21f9, application: 0x21ff } as const;

/**
 * An animation has two for each frame, and 10,000 frames are admitted. Stops empty extensions, `21 fe 00`, of which 3 MB hold a
 * million.
 */
export const maxBlocks = 40_000;

/** They hold up to 255 bytes each: a GIF of 100 MB has 400,000. Stops sub-blocks of one byte. */
export const maxSubBlocks = 1_000_000;

export interface GifBlock {
  /** Introducer and label of an extension, else the introducer. */
  readonly kind: number;
  readonly from: number;
  readonly end: number;
  /** How many sub-blocks it has. */
  readonly subBlocks: number;
}

/** Bytes of a table of colours, from the packed field that says whether there is one. */
export function tableBytes(packed: number): number {
  return packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0;
}

/**
 * Follows sub-blocks, each of which has its length before it, to the zero behind the last.
 *
 * @throws {Error} The reader's excess, for one sub-block more than `most`.
 */
function passSubBlocks(file: ByteReader, from: number, most: number): Pick<GifBlock, 'end' | 'subBlocks'> {
  let at = from;
  for (let subBlocks = 0; subBlocks <= most; subBlocks++) {
    const length = file.u8(at);
    at += 1 + length;
    if (length === 0) return { end: at, subBlocks };
  }
  throw file.excess(`a GIF of more than ${maxSubBlocks} sub-blocks`);
}

/**
 * The blocks behind header and colours, the trailer included, each found when it is asked for and not kept.
 *
 * @throws {Error} The reader's fault, where the file ends before its trailer, and for what is no block; its excess, past
 * `maxBlocks` and `maxSubBlocks`.
 */
export function* blocksOf(file: ByteReader): IterableIterator<GifBlock> {
  let at = 13 + tableBytes(file.u8(10));
  let subBlocksLeft = maxSubBlocks;
  for (let count = 0; count < maxBlocks; count++) {
    const block = blockAt(file, at, subBlocksLeft);
    yield block;
    if (block.kind === introducer.trailer) return;
    at = block.end;
    subBlocksLeft -= block.subBlocks;
  }
  throw file.excess(`a GIF of more than ${maxBlocks} blocks`);
}

function blockAt(file: ByteReader, from: number, subBlocksLeft: number): GifBlock {
  const kind = file.u8(from);
  switch (kind) {
    case introducer.extension:
      return { kind: file.u16(from), from, ...passSubBlocks(file, from + 2, subBlocksLeft) };
    case introducer.image: {
      const data = from + 11 + tableBytes(file.u8(from + 9));
      return { kind, from, ...passSubBlocks(file, data, subBlocksLeft) };
    }
    case introducer.trailer:
      return { kind, from, end: from + 1, subBlocks: 0 };
    default:
      throw file.fault('a GIF with a block of no known kind');
  }
}

/** Is it an extension of this application, whose name is eleven characters? */
export function isOf(file: ByteReader, { kind, from }: GifBlock, application: string): boolean {
  return kind === extension.application && file.u8(from + 2) === 11 && file.hasText(from + 3, application);
}

export function readGif(bytes: Uint8Array): SourceBlocks {
  const file = new ByteReader(bytes);
  return { xmp: attemptWithinBounds(() => findXmp(file)) };
}

function findXmp(file: ByteReader): Buffer | undefined {
  for (const block of blocksOf(file)) {
    if (!isOf(file, block, xmpApplication)) continue;
    return file.slice(block.from + 3 + xmpApplication.length, block.end - magicTrailer.length);
  }
  return undefined;
}

/**
 * The packet is no sub-blocks. Readers that take its bytes for lengths of sub-blocks come to one of the trailer's bytes, each of
 * which leads to its end (ISO 16684-3, GIF 89a).
 */
const magicTrailer = Buffer.from([1, ...Array.from({ length: 256 }, (_, i) => 255 - i), 0]);

/** @param bytes A GIF. It has no place for EXIF. */
export function writeGif(bytes: Uint8Array, { xmp }: Blocks): Uint8Array {
  const file = new ByteReader(bytes);
  const trailer = xmp && attempt(() => findTrailer(file));
  if (!xmp || trailer === undefined) return bytes;
  const head = latin1(`\x21\xff\x0b${xmpApplication}`);
  return Buffer.concat([file.slice(0, trailer), head, xmp, magicTrailer, file.slice(trailer, file.length)]);
}

function findTrailer(file: ByteReader): number | undefined {
  for (const { kind, from } of blocksOf(file)) if (kind === introducer.trailer) return from;
  return undefined;
}
