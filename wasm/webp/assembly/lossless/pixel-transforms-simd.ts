// The transforms of pixel-transforms.ts for four pixels at a time.

/** Bytes of the pixels that are taken at once. */
export const bytesAtOnce: u32 = 16;

/** The factors of a block: green to red in the lane of red, and green to blue in that of blue. */
// @ts-ignore: decorator
@inline
export function factorsOf(greenToRed: i32, greenToBlue: i32): v128 {
  return i32x4.splat((greenToRed << 16) | (greenToBlue & 0xffff));
}

/** RFC 9649, 3.5.2. Red and blue are lanes of 16 bits, whose lower bytes count. */
// @ts-ignore: decorator
@inline
export function undoFourColours(from: usize, to: usize, factors: v128, redToBlue: v128): void {
  const pixels = v128.load(from);
  const green = i16x8.shr_s(i8x16.shuffle(pixels, pixels, 0, 1, 0, 1, 4, 5, 4, 5, 8, 9, 8, 9, 12, 13, 12, 13), 8);
  const others = i16x8.add(pixels, i16x8.shr_s(i16x8.mul(green, factors), 5));
  const red = i32x4.shr_s(i32x4.shl(others, 8), 24);
  // Only the lower byte of each sum is used, so that what is carried beyond it does not matter.
  const blue = i32x4.add(others, i32x4.shr_s(i32x4.mul(red, redToBlue), 5));
  const isGreen = i32x4.splat(0xff00ff00);
  const isRed = i32x4.splat(0x00ff0000);
  v128.store(to, v128.bitselect(pixels, v128.bitselect(others, blue, isRed), isGreen));
}

/** RFC 9649, 3.5.3. */
// @ts-ignore: decorator
@inline
export function addFourGreens(from: usize, to: usize): void {
  const pixels = v128.load(from);
  const none: u8 = 16;
  const green = i8x16.shuffle(pixels, i32x4.splat(0), 1, none, 1, none, 5, none, 5, none, 9, none, 9, none, 13, none, 13, none);
  v128.store(to, i8x16.add(pixels, green));
}
