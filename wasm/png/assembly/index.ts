// The PNG decoder as the host sees it (wasm/png/decode.ts). The host reads the chunks (PNG specification, clause 11), and calls, for
// each picture, in this order: `begin`, what says which colours there are, and then `decodeMore` as often as it asks for data, which
// `takePiece` takes. At last `endInput`. `updateCrc` is for the checksums of chunks, which the host looks after.

import { release } from '../../assembly/memory';
import { inflate, initInflate, isDone as isInflated, isWrong as isBroken, needsData as needsInput } from './inflate';
import { initInput } from './input';
import { initRows, left, makeRows } from './rows';
import { initShrinking } from '../../assembly/shrink';
import { bitsOfPixel, colours, initUnpacking, isPlainRgb } from './unpack';
import { initWindow } from './window';

export { updateCrc } from './crc32';
export { endInput, pieceAddress, pieceRoom, takePiece } from './input';
export { resultAddress } from '../../assembly/shrink';
export { setTransparent } from './unpack';

/** What `decodeMore` answers. */
const needsData = 0;
const isDone = 1;
const isInterrupted = 2;
const isWrong = -1;

/** Begins a picture, and forgets the one before. @returns false if there is no memory. */
export function begin(
  width: u32,
  height: u32,
  depth: u32,
  colourType: u32,
  across: u32,
  down: u32,
  hasAlpha: bool,
): bool {
  release();
  const bits = bitsOfPixel(depth, colourType);
  const rowBytes = <u32>((<u64>width * bits + 7) >> 3);
  initUnpacking(depth, colourType);
  initInflate((<u64>rowBytes + 1) * height);
  return (
    initInput() &&
    initWindow(rowBytes) &&
    initRows(width, height, rowBytes, bits) &&
    initShrinking(width, height, across, down, hasAlpha, isPlainRgb())
  );
}

/** @returns Where the host is to write the colours of a palette: RGBA, 256 of them. */
export function coloursAddress(): usize {
  return colours;
}

/** Decodes what there is, or a part of it. @returns One of the answers above. */
export function decodeMore(): i32 {
  const answer = inflate();
  if (answer == isBroken || !makeRows()) return isWrong;
  if (answer == isInflated) return left == 0 ? isDone : isWrong;
  return answer == needsInput ? needsData : isInterrupted;
}
