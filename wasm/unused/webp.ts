// Makes files by which a decoder shows whether a WebP has data behind its picture: where one of them can be decoded though its
// last bytes are cut off, they were no part of the picture (RFC 6386; RFC 9649).

import { Bytes } from '../header/bytes.ts';
import { corrupt } from '../header/facts.ts';
import { animationFlag, type Chunk, readChunks } from '../header/webp.ts';

/** Bytes that are cut off. Encoders end with up to two that not every decoder reads. */
const cutBytes = 4;
/** Bytes before the chunks of a frame. */
const frameHeader = 16;
const alphaFlag = 0x10;
/** Bytes before the first partition of a lossy picture. */
const lossyHeader = 10;

/**
 * @param bytes A WebP that a decoder has read without a warning.
 * @returns Stills, each of which no decoder may read, made when they are asked for; undefined where that cannot be said.
 * @throws {SourceFault} for what is not understood.
 */
export function* cutWebps(bytes: Uint8Array): IterableIterator<Uint8Array | undefined> {
  const file = new Bytes(bytes);
  const chunks = readChunks(file, 12, Math.min(file.length, file.u32le(4) + 8));
  const isAnimated = file.hasText(12, 'VP8X') && (file.u8(20) & animationFlag) !== 0;
  if (!isAnimated) {
    yield* cutPicture(file, chunks, file.hasText(12, 'VP8X') ? file.slice(24, 30) : undefined);
    return;
  }
  for (const { name, start, end } of chunks) {
    if (name !== 'ANMF') continue;
    yield* cutPicture(file, readChunks(file, start + frameHeader, end), file.slice(start + 6, start + 12));
  }
}

/** @param sides Of the picture as VP8X has them, if it may have alpha. */
function* cutPicture(
  file: Bytes,
  chunks: readonly Chunk[],
  sides: Uint8Array | undefined,
): IterableIterator<Uint8Array | undefined> {
  const at = chunks.findIndex(({ name }) => name === 'VP8 ' || name === 'VP8L');
  const found = chunks[at];
  if (!found) throw corrupt('a WebP without a picture');
  const contentOf = ({ start, end }: Chunk) => file.slice(start, end);
  const picture = contentOf(found);
  const beside = found.name === 'VP8 ' ? chunks.slice(0, at).find(({ name }) => name === 'ALPH') : undefined;
  const alpha = beside && contentOf(beside);
  const build = (by: Uint8Array, transparency = alpha) => still(found.name, by, transparency, sides);
  yield build(withoutEnd(picture));
  if (found.name === 'VP8 ') yield withShortPartition(picture, build);
  if (alpha === undefined) return;
  const isRaw = ((alpha[0] ?? 0) & 3) === 0;
  if (isRaw) yield alpha.length === 1 + pixelsOf(picture) ? new Uint8Array() : undefined;
  else yield build(picture, withoutEnd(alpha));
}

function withoutEnd(data: Buffer): Buffer {
  return data.subarray(0, Math.max(0, data.length - cutBytes));
}

/** Cuts the end of the first partition off, which has the way in which each block is predicted. The others follow it. */
function withShortPartition(picture: Buffer, build: (by: Uint8Array) => Uint8Array): Uint8Array | undefined {
  const tag = picture.readUIntLE(0, 3);
  const length = tag >>> 5;
  // Of several partitions with pixels only the end of the last has been cut off above.
  if (countPartitions(picture.subarray(lossyHeader, lossyHeader + length)) > 1) return undefined;
  const shorter = Math.max(0, length - cutBytes);
  const head = Buffer.from(picture.subarray(0, lossyHeader + shorter));
  head.writeUIntLE((shorter << 5) | (tag & 31), 0, 3);
  return build(Buffer.concat([head, picture.subarray(lossyHeader + length)]));
}

function pixelsOf(picture: Buffer): number {
  return (picture.readUInt16LE(6) & 0x3fff) * (picture.readUInt16LE(8) & 0x3fff);
}

function still(name: string, picture: Uint8Array, alpha: Uint8Array | undefined, sides?: Uint8Array): Buffer {
  const extended =
    alpha && sides ? [chunk('VP8X', Buffer.concat([Buffer.from([alphaFlag, 0, 0, 0]), sides]))] : [];
  const body = [...extended, ...(alpha ? [chunk('ALPH', alpha)] : []), chunk(name, picture)];
  return chunk('RIFF', Buffer.concat([Buffer.from('WEBP'), ...body]));
}

function chunk(name: string, data: Uint8Array): Buffer {
  const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

/** How many partitions hold pixels: the header of the first one says so (RFC 6386, 9.2 to 9.5 and 19.2). */
function countPartitions(first: Uint8Array): number {
  const coded = new Coded(first);
  const flag = () => coded.number(1) === 1;
  const optional = (bits: number, hasSign: boolean) => {
    if (flag()) coded.number(bits + (hasSign ? 1 : 0));
  };
  const times = (count: number, read: () => void) => {
    for (let left = count; left > 0; left--) read();
  };
  // Colour space and clamping; then segments.
  coded.number(2);
  if (flag()) {
    const hasMap = flag();
    if (flag()) {
      coded.number(1);
      times(4, () => optional(7, true));
      times(4, () => optional(6, true));
    }
    if (hasMap) times(3, () => optional(8, false));
  }
  // The filter, and how it differs by prediction.
  coded.number(10);
  if (flag() && flag()) times(8, () => optional(6, true));
  return 2 ** coded.number(2);
}

/** Reads numbers of the arithmetic coder, all of whose bits are as likely as not (RFC 6386, 7.3). */
class Coded {
  private readonly data: Uint8Array;
  private at = 2;
  private value: number;
  private range = 255;
  private shifts = 0;

  constructor(data: Uint8Array) {
    this.data = data;
    this.value = (data[0] ?? 0) * 256 + (data[1] ?? 0);
  }

  number(bits: number): number {
    let result = 0;
    for (let left = bits; left > 0; left--) result = result * 2 + this.bit();
    return result;
  }

  private bit(): number {
    const split = 1 + (((this.range - 1) * 128) >> 8);
    const isSet = this.value >= split * 256;
    if (isSet) {
      this.range -= split;
      this.value -= split * 256;
    } else {
      this.range = split;
    }
    for (; this.range < 128; this.range *= 2) {
      this.value *= 2;
      this.shifts += 1;
      if (this.shifts < 8) continue;
      this.shifts = 0;
      this.value += this.data[this.at] ?? 0;
      this.at += 1;
    }
    return isSet ? 1 : 0;
  }
}
