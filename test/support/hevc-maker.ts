// Pictures of HEVC by hand (ITU-T H.265): one even grey of any size, bits and subsampling, so that large ones are made at once and need
// no encoder. What a decoder holds for a picture does not depend on what it shows.

import { latin1, u16, u32 } from '../../src/function/container/bytes.ts';
import { codePoints, extents, grid, type HeifItem, type HeifReference, turn, writeHeif } from './heif.ts';

export interface HevcKind {
  readonly bits: 8 | 10 | 12;
  /** As in `chroma_format_idc`: grey, 4:2:0, 4:4:4. */
  readonly chroma: 0 | 1 | 3;
  /** Bytes of filler data behind the picture, as an encoder for a constant rate writes it. Default: none. */
  readonly fillerBytes?: number;
}

/** Pixels of a block; a coded picture consists of whole ones. */
const block = 32;
const units = { video: 32, sequence: 33, picture: 34, still: 19, filler: 38 } as const;

/** @returns The picture of an item, `hvc1`. */
export function greyHevc(width: number, height: number, kind: HevcKind): HeifItem {
  const [columns, rows] = [Math.ceil(width / block), Math.ceil(height / block)];
  const still = unit(units.still, stillBits(columns * rows, kind));
  return {
    type: 'hvc1',
    content: Buffer.concat([u32(still.length), still, ...filler(kind)]),
    properties: [{ type: 'hvcC', content: configuration(width, height, kind) }, extents(width, height)],
  };
}

/** A unit of filler data (H.265, 7.3.2.5), if there is any. */
function filler({ fillerBytes }: HevcKind): Uint8Array[] {
  if (fillerBytes === undefined) return [];
  const unit = Buffer.alloc(fillerBytes + 3, 0xff);
  unit.set([units.filler << 1, 1]);
  unit[unit.length - 1] = 0x80;
  return [u32(unit.length), unit];
}

export interface GreyHeic extends HevcKind {
  /** Pixels of a square tile's side; undefined: the picture is one of HEVC. */
  readonly tile?: number;
  /** A second picture, half transparent. */
  readonly alpha?: boolean;
  /** It is turned by so many, against the clock; the sides are those before. */
  readonly quarters?: number;
  /** Light as PQ codes it. */
  readonly isHdr?: boolean;
}

export function greyHeic(width: number, height: number, kind: GreyHeic): Buffer {
  const { tile, alpha = false, quarters = 0, isHdr = false } = kind;
  const [first, ...others] =
    tile === undefined ? ([greyHevc(width, height, kind)] as const) : tiles(width, height, tile, kind);
  const more = [...(isHdr ? [codePoints(9, 16, 9, 0)] : []), ...(quarters > 0 ? [turn(quarters)] : [])];
  const colour = [{ ...first, properties: [...first.properties, ...more] }, ...others];
  const parts: HeifReference[] =
    tile === undefined ? [] : [{ type: 'dimg', from: 1, to: colour.slice(1).map((_, index) => index + 2) }];
  if (!alpha) return writeHeif(colour, parts);
  const opacity = greyHevc(width, height, { ...kind, chroma: 0 });
  const name = { type: 'auxC', content: Buffer.concat([u32(0), latin1('urn:mpeg:hevc:2015:auxid:1\0')]) };
  const items = [...colour, { ...opacity, properties: [...opacity.properties, name] }];
  return writeHeif(items, [...parts, { type: 'auxl', from: items.length, to: [1] }]);
}

function tiles(width: number, height: number, side: number, kind: HevcKind): [HeifItem, ...HeifItem[]] {
  const [columns, rows] = [Math.ceil(width / side), Math.ceil(height / side)];
  const tile = greyHevc(side, side, kind);
  return [grid(columns, rows, width, height), ...Array.from({ length: columns * rows }, () => tile)];
}

/** Bits, first written first. */
class BitWriter {
  private readonly bytes: number[] = [];
  private count = 0;

  get byteLength(): number {
    return this.bytes.length;
  }

  write(value: number, bits: number): this {
    for (let left = bits - 1; left >= 0; left--) this.bit(Math.floor(value / 2 ** left) & 1);
    return this;
  }

  bit(value: number): this {
    if (this.count % 8 === 0) this.bytes.push(0);
    const last = this.bytes.length - 1;
    this.bytes[last] = (this.bytes[last] as number) | (value << (7 - (this.count % 8)));
    this.count += 1;
    return this;
  }

  flags(...values: readonly (0 | 1)[]): this {
    for (const value of values) this.bit(value);
    return this;
  }

