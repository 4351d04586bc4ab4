// One scan (T.81, B.2.3): goes through its MCUs as far as there is data, restart intervals included.

import { decodeBlock } from './sequential';
import { ScaledComponent, component, mcusAcross, mcusDown } from './component';
import { isAtMarker, isFull, isUsedUp, keepMore, keptBits, passRestart, position } from './input';
import { beginBands, isBandOpen, passBand, readStoredBlock } from './several-scans';

/** What `decodeMore` answers. */
export const needsData = 0;
export const isDone = 1;
export const isInterrupted = 2;
export const isWrong = -1;

/** No MCU of ten blocks has more bits. */
const longestMcu: u32 = 10 * 64 * 32;
/** Blocks after which `decodeMore` returns, so that the host can look at the time. */
const blocksAtOnce: u32 = 65536;

const parts: usize = memory.data(4 * 4, 16);
let partCount: u32 = 0;
let width: u32 = 0;
let height: u32 = 0;
let column: u32 = 0;
let row: u32 = 0;
/** MCUs between two restarts, 0 for none; those that are left until the next one; and its number. */
let restartInterval: u32 = 0;
let untilRestart: u32 = 0;
let restarts: u32 = 0;

export function beginScan(interval: u32): void {
  partCount = 0;
  restartInterval = interval;
  untilRestart = interval;
  restarts = 0;
  column = 0;
  row = 0;
  beginBands();
}

export function addPart(index: u32, dcTable: u32, acTable: u32): void {
  const one = component(index);
  one.dcTable = dcTable;
  one.acTable = acTable + 4;
  one.predicted = 0;
  store<u32>(parts + (partCount << 2), index);
  partCount++;
  // A scan of one component has no filled up MCUs (A.2.2).
  width = partCount == 1 ? one.columns : mcusAcross;
  height = partCount == 1 ? one.rows : mcusDown;
}

/** T.81, A.2.2 and A.2.3. */
function blocksOfMcu(): u32 {
  if (partCount == 1) return 1;
  let blocks: u32 = 0;
  for (let n: u32 = 0; n < partCount; n++) {
    const one = component(load<u32>(parts + (n << 2)));
    blocks += one.across * one.down;
  }
  return blocks;
}

/** Decodes what there is. @returns One of the answers above. */
export function decodeMore(): i32 {
  let left = blocksAtOnce / blocksOfMcu();
  while (true) {
    keepMore();
    const wasFull = isFull();
    while (row < height) {
      while (column < width) {
        if (restartInterval != 0 && untilRestart == 0) {
          if (!isAtMarker) {
            // Nothing but a marker may follow. More data would fill the buffer, and never be used.
            if (keptBits() - position >= 8) return isWrong;
            break;
          }
          if (isBandOpen() || !passRestart(restarts & 7)) return isWrong;
          beginInterval();
          keepMore();
        }
        if (!isAtMarker && keptBits() - position < longestMcu) break;
        if (left == 0) return isInterrupted;
        // Where there are no restarts, which would have to be counted.
        if (restartInterval == 0) {
          const passed = passBand(width - column);
          if (passed > 0) {
            column += passed;
            continue;
          }
        }
        if (!decodeMcu() || position > keptBits()) return isWrong;
        left--;
        column++;
        untilRestart--;
      }
      if (column < width) break;
      column = 0;
      row++;
    }
    if (row == height) {
      if (isAtMarker) return isUsedUp() && !isBandOpen() ? isDone : isWrong;
      // Nothing but a marker may follow.
      if (keptBits() - position >= 8) return isWrong;
    }
    if (!wasFull || isAtMarker) break;
  }
  return needsData;
}

function beginInterval(): void {
  untilRestart = restartInterval;
  restarts++;
  beginBands();
  for (let n: u32 = 0; n < partCount; n++) component(load<u32>(parts + (n << 2))).predicted = 0;
}

// @ts-ignore: decorator
@inline
function decodeMcu(): bool {
  if (partCount == 1) {
    const one = component(load<u32>(parts));
    return decodeAt(one, column, row);
  }
  for (let n: u32 = 0; n < partCount; n++) {
    const one = component(load<u32>(parts + (n << 2)));
    const across = one.across;
    const down = one.down;
    for (let y: u32 = 0; y < down; y++) {
      for (let x: u32 = 0; x < across; x++) {
        if (!decodeAt(one, column * across + x, row * down + y)) return false;
      }
    }
  }
  return true;
}

// @ts-ignore: decorator
@inline
function decodeAt(one: ScaledComponent, x: u32, y: u32): bool {
  if (one.blocks != 0) return readStoredBlock(one, one.blocks + (y * one.stride + x) * one.blockBytes);
  const side = one.side;
  const stride = one.stride * side;
  return decodeBlock(one, one.plane + y * side * stride + x * side, stride);
}
