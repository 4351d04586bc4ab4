// Metadata in GIF (GIF89a specification): XMP as an application extension, animated or not.

import { attempt, ByteReader, latin1 } from '../container/bytes.ts';
import { Pieces } from '../container/pieces.ts';
import type { Blocks, SourceBlocks } from './blocks.ts';

const xmpApplication = 'XMP DataXMP';
/** Say how often an animation is shown. */
const loops: readonly string[] = ['NETSCAPE2.0', 'ANIMEXTS1.0'];

const introducer = { extension: 0x21, image: 0x2c, trailer: 0x3b } as const;
/** Introducer and extension. */
const extension = { plainText: 0x2101, control: 0x21f9, application: 0x21ff } as const;

/**
 * An animation has two for each frame, and 10,000 frames are admitted. Stops empty extensions, `21 fe 00`, of which 3 MB hold a
 * million.
 */
export const maxBlocks = 100_000;

interface Block {
  /** Introducer and label of an extension, else the introducer. */
  readonly kind: number;
  readonly from: number;
  readonly end: number;
}

/** Bytes of a table of colours, from the packed field that says whether there is one. */
function tableBytes(packed: number): number {
  return packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0;
}

/** Where sub-blocks end, each of which has its length before it; a zero follows the last. */
function endOfSubBlocks(file: ByteReader, from: number): number {
  let at = from;
  for (;;) {
    const length = file.u8(at);
    at += 1 + length;
    if (length === 0) return at;
  }
}

/**
 * The blocks behind header and colours, the trailer included, each found when it is asked for and not kept.
 *
 * @throws {Error} The reader's fault, where the file ends before its trailer, for what is no block, and for one block more than
 * `maxBlocks`.
 */
function* blocksOf(file: ByteReader): IterableIterator<Block> {
  let at = 13 + tableBytes(file.u8(10));
  for (let count = 0; count < maxBlocks; count++) {
    const block = blockAt(file, at);
    yield block;
    if (block.kind === introducer.trailer) return;
    at = block.end;
  }
  throw file.fault(`a GIF of more than ${maxBlocks} blocks`);
}

function blockAt(file: ByteReader, from: number): Block {
  const kind = file.u8(from);
  switch (kind) {
    case introducer.extension:
      return { kind: file.u16(from), from, end: endOfSubBlocks(file, from + 2) };
    case introducer.image: {
      const data = from + 11 + tableBytes(file.u8(from + 9));
      return { kind, from, end: endOfSubBlocks(file, data) };
    }
    case introducer.trailer:
      return { kind, from, end: from + 1 };
    default:
      throw file.fault('a GIF with a block of no known kind');
  }
}

/** Is it an extension of this application, whose name is eleven characters? */
function isOf(file: ByteReader, { kind, from }: Block, application: string): boolean {
  return kind === extension.application && file.hasText(from + 3, application);
}

export function readGif(bytes: Uint8Array): SourceBlocks {
  const file = new ByteReader(bytes);
  return { xmp: attempt(() => findXmp(file)) };
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

/**
 * The pictures as they are, bit by bit, and how often they are shown; no comments, no other applications' data.
 *
 * @returns undefined if the file is not understood.
 */
export function stripGif(bytes: Uint8Array): Uint8Array | undefined {
  const file = new ByteReader(bytes);
  return attempt(() => {
    const kept = new Pieces(file);
    kept.keep(0, 13 + tableBytes(file.u8(10)));
    for (const block of blocksOf(file)) {
      if (block.kind === extension.plainText) return undefined;
      if (isShown(file, block)) kept.keep(block.from, block.end);
    }
    return kept.join();
  });
}

function isShown(file: ByteReader, block: Block): boolean {
  const { kind } = block;
  if (kind === introducer.image || kind === introducer.trailer || kind === extension.control) return true;
  return loops.some((application) => isOf(file, block, application));
}