  /** Exp-Golomb codes (9.2). */
  golomb(...values: readonly number[]): this {
    for (const value of values) {
      const bits = Math.floor(Math.log2(value + 1));
      this.write(value + 1, 2 * bits + 1);
    }
    return this;
  }

  /** A one, and zeros to the end of the byte. */
  trail(): this {
    this.bit(1);
    while (this.count % 8 !== 0) this.bit(0);
    return this;
  }

  toBuffer(): Buffer {
    return Buffer.from(this.bytes);
  }
}

/** A unit without what stands before it: its type, and its content with a 3 behind every two zeros that need it (7.3.1). */
function unit(type: number, content: Buffer): Buffer {
  const bytes = [type << 1, 1];
  let zeros = 0;
  for (const byte of content) {
    if (zeros === 2 && byte <= 3) {
      bytes.push(3);
      zeros = 0;
    }
    bytes.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Buffer.from(bytes);
}

/** 7.3.3: the profile of range extensions, which admits all kinds, and level 6.2. */
function writeProfile(bits: BitWriter): BitWriter {
  bits.write(4, 8).write(2 ** 27, 32);
  return bits.write(0, 48).write(186, 8);
}

function videoSet(): Buffer {
  const bits = new BitWriter().write(0, 4).flags(1, 1).write(0, 9).bit(1).write(0xffff, 16);
  writeProfile(bits).bit(1).golomb(0, 0, 0).write(0, 6).golomb(0).flags(0, 0).trail();
  return unit(units.video, bits.toBuffer());
}

function sequenceSet(width: number, height: number, { bits: depth, chroma }: HevcKind): Buffer {
  const [columns, rows] = [Math.ceil(width / block), Math.ceil(height / block)];
  const bits = writeProfile(new BitWriter().write(0, 7).bit(1)).golomb(0, chroma);
  if (chroma === 3) bits.bit(0);
  bits.golomb(columns * block, rows * block);
  // What is cut off, in samples of colour.
  const unitSide = chroma === 1 ? 2 : 1;
  const [right, bottom] = [columns * block - width, rows * block - height];
  bits.bit(1).golomb(0, Math.floor(right / unitSide), 0, Math.floor(bottom / unitSide));
  bits
    .golomb(depth - 8, depth - 8, 0)
    .bit(1)
    .golomb(0, 0, 0);
  // Blocks of 32 that are not split, and transforms up to that size.
  bits.golomb(2, 0, 0, 3, 0, 0).flags(0, 0, 0, 0).golomb(0).flags(0, 0, 0, 0, 0).trail();
  return unit(units.sequence, bits.toBuffer());
}

function pictureSet(): Buffer {
  const bits = new BitWriter().golomb(0, 0).flags(0, 0).write(0, 3).flags(0, 0).golomb(0, 0, 0);
  bits.flags(0, 0, 0).golomb(0, 0).flags(0, 0, 0, 0, 0, 0, 0);
  // Without a filter at the edges of blocks.
  bits.flags(1, 0, 1).flags(0, 0).golomb(0).flags(0, 0).trail();
  return unit(units.picture, bits.toBuffer());
}

/** ISO/IEC 14496-15, 8.3.3.1. */
function configuration(width: number, height: number, kind: HevcKind): Buffer {
  const head = new BitWriter().write(1, 8);
  writeProfile(head).write(0xf000, 16).write(0xfc, 8);
  head
    .write(0xfc + kind.chroma, 8)
    .write(0xf8 + kind.bits - 8, 8)
    .write(0xf8 + kind.bits - 8, 8);
  head.write(0, 16).write(0x0f, 8).write(3, 8);
  const sets = [
    [units.video, videoSet()],
    [units.sequence, sequenceSet(width, height, kind)],
    [units.picture, pictureSet()],
  ] as const;
  const arrays = sets.map(([type, set]) =>
    Buffer.concat([Buffer.from([0x80 | type]), u16(1), u16(set.length), set]),
  );
  return Buffer.concat([head.toBuffer(), ...arrays]);
}

function stillBits(blocks: number, { chroma }: HevcKind): Buffer {
  // The first and only slice of an intra picture.
  const header = new BitWriter().flags(1, 0).golomb(0, 2, 0).trail();
  const coder = new Coder();
  const context = {
    part: new Context(184),
    predicted: new Context(184),
    colourMode: new Context(63),
    hasColour: new Context(94),
    hasLuma: new Context(141),
  };
  for (let left = blocks; left > 0; left--) {
    // Not split, predicted by the first of the likely modes, and nothing beside the prediction: 7.3.8.5 to 7.3.8.8.
    coder.code(context.part, 1);
    coder.code(context.predicted, 1);
    coder.bypass();
    if (chroma !== 0) {
      coder.code(context.colourMode, 0);
      coder.code(context.hasColour, 0);
      coder.code(context.hasColour, 0);
    }
    coder.code(context.hasLuma, 0);
    coder.end(left === 1);
  }
  return Buffer.concat([header.toBuffer(), coder.toBuffer()]);
}

/** How likely a bit is (9.3.2.2), at the quality 26. */
class Context {
  state: number;
  likely: 0 | 1;

  constructor(initial: number) {
    const slope = (initial >> 4) * 5 - 45;
    const offset = ((initial & 15) << 3) - 16;
    const place = Math.min(126, Math.max(1, ((slope * 26) >> 4) + offset));
    this.likely = place > 63 ? 1 : 0;
    this.state = this.likely ? place - 64 : 63 - place;
  }
}

/** Table 9-52: the range of the less likely bit, four figures for each state. */
const ranges =
  '128 176 208 240 128 167 197 227 128 158 187 216 123 150 178 205 116 142 169 195 111 135 160 185 105 128 152 175 100 122 144 166 ' +
  '95 116 137 158 90 110 130 150 85 104 123 142 81 99 117 135 77 94 111 128 73 89 105 122 69 85 100 116 66 80 95 110 ' +
  '62 76 90 104 59 72 86 99 56 69 81 94 53 65 77 89 51 62 73 85 48 59 69 80 46 56 66 76 43 53 63 72 ' +
  '41 50 59 69 39 48 56 65 37 45 54 62 35 43 51 59 33 41 48 56 32 39 46 53 30 37 43 50 29 35 41 48 ' +
  '27 33 39 45 26 31 37 43 24 30 35 41 23 28 33 39 22 27 32 37 21 26 30 35 20 24 29 33 19 23 27 31 ' +
  '18 22 26 30 17 21 25 28 16 20 23 27 15 19 22 25 14 18 21 24 14 17 20 23 13 16 19 22 12 15 18 21 ' +
  '12 14 17 20 11 14 16 19 11 13 15 18 10 12 15 17 10 12 14 16 9 11 13 15 9 11 12 14 8 10 12 14 ' +
  '8 9 11 13 7 9 11 12 7 9 10 12 7 8 10 11 6 8 9 11 6 7 9 10 6 7 8 9 2 2 2 2';
const rangeOf = ranges.split(' ').map(Number);
/** Table 9-53: the state after a less likely bit. */
const stateAfter =
  '0 0 1 2 2 4 4 5 6 7 8 9 9 11 11 12 13 13 15 15 16 16 18 18 19 19 21 21 22 22 23 24 24 25 26 26 27 27 28 29 29 30 30 30 31 32 32 33 33 33 34 34 35 35 35 36 36 36 37 37 37 38 38 63'
    .split(' ')
    .map(Number);

/** Arithmetic coding (9.3.4.3, the other way round). */
class Coder {
  private readonly bits = new BitWriter();
  private low = 0;
  private range = 510;
  private isFirst = true;
  private outstanding = 0;

  code(context: Context, bit: 0 | 1): void {
    const lesser = rangeOf[context.state * 4 + ((this.range >> 6) & 3)] as number;
    this.range -= lesser;
    if (bit === context.likely) {
      context.state = Math.min(62, context.state + 1);
    } else {
      this.low += this.range;
      this.range = lesser;
      if (context.state === 0) context.likely = context.likely ? 0 : 1;
      context.state = stateAfter[context.state] as number;
    }
    this.renormalise();
  }

  /** A zero that is as likely as a one. */
  bypass(): void {
    this.low *= 2;
    this.settle(1024);
  }

  end(isLast: boolean): void {
    this.range -= 2;
    if (isLast) {
      this.low += this.range;
      this.range = 2;
    }
    this.renormalise();
    if (!isLast) return;
    this.put((this.low >> 9) & 1);
    this.bits.write(((this.low >> 7) & 3) | 1, 2);
  }

  toBuffer(): Buffer {
    return this.bits.toBuffer();
  }

  private renormalise(): void {
    while (this.range < 256) {
      this.settle(512);
      this.range *= 2;
      this.low *= 2;
    }
  }

  /** Writes the highest bit of `low` as soon as nothing can change it. */
  private settle(top: number): void {
    if (this.low >= top) {
      this.low -= top;
      this.put(1);
    } else if (this.low < top / 2) {
      this.put(0);
    } else {
      this.low -= top / 2;
      this.outstanding += 1;
    }
  }

  private put(bit: number): void {
    if (this.isFirst) this.isFirst = false;
    else this.bits.bit(bit);
    for (; this.outstanding > 0; this.outstanding--) this.bits.bit(1 - bit);
  }
}
