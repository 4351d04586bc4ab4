// Metadata in GIF (GIF89a specification): XMP as an application extension, animated or not.

import { attempt, hasText, latin1, toBuffer } from '../container/bytes.ts';
import type { Blocks, SourceBlocks } from './blocks.ts';

const xmpApplication = 'XMP DataXMP';
/** How often an animation is shown. */
const loops: readonly string[] = ['NETSCAPE2.0', 'ANIMEXTS1.0'];

const introducer = { extension: 0x21, image: 0x2c, trailer: 0x3b } as const;
const label = { plainText: 0x01, control: 0xf9, application: 0xff } as const;

interface Block {
  /** Of an extension its label, else its introducer. */
  readonly kind: number;
  readonly from: number;
  readonly end: number;
}

/** Bytes of a table of colours, from the packed field that says whether there is one. */
function tableBytes(packed: number): number {
  return packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0;
}

/** Behind sub-blocks, each with its length before it, a zero behind the last. */
function endOfSubBlocks(file: Buffer, from: number): number {
  let at = from;
  for (;;) {
    const length = file.readUInt8(at);
    at += 1 + length;
    if (length === 0) return at;
  }
}

/** Blocks as far as they can be followed, the trailer included; before them are header and colours. */
function blocksOf(file: Buffer): Block[] {
  const blocks: Block[] = [];
  attempt(() => {
    let at = 13 + tableBytes(file.readUInt8(10));
    for (;;) {
      const begins = file.readUInt8(at);
      if (begins === introducer.extension) {
        const end = endOfSubBlocks(file, at + 2);
        blocks.push({ kind: file.readUInt8(at + 1), from: at, end });
      } else if (begins === introducer.image) {
        const end = endOfSubBlocks(file, at + 11 + tableBytes(file.readUInt8(at + 9)));
        blocks.push({ kind: begins, from: at, end });
      } else {
        if (begins === introducer.trailer) blocks.push({ kind: begins, from: at, end: at + 1 });
        return;
      }
      at = blocks[blocks.length - 1]?.end ?? file.length;
    }
  });
  return blocks;
}

/** Of applications, whose names are eleven characters. */
function isOf(file: Buffer, { kind, from }: Block, application: string): boolean {
  return kind === label.application && hasText(file, from + 3, application);
}

export function readGif(bytes: Uint8Array): SourceBlocks {
  const file = toBuffer(bytes);
  const found = blocksOf(file).find((block) => isOf(file, block, xmpApplication));
  return {
    xmp: found && file.subarray(found.from + 3 + xmpApplication.length, found.end - magicTrailer.length),
  };
}

/**
 * The packet is no sub-blocks. To those who take its bytes for their lengths, each byte of the trailer leads to its end
 * (ISO 16684-3, GIF 89a).
 */
const magicTrailer = Buffer.from([1, ...Array.from({ length: 256 }, (_, i) => 255 - i), 0]);

/** @param bytes Of a GIF. It has no place for EXIF. */
export function writeGif(bytes: Uint8Array, { xmp }: Blocks): Uint8Array {
  const file = toBuffer(bytes);
  const blocks = blocksOf(file);
  const trailer = blocks[blocks.length - 1];
  if (!xmp || trailer?.kind !== introducer.trailer) return bytes;
  const head = latin1(`\x21\xff\x0b${xmpApplication}`);
  return Buffer.concat([
    file.subarray(0, trailer.from),
    head,
    xmp,
    magicTrailer,
    file.subarray(trailer.from),
  ]);
}

/**
 * The pictures as they are, bit by bit, and how often they are shown; no comments, no other applications' data.
 *
 * @returns undefined for what is not understood.
 */
export function cleanGif(bytes: Uint8Array): Uint8Array | undefined {
  const file = toBuffer(bytes);
  const blocks = blocksOf(file);
  const [first] = blocks;
  if (!first || blocks[blocks.length - 1]?.kind !== introducer.trailer) return undefined;
  if (blocks.some(({ kind }) => kind === label.plainText)) return undefined;
  const kept = blocks.filter((block) => {
    const isShown = [introducer.image, introducer.trailer, label.control].some((kind) => kind === block.kind);
    return isShown || loops.some((application) => isOf(file, block, application));
  });
  const pieces = kept.map(({ from, end }) => file.subarray(from, end));
  return Buffer.concat([file.subarray(0, first.from), ...pieces]);
}
