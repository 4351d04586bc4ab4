// The samples of the last rows of macroblocks, in three planes: those of the row that was made last, and above it those of the row
// before and one row of samples more. Filters of a row reach three samples into the row above, and colours between two rows of chroma
// need both of them: only then are the samples above complete, and rows of pixels are made of them.

import { allocate } from '../../../assembly/memory';
import {
  filterChromaBelow,
  filterChromaBeside,
  filterLumaBelow,
  filterLumaBeside,
  filterSimply,
} from './filters';
import { filterKind } from './filter-levels';
import { blueChroma, luma, redChroma, stride } from './work';

let columns: u32 = 0;
let lumaStride: u32 = 0;
let chromaStride: u32 = 0;
/** The first rows; the row of macroblocks that was made last begins 17 rows of luma and 9 of chroma further. */
let lumaPlane: usize = 0;
let bluePlane: usize = 0;
let redPlane: usize = 0;
/** For each macroblock of the row its strength, as filter-levels.ts has it. */
let strengths: usize = 0;

const lumaRows: u32 = 33;
const chromaRows: u32 = 17;

/** @param ofColumns Macroblocks side by side. @returns false if there is no memory. */
export function initPlanes(ofColumns: u32): bool {
  columns = ofColumns;
  lumaStride = columns << 4;
  chromaStride = columns << 3;
  // With room for what is read behind the end of a row.
  lumaPlane = allocate(lumaRows * lumaStride + 16);
  bluePlane = allocate(chromaRows * chromaStride + 16);
  redPlane = allocate(chromaRows * chromaStride + 16);
  strengths = allocate(columns << 2);
  return lumaPlane != 0 && bluePlane != 0 && redPlane != 0 && strengths != 0;
}

/** @param row Of luma, counted from the first one of the macroblocks that were made before the last ones: from -1 to 31. */
export function lumaRow(row: i32): usize {
  return lumaPlane + <usize>(row + 1) * lumaStride;
}

/** @param row Of chroma, in the same way: from -1 to 15. */
export function blueRow(row: i32): usize {
  return bluePlane + <usize>(row + 1) * chromaStride;
}

export function redRow(row: i32): usize {
  return redPlane + <usize>(row + 1) * chromaStride;
}

/** Takes a macroblock from the work area into the last row. */
export function placeMacroblock(column: u32, strength: u32): void {
  store<u32>(strengths + (column << 2), strength);
  let to = lumaRow(16) + (<usize>column << 4);
  for (let from = luma; from < luma + 16 * stride; from += stride, to += lumaStride) {
    store<u64>(to, load<u64>(from));
    store<u64>(to, load<u64>(from, 8), 8);
  }
  let blue = blueRow(8) + (<usize>column << 3);
  let red = redRow(8) + (<usize>column << 3);
  for (let from: usize = 0; from < 8 * stride; from += stride, blue += chromaStride, red += chromaStride) {
    store<u64>(blue, load<u64>(blueChroma + from));
    store<u64>(red, load<u64>(redChroma + from));
  }
}

/** Filters the edges of the last row's macroblocks, one after another (15.1). */
export function filterRow(isFirst: bool): void {
  if (filterKind == 0) return;
  for (let column: u32 = 0; column < columns; column++) {
    const strength = load<u32>(strengths + (column << 2));
    if ((strength & 0xff) == 0) continue;
    if (filterKind == 1) filterLuma(column, strength, isFirst);
    else filterMacroblock(column, strength, isFirst);
  }
}

function filterLuma(column: u32, strength: u32, isFirst: bool): void {
  const limit = <i32>(strength & 0xff);
  const hasInner = strength >> 24 != 0;
  const at = lumaRow(16) + (<usize>column << 4);
  if (column > 0) filterSimply(at, 1, lumaStride, limit + 4);
  if (hasInner) for (let inner: usize = 4; inner < 16; inner += 4) filterSimply(at + inner, 1, lumaStride, limit);
  if (!isFirst) filterSimply(at, lumaStride, 1, limit + 4);
  if (hasInner) for (let inner: usize = 4; inner < 16; inner += 4) filterSimply(at + inner * lumaStride, lumaStride, 1, limit);
}

function filterMacroblock(column: u32, strength: u32, isFirst: bool): void {
  const limit = <i32>(strength & 0xff);
  const inside = <i32>((strength >> 8) & 0xff);
  const threshold = <i32>((strength >> 16) & 0xff);
  const hasInner = strength >> 24 != 0;
  const at = lumaRow(16) + (<usize>column << 4);
  const blue = blueRow(8) + (<usize>column << 3);
  const red = redRow(8) + (<usize>column << 3);
  if (column > 0) {
    filterLumaBeside(at, lumaStride, limit + 4, inside, threshold, true);
    filterChromaBeside(blue, red, chromaStride, limit + 4, inside, threshold, true);
  }
  if (hasInner) {
    for (let inner: u32 = 4; inner < 16; inner += 4) {
      filterLumaBeside(at + inner, lumaStride, limit, inside, threshold, false);
    }
    filterChromaBeside(blue + 4, red + 4, chromaStride, limit, inside, threshold, false);
  }
  if (!isFirst) {
    filterLumaBelow(at, lumaStride, limit + 4, inside, threshold, true);
    filterChromaBelow(blue, red, chromaStride, limit + 4, inside, threshold, true);
  }
  if (hasInner) {
    for (let inner: u32 = 4; inner < 16; inner += 4) {
      filterLumaBelow(at + inner * lumaStride, lumaStride, limit, inside, threshold, false);
    }
    filterChromaBelow(blue + 4 * chromaStride, red + 4 * chromaStride, chromaStride, limit, inside, threshold, false);
  }
}

/** Moves the last row of macroblocks, and one row of samples above it, to where the row before is. */
export function movePlanes(): void {
  move(lumaPlane, 16 * lumaStride, 17 * lumaStride);
  move(bluePlane, 8 * chromaStride, 9 * chromaStride);
  move(redPlane, 8 * chromaStride, 9 * chromaStride);
}

/** Widths of planes are multiples of 8. */
function move(to: usize, by: usize, bytes: usize): void {
  for (const end = to + bytes; to < end; to += 8) store<u64>(to, load<u64>(to + by));
}
