// The steps by which coefficients are multiplied (RFC 6386, 9.6 and 14.1).

import { readNumber, readOptionalSigned } from './bool-reader';

/** For each index the step of DC coefficients, and the step of AC ones. */
const dcSteps: usize = memory.data<u8>([
  4, 5, 6, 7, 8, 9, 10, 10, 11, 12, 13, 14, 15, 16, 17, 17, 18, 19, 20, 20, 21, 21, 22, 22, 23, 23, 24, 25, 25, 26, 27, 28,
  29, 30, 31, 32, 33, 34, 35, 36, 37, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58,
  59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89,
  91, 93, 95, 96, 98, 100, 101, 102, 104, 106, 108, 110, 112, 114, 116, 118, 122, 124, 126, 128, 130, 132, 134, 136, 138, 140, 143, 145, 148, 151, 154, 157,
]);
const acSteps: usize = memory.data<u16>([
  4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
  36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 60, 62, 64, 66, 68, 70, 72, 74, 76,
  78, 80, 82, 84, 86, 88, 90, 92, 94, 96, 98, 100, 102, 104, 106, 108, 110, 112, 114, 116, 119, 122, 125, 128, 131, 134, 137, 140, 143, 146, 149, 152,
  155, 158, 161, 164, 167, 170, 173, 177, 181, 185, 189, 193, 197, 201, 205, 209, 213, 217, 221, 225, 229, 234, 239, 245, 249, 254, 259, 264, 269, 274, 279, 284,]);
const lastIndex: i32 = 127;
/** The largest index of DC coefficients of chroma. */
const lastChromaIndex: i32 = 117;

/** For each of four segments: the steps of DC and AC of luma, of the block of luma's DC, and of chroma, 16 bits each. */
const steps: usize = memory.data(4 * 16, 16);
export const lumaSteps: usize = 0;
export const lumaDcSteps: usize = 4;
export const chromaSteps: usize = 8;

/** @returns Where the steps of a segment are. */
export function stepsOf(segment: u32): usize {
  return steps + (segment << 4);
}

/**
 * Reads the indices (9.6), and finds the steps of all segments.
 *
 * @param segmentIndices What each segment's index is, four bytes; 0 if there are no segments.
 * @param isAbsolute Whether these are the indices themselves, and not what is added to that of the picture.
 */
export function readSteps(reader: usize, segmentIndices: usize, isAbsolute: bool): void {
  const index = <i32>readNumber(reader, 7);
  const lumaDc = readOptionalSigned(reader, 4);
  const secondDc = readOptionalSigned(reader, 4);
  const secondAc = readOptionalSigned(reader, 4);
  const chromaDc = readOptionalSigned(reader, 4);
  const chromaAc = readOptionalSigned(reader, 4);
  for (let segment: u32 = 0; segment < 4; segment++) {
    let own = index;
    if (segmentIndices != 0) own = <i32>load<i8>(segmentIndices + segment) + (isAbsolute ? 0 : index);
    const to = stepsOf(segment);
    store<u16>(to, dcStep(own + lumaDc, lastIndex));
    store<u16>(to, acStep(own), 2);
    store<u16>(to, dcStep(own + secondDc, lastIndex) * 2, 4);
    store<u16>(to, <u16>max<u32>(8, (<u32>acStep(own + secondAc) * 155) / 100), 6);
    store<u16>(to, dcStep(own + chromaDc, lastChromaIndex), 8);
    store<u16>(to, acStep(own + chromaAc), 10);
  }
}

function dcStep(index: i32, last: i32): u16 {
  return load<u8>(dcSteps + min(max(index, 0), last));
}

function acStep(index: i32): u16 {
  return load<u16>(acSteps + (min(max(index, 0), lastIndex) << 1));
}
