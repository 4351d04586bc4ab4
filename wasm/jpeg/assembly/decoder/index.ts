// The JPEG decoder as the host sees it (wasm/jpeg/decode.ts). The host reads the markers, and calls, for each photo, in this order:
// `begin`, `addComponent` for each one, `plan`, then for each scan `beginScan`, `addPart`, and `decodeMore` as often as it asks for
// data; at last `finish` until it is done.

import { beginFrame, blocksOfRow, mcusDown, scaledWidth } from './component';
import { makeTable, tableSource } from './huffman';
import { beginInput, initInput } from './input';
import { release } from '../../../assembly/memory';
import { zigzag } from '../zigzag';
import { planReduction, planResizing, reduceRows } from './reduce';
import { beginScan as beginMcus } from './scan';
import { clearBlock } from './sequential';
import { beginSpectrum, storeCoefficients, transformRow } from './several-scans';
import { initUpsampling } from './upsample';

export { addComponent } from './component';
export { makeTable };
export { addPart, decodeMore } from './scan';
export { pieceAddress, pieceRoom, takePiece, unusedBytes } from './input';
export { pictureAddress, resultAddress } from './reduce';

/** Blocks, or pixels of the scaled picture, after which `finish` returns, so that the host can look at the time. */
const blocksAtOnce: u32 = 32768;
const pixelsAtOnce: u32 = 524288;

let isStored: bool = false;
let transformed: u32 = 0;

/** @returns Where the host is to write the counts and symbols of a table. An exported global is no number on every runtime. */
export function tableAddress(): usize {
  return tableSource;
}

/** @returns Where the order of a file's coefficients is: 64 places in a block. */
export function zigzagAddress(): usize {
  return zigzag;
}

/** Begins a photo, and forgets the one before. @returns false if there is no memory. */
export function begin(width: u32, height: u32, side: u32, mostAcross: u32, mostDown: u32): bool {
  release();
  clearBlock();
  beginFrame(width, height, side, mostAcross, mostDown);
  isStored = false;
  transformed = 0;
  return initInput();
}

/** @returns See `planReduction`. @param stores Whether the picture comes in several scans. */
export function plan(width: u32, height: u32, columns: u32, rows: u32, isRgb: bool, stores: bool): usize {
  isStored = stores;
  if (!initUpsampling() || (stores && !storeCoefficients())) return 0;
  return planReduction(width, height, columns, rows, isRgb);
}

/** Begins to resample a picture of RGBA, and forgets the photo. @returns See `planResizing`. */
export function beginResizing(width: u32, height: u32, toWidth: u32, toHeight: u32, columns: u32, rows: u32): usize {
  release();
  beginFrame(width, height, 8, 1, 1);
  isStored = false;
  return planResizing(toWidth, toHeight, columns, rows);
}

export function beginScan(interval: u32, progressive: bool, from: u32, to: u32, high: u32, low: u32): void {
  beginInput();
  beginSpectrum(progressive, from, to, high, low);
  beginMcus(interval);
}

/** Does a part of what is left after the last scan. @returns Whether all is done. */
export function finish(): bool {
  if (isStored && transformed < mcusDown) {
    const end = min(mcusDown, transformed + max(1, blocksAtOnce / blocksOfRow()));
    for (; transformed < end; transformed++) transformRow(transformed);
    return false;
  }
  return reduceRows(max(1, pixelsAtOnce / scaledWidth));
}
