// The WebP decoder as the host sees it (wasm/webp/decode.ts). The host reads the chunks (RFC 9649, 2), and calls, for each picture:
// `begin`, `inputAddress` for each of its one or two chunks, where it copies their data, `beginAlpha` if there is a plane of it,
// `beginLossy` or `beginLossless`, and then `decodeMore` until it is done.

import { allocate, release } from '../../assembly/memory';
import { isDone, isInterrupted, isWrong } from './decoding-state';
import { beginAlpha as beginAlphaPlane, decodeAlpha, forgetAlpha, hasUnusedAlpha } from './alpha';
import { unusedBytes } from './lossless/bits';
import { beginLossless as beginLosslessPicture, decodeLossless, takeLosslessRow } from './lossless/lossless';
import { unusedOfPartitions } from './lossy/frame-header';
import { beginLossy as beginLossyPicture, decodeLossy } from './lossy/lossy';
import { beginRow, endRow, initRows, left } from './rows';
import { mostUnused } from './unused';

export { resultAddress } from '../../assembly/shrink';

let width: u32 = 0;
let height: u32 = 0;
let across: u32 = 1;
let down: u32 = 1;
let isLossless: bool = false;
let isAlphaDue: bool = false;
/** What a lossless picture without alpha has in its place counts for nothing. */
let alphaBits: u32 = 0;

/** Begins a picture, and forgets the one before. @returns false if there is no memory. */
export function begin(ofWidth: u32, ofHeight: u32, byAcross: u32, byDown: u32, hasAlpha: bool): bool {
  release();
  width = ofWidth;
  height = ofHeight;
  across = byAcross;
  down = byDown;
  isAlphaDue = false;
  alphaBits = hasAlpha ? 0 : 0xff000000;
  forgetAlpha();
  return initRows(width, height, across, down, hasAlpha);
}

/** @returns Where the host is to write so many bytes; 0 if there is no memory. */
export function inputAddress(bytes: u32): usize {
  return allocate(bytes);
}

/** Begins the alpha of a lossy picture. @returns false if it is wrong, or if there is no memory. */
export function beginAlpha(from: usize, bytes: u32): bool {
  isAlphaDue = beginAlphaPlane(from, from + bytes, width, height);
  return isAlphaDue;
}

/** @param from The first partition. @param firstBytes Its length. @param bytes Of all of the data from there on. */
export function beginLossy(from: usize, firstBytes: u32, bytes: u32): bool {
  isLossless = false;
  return beginLossyPicture(from, from + bytes, firstBytes, width, height, across, down);
}

/** @param from What follows the five bytes of the header. */
export function beginLossless(from: usize, bytes: u32): bool {
  isLossless = true;
  return beginLosslessPicture(from, from + bytes, width, height);
}

/** Decodes a part. @returns One of decoding-state.ts. */
export function decodeMore(): i32 {
  if (isAlphaDue) {
    const answer = decodeAlpha();
    if (answer != isDone) return answer;
    isAlphaDue = false;
    return isInterrupted;
  }
  if (!isLossless) return decodeLossy();
  const answer = decodeLossless();
  if (answer == isWrong) return isWrong;
  for (let row = takeLosslessRow(); row != 0; row = takeLosslessRow()) giveRow(row);
  return answer == isInterrupted ? isInterrupted : left == 0 ? isDone : isWrong;
}

/** Whether there was data behind the picture's own, once it is decoded. */
export function hasUnusedData(): bool {
  return hasUnusedAlpha || (isLossless ? unusedBytes() : unusedOfPartitions()) > mostUnused;
}

/** @param from A row as lossless pictures have it: alpha in the highest byte, then red, green and blue. */
function giveRow(from: usize): void {
  let to = beginRow();
  for (const end = to + (<usize>width << 2); to < end; to += 4, from += 4) {
    const argb = load<u32>(from);
    store<u32>(to, (argb & 0xff00ff00) | ((argb >> 16) & 0xff) | ((argb & 0xff) << 16) | alphaBits);
  }
  endRow();
}
