// Reads the header of a lossy picture: a VP8 key frame (RFC 6386, 9.2 to 9.11 and 19.2).

import {
  initReader,
  isOver,
  readBit,
  readerBytes,
  readFlag,
  readNumber,
  readOptionalSigned,
  unusedBytes,
} from './bool-reader';
import {
  coefficientProbabilityCount,
  coefficientUpdateProbabilities,
  defaultCoefficientProbabilities,
} from './coefficient-probabilities';
import { setFilters } from './filter-levels';
import { readSteps } from './quantiser-steps';

/** Of the first partition, which has the header and how each macroblock is predicted. */
export const firstReader: usize = memory.data(32, 16);
/** Of those with coefficients, of which the rows of macroblocks take turns. */
const partitions: usize = memory.data(8 * 32, 16);
let partitionMask: u32 = 0;

/** Whether each macroblock says which segment it is of. */
export let isSegmented: bool = false;
export const segmentProbabilities: usize = memory.data(4, 4);
/** How likely a macroblock is to have coefficients, of 256; -1: none says that it has not. */
export let skipProbability: i32 = -1;
/** As coefficient-probabilities.ts has them, as they are for this picture. */
export const coefficientProbabilities: usize = memory.data(1056, 16);

const segmentIndices: usize = memory.data(4, 4);
const segmentLevels: usize = memory.data(4, 4);
/** What filters' levels are changed by: for the frame that a macroblock is predicted from, and for how it is predicted. */
const deltas: usize = memory.data(8, 4);

/** @returns The reader of the coefficients of a row of macroblocks. */
export function partitionOf(row: u32): usize {
  return partitions + (row & partitionMask) * readerBytes;
}

/** @returns The most bytes at the end of any partition that were not needed. */
export function unusedOfPartitions(): u32 {
  let most = unusedBytes(firstReader);
  for (let index: u32 = 0; index <= partitionMask; index++) most = max(most, unusedBytes(partitionOf(index)));
  return most;
}

/**
 * Reads the header.
 *
 * @param from Where the first partition begins, behind the ten bytes that the host has read.
 * @param firstBytes How long it is; not longer than the data.
 * @returns false if it is not in order.
 */
export function readFrameHeader(from: usize, firstBytes: u32, end: usize): bool {
  const reader = firstReader;
  initReader(reader, from, from + firstBytes);
  // The colour space and whether values need to be clamped: decoders look at neither (9.2).
  readNumber(reader, 2);
  const hasSegments = readFlag(reader);
  const isAbsolute = readSegments(reader, hasSegments);
  if (isOver(reader)) return false;
  readFilters(reader, hasSegments, isAbsolute);
  if (isOver(reader) || !beginPartitions(from + firstBytes, end, readNumber(reader, 2))) return false;
  readSteps(reader, hasSegments ? segmentIndices : 0, isAbsolute);
  // Whether the probabilities are kept for the next picture.
  readFlag(reader);
  readProbabilities(reader);
  skipProbability = readFlag(reader) ? <i32>readNumber(reader, 8) : -1;
  return !isOver(reader);
}

/** RFC 6386, 9.3. @returns Whether what segments have replaces what the picture has. */
function readSegments(reader: usize, hasSegments: bool): bool {
  isSegmented = false;
  store<u32>(segmentIndices, 0);
  store<u32>(segmentLevels, 0);
  store<u32>(segmentProbabilities, u32.MAX_VALUE);
  if (!hasSegments) return true;
  isSegmented = readFlag(reader);
  let isAbsolute = true;
  if (readFlag(reader)) {
    isAbsolute = readFlag(reader);
    for (let segment: usize = 0; segment < 4; segment++) {
      store<i8>(segmentIndices + segment, <i8>readOptionalSigned(reader, 7));
    }
    for (let segment: usize = 0; segment < 4; segment++) {
      store<i8>(segmentLevels + segment, <i8>readOptionalSigned(reader, 6));
    }
  }
  if (isSegmented) {
    for (let node: usize = 0; node < 3; node++) {
      if (readFlag(reader)) store<u8>(segmentProbabilities + node, <u8>readNumber(reader, 8));
    }
  }
  return isAbsolute;
}

/** RFC 6386, 9.6. */
function readFilters(reader: usize, hasSegments: bool, isAbsolute: bool): void {
  const isSimple = readFlag(reader);
  const level = <i32>readNumber(reader, 6);
  const sharpness = <i32>readNumber(reader, 3);
  store<u64>(deltas, 0);
  const hasDeltas = readFlag(reader);
  if (hasDeltas && readFlag(reader)) {
    for (let delta: usize = 0; delta < 8; delta++) {
      store<i8>(deltas + delta, <i8>readOptionalSigned(reader, 6));
    }
  }
  // Those of a key frame, and of macroblocks with subblocks.
  const ofAll = <i32>load<i8>(deltas);
  const ofSubblocks = <i32>load<i8>(deltas, 4);
  setFilters(isSimple, level, sharpness, hasSegments ? segmentLevels : 0, isAbsolute, ofAll, ofSubblocks);
}

/** RFC 6386, 9.5. @returns false if the last partition is empty. */
function beginPartitions(sizes: usize, end: usize, logarithm: u32): bool {
  const count: u32 = 1 << logarithm;
  partitionMask = count - 1;
  if (<usize>end - sizes < 3 * (count - 1)) return false;
  let from = sizes + 3 * (count - 1);
  for (let index: u32 = 0; index < count; index++, sizes += 3) {
    const left = <u32>(end - from);
    let bytes = left;
    if (index + 1 < count) bytes = min(left, (load<u16>(sizes) as u32) | ((load<u8>(sizes, 2) as u32) << 16));
    initReader(partitionOf(index), from, from + bytes);
    from += bytes;
    if (index + 1 == count) return bytes > 0;
  }
  return false;
}

/** RFC 6386, 13.4. */
function readProbabilities(reader: usize): void {
  for (let index: usize = 0; index < coefficientProbabilityCount; index++) {
    const isNew = readBit(reader, load<u8>(coefficientUpdateProbabilities + index)) != 0;
    const value = isNew ? readNumber(reader, 8) : load<u8>(defaultCoefficientProbabilities + index);
    store<u8>(coefficientProbabilities + index, <u8>value);
  }
}
