// Reads what an HEVC decoder allocates its pictures by: the sequence parameter sets in `hvcC` (ISO/IEC 14496-15, 8.3.3.1; ITU-T
// H.265, 7.3.2.2). The boxes that describe a picture may say something else.

import type { Box } from '../../src/function/container/boxes.ts';
import { Bits } from './bits.ts';
import { Bytes } from './bytes.ts';

export interface CodedHevc {
  readonly width: number;
  readonly height: number;
  /** Bits per sample. */
  readonly bits: number;
  /** Samples per pixel: 1 for grey, 1.5 for 4:2:0, 2 for 4:2:2, 3 for 4:4:4. */
  readonly samples: number;
}

/** The type of the unit that holds a sequence parameter set. */
const sequenceParameters = 33;
/** Bytes of `hvcC` before its lists of units. */
const listsAt = 22;
const samplesOf = [1, 1.5, 2, 3];

/**
 * @param box `hvcC`.
 * @returns The largest of its pictures; undefined if it has no parameters, which may then be in the bitstream alone.
 * @throws {SourceFault} if they cannot be followed.
 */
export function readHevcConfiguration(file: Bytes, { start, end }: Box): CodedHevc | undefined {
  const sets: CodedHevc[] = [];
  let at = start + listsAt + 1;
  for (let lists = file.u8(start + listsAt); lists > 0 && at < end; lists--) {
    const type = file.u8(at) & 63;
    let units = file.u16(at + 1);
    at += 3;
    for (; units > 0 && at < end; units--) {
      const length = file.u16(at);
      if (type === sequenceParameters) sets.push(readSet(file.slice(at + 2, Math.min(at + 2 + length, end))));
      at += 2 + length;
    }
  }
  const area = ({ width, height }: CodedHevc) => width * height;
  return sets.sort((one, other) => area(other) - area(one))[0];
}

function readSet(unit: Uint8Array): CodedHevc {
  // Two bytes name the type of the unit.
  const bits = new Bits(new Bytes(withoutEmulation(unit)), 2);
  bits.skip(4);
  const layers = bits.read(3);
  bits.skip(1);
  skipProfile(bits, layers);
  // sps_seq_parameter_set_id
  bits.golomb();
  const chroma = bits.golomb();
  // separate_colour_plane_flag
  if (chroma === 3) bits.skip(1);
  const width = bits.golomb();
  const height = bits.golomb();
  // conformance_window_flag, and its four offsets
  if (bits.flag()) for (let side = 0; side < 4; side++) bits.golomb();
  const depth = 8 + Math.max(bits.golomb(), bits.golomb());
  return { width, height, bits: depth, samples: samplesOf[chroma] ?? 3 };
}

/** 7.3.3, profile_tier_level. */
function skipProfile(bits: Bits, layers: number): void {
  bits.skip(96);
  const present = Array.from({ length: layers }, () => [bits.flag(), bits.flag()]);
  if (layers > 0) bits.skip(2 * (8 - layers));
  for (const [hasProfile, hasLevel] of present) bits.skip((hasProfile ? 88 : 0) + (hasLevel ? 8 : 0));
}

/** 7.3.1.1: a 3 behind two zeros is no data, and keeps what follows from looking like the start of a unit. */
function withoutEmulation(unit: Uint8Array): Uint8Array {
  return unit.filter((byte, at) => !(byte === 3 && at > 1 && unit[at - 1] === 0 && unit[at - 2] === 0));
}
