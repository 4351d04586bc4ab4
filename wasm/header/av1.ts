// Reads what an AV1 decoder allocates its pictures by: the sequence headers of a bitstream, and how many frames it has (AV1
// Bitstream & Decoding Process Specification 1.0.0, 5.3 to 5.9). A decoder looks at nothing else before it does, above all not at
// what the file around the bitstream says.

import { Bits } from './bits.ts';
import type { Bytes } from './bytes.ts';
import { corrupt } from './facts.ts';

/** What the decoder allocates. Where a bitstream says more than once how large its frames are, the largest. */
export interface Coded {
  readonly width: number;
  readonly height: number;
  /** Bits per sample: 8, 10 or 12. */
  readonly bits: number;
  /** Samples per pixel: 1.5 for 4:2:0 and for grey, of which the decoder keeps empty colours as well, 2 for 4:2:2, 3 for 4:4:4. */
  readonly samples: number;
  /** Frames that are decoded, and one for film grain, which is drawn on a copy. */
  readonly frames: number;
}

/** The types of the units (OBUs) of which a bitstream consists. */
const unit = { sequenceHeader: 1, frameHeader: 3, frame: 6 } as const;

/** Of one picture; photos have three, layered ones some ten. Stops files of empty units, of which a megabyte holds 524,288. */
const maxUnits = 10_000;

/**
 * @returns undefined if there is no sequence header, so that nothing is decoded.
 * @throws {SourceFault} for a bitstream that cannot be followed.
 */
export function readAv1(file: Bytes): Coded | undefined {
  let coded: Coded | undefined;
  let frames = 0;
  let at = 0;
  for (let count = 0; at < file.length; count++) {
    if (count === maxUnits) throw corrupt(`an AV1 picture of more than ${maxUnits} units`);
    const head = file.u8(at);
    const type = (head >> 3) & 15;
    const start = at + ((head & 4) === 0 ? 1 : 2);
    const size = (head & 2) === 0 ? { value: file.length - start, end: start } : readSize(file, start);
    if (type === unit.frame || type === unit.frameHeader) frames += 1;
    if (type === unit.sequenceHeader) coded = larger(coded, readSequenceHeader(new Bits(file, size.end)));
    at = size.end + size.value;
  }
  return coded && { ...coded, frames: coded.frames + Math.max(1, frames) };
}

function larger(a: Coded | undefined, b: Coded): Coded {
  if (!a) return b;
  return {
    width: Math.max(a.width, b.width),
    height: Math.max(a.height, b.height),
    bits: Math.max(a.bits, b.bits),
    samples: Math.max(a.samples, b.samples),
    frames: Math.max(a.frames, b.frames),
  };
}

/** leb128: seven bits of each byte, the lowest first, and one bit that says whether another byte follows. */
function readSize(file: Bytes, from: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = file.u8(from + i);
    value += (byte & 0x7f) * 2 ** (7 * i);
    if ((byte & 0x80) === 0) return { value, end: from + i + 1 };
  }
  throw corrupt('an AV1 unit whose length does not end');
}

/** 5.5.1, sequence_header_obu. The names of the fields are in the order of the specification. */
function readSequenceHeader(bits: Bits): Coded {
  const profile = bits.read(3);
  // still_picture
  bits.read(1);
  const isReduced = bits.flag();
  if (isReduced) bits.read(5);
  else skipOperatingPoints(bits);
  const widthBits = bits.read(4) + 1;
  const heightBits = bits.read(4) + 1;
  const width = bits.read(widthBits) + 1;
  const height = bits.read(heightBits) + 1;
  // frame_id_numbers_present_flag
  if (!isReduced && bits.flag()) bits.read(7);
  // use_128x128_superblock, enable_filter_intra, enable_intra_edge_filter
  bits.read(3);
  if (!isReduced) skipTools(bits);
  // enable_superres, enable_cdef, enable_restoration
  bits.read(3);
  const colour = readColour(bits, profile);
  const hasGrain = bits.flag();
  return { width, height, ...colour, frames: hasGrain ? 1 : 0 };
}

function skipOperatingPoints(bits: Bits): void {
  let delayBits = 0;
  // timing_info_present_flag, timing_info, decoder_model_info
  if (bits.flag()) {
    bits.read(32);
    bits.read(32);
    if (bits.flag()) bits.golomb();
    if (bits.flag()) {
      delayBits = bits.read(5) + 1;
      bits.read(32);
      bits.read(10);
    }
  }
  const hasInitialDelay = bits.flag();
  for (let left = bits.read(5) + 1; left > 0; left--) {
    // operating_point_idc
    bits.read(12);
    // seq_level_idx, and seq_tier from level 4.0 on
    if (bits.read(5) > 7) bits.read(1);
    if (delayBits > 0 && bits.flag()) {
      bits.read(delayBits);
      bits.read(delayBits);
      bits.read(1);
    }
    if (hasInitialDelay && bits.flag()) bits.read(4);
  }
}

/** From enable_interintra_compound to order_hint_bits_minus_1. */
function skipTools(bits: Bits): void {
  bits.read(4);
  const hasOrderHint = bits.flag();
  if (hasOrderHint) bits.read(2);
  const chooses = bits.flag();
  const forces = chooses || bits.flag();
  if (forces && !bits.flag()) bits.read(1);
  if (hasOrderHint) bits.read(3);
}

/** 5.5.2, color_config. */
function readColour(bits: Bits, profile: number): { readonly bits: number; readonly samples: number } {
  const isHigh = bits.flag();
  const depth = isHigh ? (profile === 2 && bits.flag() ? 12 : 10) : 8;
  const isGrey = profile !== 1 && bits.flag();
  const isDescribed = bits.flag();
  const [primaries, transfer, matrix] = isDescribed ? [bits.read(8), bits.read(8), bits.read(8)] : [2, 2, 2];
  if (isGrey) {
    // color_range
    bits.read(1);
    return { bits: depth, samples: 1.5 };
  }
  // sRGB as it is, without a range, is always 4:4:4.
  const isRgb = primaries === 1 && transfer === 13 && matrix === 0;
  if (!isRgb) bits.read(1);
  const samples = isRgb ? 3 : readSubsampling(bits, profile, depth);
  // separate_uv_delta_q
  bits.read(1);
  return { bits: depth, samples };
}

function readSubsampling(bits: Bits, profile: number, depth: number): number {
  const across = profile === 0 || (profile === 2 && (depth < 12 || bits.flag()));
  const down = profile === 0 || (profile === 2 && depth === 12 && across && bits.flag());
  // chroma_sample_position
  if (across && down) bits.read(2);
  return across ? (down ? 1.5 : 2) : 3;
}
