// Decodes a lossy picture (RFC 6386), one row of macroblocks after another. Only the last two rows are in memory.

import { allocate } from '../../../assembly/memory';
import { alphaRow, hasAlphaPlane } from '../alpha';
import { isDone, isInterrupted, isWrong } from '../decoding-state';
import { isWhole } from '../../../assembly/shrink';
import { beginRow, endRow } from '../rows';
import { isOver } from './bool-reader';
import {
  any,
  beginRowOfCoefficients,
  chromaKinds,
  coefficients,
  firstThree,
  initCoefficients,
  isExcessive,
  lumaKinds,
  onlyDc,
  readCoefficients,
  skipCoefficients,
} from './coefficients';
import { makeRow } from './colour';
import { strengthOf } from './filter-levels';
import { firstReader, partitionOf, readFrameHeader } from './frame-header';
import {
  beginRowOfModes,
  chromaMode,
  hasSubblocks,
  initModes,
  isSkipped,
  lumaMode,
  readModes,
  segment,
  subblockModes,
} from './modes';
import { blueRow, filterRow, initPlanes, lumaRow, movePlanes, placeMacroblock, redRow } from './planes';
import { predict, predictSubblock } from './prediction';
import { addPlaneRow, initPlaneShrinking } from './shrink-planes';
import { stepsOf } from './quantiser-steps';
import { addDcResidue, addResidue, addSmallResidue } from './transforms';
import {
  beginRowOfWork,
  blueChroma,
  bringAbove,
  goOnToTheRight,
  keepLastRow,
  luma,
  moveLeft,
  redChroma,
  stride,
} from './work';

/** Macroblocks that are decoded at a time, which takes a few milliseconds. */
const macroblocksAtOnce: u32 = 2048;

let width: u32 = 0;
let height: u32 = 0;
let columns: u32 = 0;
let rows: u32 = 0;
/** The row of macroblocks that comes next, and the row of pixels. */
let row: u32 = 0;
let nextRow: u32 = 0;
/** Whether planes are made smaller, and not pixels, whose colours would have to be weighted by alpha. */
let shrinksPlanes: bool = false;
/** What is above the macroblocks of a row; work.ts says how. */
let above: usize = 0;

/**
 * Begins a picture.
 *
 * @param from Where the first partition begins; `end` is where the data ends.
 * @param firstBytes How long the first partition is; not longer than the data.
 * @returns false if its header is wrong, or if there is no memory.
 */
export function beginLossy(
  from: usize,
  end: usize,
  firstBytes: u32,
  ofWidth: u32,
  ofHeight: u32,
  across: u32,
  down: u32,
): bool {
  width = ofWidth;
  height = ofHeight;
  columns = (width + 15) >> 4;
  rows = (height + 15) >> 4;
  row = 0;
  nextRow = 0;
  shrinksPlanes = !hasAlphaPlane && !isWhole();
  above = allocate((columns + 1) << 5);
  return (
    above != 0 &&
    readFrameHeader(from, firstBytes, end) &&
    initModes(columns) &&
    initCoefficients(columns) &&
    initPlanes(columns) &&
    (!shrinksPlanes || initPlaneShrinking(width, across, down))
  );
}

/** Decodes some rows. @returns One of decoding-state.ts. */
export function decodeLossy(): i32 {
  for (let macroblocks: u32 = 0; macroblocks < macroblocksAtOnce; macroblocks += columns) {
    if (!decodeRow()) return isWrong;
    filterRow(row == 0);
    makeRows();
    row++;
    if (row == rows) return isDone;
    movePlanes();
  }
  return isInterrupted;
}

function decodeRow(): bool {
  const reader = partitionOf(row);
  beginRowOfModes();
  beginRowOfCoefficients();
  beginRowOfWork(row == 0);
  for (let column: u32 = 0; column < columns; column++) {
    readModes(firstReader, column);
    if (isSkipped) skipCoefficients(column, hasSubblocks);
    else readCoefficients(reader, column, hasSubblocks, stepsOf(segment));
    if (column > 0) moveLeft();
    if (row > 0) bringAbove(above, column, column + 1 == columns);
    makeLuma(column);
    makeChroma(blueChroma, 16, chromaKinds >> 8, column);
    makeChroma(redChroma, 20, chromaKinds, column);
    keepLastRow(above, column);
    // Inner edges of what is predicted as a whole, and has no coefficients, are not filtered (15.1).
    const strength = strengthOf(segment, hasSubblocks);
    const isFlat = lumaKinds == 0 && chromaKinds == 0;
    placeMacroblock(column, isFlat ? strength : strength | (1 << 24));
  }
  return !isExcessive && !isOver(firstReader) && !isOver(reader);
}

function makeLuma(column: u32): void {
  let kinds = lumaKinds;
  let block = coefficients;
  if (hasSubblocks) goOnToTheRight();
  else predict(luma, 16, lumaMode, row > 0, column > 0);
  for (let index: usize = 0; index < 16; index++, block += 32, kinds <<= 2) {
    const to = luma + (index >> 2) * 4 * stride + ((index & 3) << 2);
    if (hasSubblocks) predictSubblock(to, load<u8>(subblockModes + index));
    addBlock(block, kinds >> 30, to);
  }
}

/** @param first Which block is the first one. @param kinds Of its blocks, in the lowest 8 bits. */
function makeChroma(to: usize, first: usize, kinds: u32, column: u32): void {
  predict(to, 8, chromaMode, row > 0, column > 0);
  const block = coefficients + (first << 5);
  addBlock(block, (kinds >> 6) & 3, to);
  addBlock(block + 32, (kinds >> 4) & 3, to + 4);
  addBlock(block + 64, (kinds >> 2) & 3, to + 4 * stride);
  addBlock(block + 96, kinds & 3, to + 4 * stride + 4);
}

// @ts-ignore: decorator
@inline
function addBlock(block: usize, kind: u32, to: usize): void {
  if (kind == any) addResidue(block, to);
  else if (kind == firstThree) addSmallResidue(block, to);
  else if (kind == onlyDc) addDcResidue(block, to);
}

/** Makes the rows of pixels whose samples are complete. */
function makeRows(): void {
  const end = row + 1 == rows ? height : row > 0 ? (row << 4) - 1 : 0;
  for (; nextRow < end; nextRow++) {
    const own = <i32>nextRow - (<i32>row - 1) * 16;
    const near = own >> 1;
    let far = (own & 1) == 0 ? near - 1 : near + 1;
    if (nextRow == 0 || ((own & 1) != 0 && nextRow + 1 == height)) far = near;
    if (shrinksPlanes) {
      addPlaneRow(lumaRow(own), blueRow(near), redRow(near), nextRow + 1 == height);
      continue;
    }
    const to = beginRow();
    makeRow(lumaRow(own), blueRow(near), redRow(near), blueRow(far), redRow(far), width, to);
    if (hasAlphaPlane) addAlpha(to, alphaRow(nextRow));
    endRow();
  }
}

function addAlpha(to: usize, from: usize): void {
  for (const end = to + (<usize>width << 2); to < end; to += 4, from++) store<u8>(to, load<u8>(from), 3);
}
