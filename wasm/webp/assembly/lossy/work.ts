// Where one macroblock is made, with the samples around it from which it is predicted (RFC 6386, section 12): above it a row that
// begins with the corner, and to its left a column. These are as they were before filters (15).

/** Bytes from one row to the next. */
export const stride: usize = 32;

/** Luma has a row of 16 samples and 4 more to the right, behind 8 bytes of which the last one is its left neighbour. */
const area: usize = memory.data(32 * (17 + 9), 16);
export const luma: usize = area + 32 + 8;
/** Both chromas have 8 samples, side by side, behind the same. */
export const blueChroma: usize = area + 32 * 17 + 32 + 8;
export const redChroma: usize = area + 32 * 17 + 32 + 24;

/** What is above of the row of macroblocks: 16 samples of luma and 8 of each chroma for every macroblock. */
const aboveBytes: u32 = 32;
const outsideAbove: u64 = 0x7f7f7f7f7f7f7f7f;
const outsideLeft: u8 = 129;

/** Prepares the left edge of a row of macroblocks: outside of the picture, samples are 127 above and 129 to the left (12.2, 12.3). */
export function beginRowOfWork(isFirst: bool): void {
  for (let row: usize = 0; row < 16; row++) store<u8>(luma + row * stride - 1, outsideLeft);
  for (let row: usize = 0; row < 8; row++) {
    store<u8>(blueChroma + row * stride - 1, outsideLeft);
    store<u8>(redChroma + row * stride - 1, outsideLeft);
  }
  const corner: u8 = isFirst ? 127 : outsideLeft;
  store<u8>(luma - stride - 1, corner);
  store<u8>(blueChroma - stride - 1, corner);
  store<u8>(redChroma - stride - 1, corner);
  if (!isFirst) return;
  store<u64>(luma - stride, outsideAbove);
  store<u64>(luma - stride, outsideAbove, 8);
  store<u32>(luma - stride, <u32>outsideAbove, 16);
  store<u64>(blueChroma - stride, outsideAbove);
  store<u64>(redChroma - stride, outsideAbove);
}

/** Takes the right edge of the macroblock before as what is to the left of the next one. */
export function moveLeft(): void {
  for (let at = luma - stride; at < luma + 16 * stride; at += stride) store<u8>(at - 1, load<u8>(at, 15));
  for (let at = blueChroma - stride; at < blueChroma + 8 * stride; at += stride) {
    store<u8>(at - 1, load<u8>(at, 7));
    store<u8>(at + 15, load<u8>(at, 23));
  }
}

/**
 * Brings what is above a macroblock.
 *
 * @param above Of all macroblocks of the row.
 * @param isLast Whether it is the last one, right of which the last sample goes on, as in libwebp.
 */
export function bringAbove(above: usize, column: u32, isLast: bool): void {
  const from = above + column * aboveBytes;
  const to = luma - stride;
  store<u64>(to, load<u64>(from));
  store<u64>(to, load<u64>(from, 8), 8);
  store<u32>(to, isLast ? <u32>load<u8>(from, 15) * 0x01010101 : load<u32>(from, aboveBytes), 16);
  store<u64>(blueChroma - stride, load<u64>(from, 16));
  store<u64>(redChroma - stride, load<u64>(from, 24));
}

/** Keeps the last row of a macroblock for the one below. */
export function keepLastRow(above: usize, column: u32): void {
  const to = above + column * aboveBytes;
  const from = luma + 15 * stride;
  store<u64>(to, load<u64>(from));
  store<u64>(to, load<u64>(from, 8), 8);
  store<u64>(to, load<u64>(blueChroma + 7 * stride), 16);
  store<u64>(to, load<u64>(redChroma + 7 * stride), 24);
}

/** Subblocks at the right edge see, below the first row, what is above the macroblock to the right (12.3). */
export function goOnToTheRight(): void {
  const right = load<u32>(luma - stride, 16);
  store<u32>(luma + 3 * stride, right, 16);
  store<u32>(luma + 7 * stride, right, 16);
  store<u32>(luma + 11 * stride, right, 16);
}
