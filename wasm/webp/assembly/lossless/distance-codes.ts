// Distances of backward references, which may be told by rows and columns (RFC 9649, 3.6.2.2).

/** Distance codes that stand for a place nearby. */
const near: u32 = 120;
/** For each of them how many rows above, in the upper four bits, and 8 less the number of columns to the right. */
const places: usize = memory.data<u8>([
  24, 7, 23, 25, 40, 6, 39, 41, 22, 26, 38, 42, 56, 5, 55, 57, 21, 27, 54, 58, 37, 43, 72, 4,
  71, 73, 20, 28, 53, 59, 70, 74, 36, 44, 88, 69, 75, 52, 60, 3, 87, 89, 19, 29, 86, 90, 35, 45,
  68, 76, 85, 91, 51, 61, 104, 2, 103, 105, 18, 30, 102, 106, 34, 46, 84, 92, 67, 77, 101, 107, 50, 62,
  120, 1, 119, 121, 83, 93, 17, 31, 100, 108, 66, 78, 118, 122, 33, 47, 117, 123, 49, 63, 99, 109, 82, 94,
  0, 116, 124, 65, 79, 16, 32, 98, 110, 48, 115, 125, 81, 95, 64, 114, 126, 97, 111, 80, 113, 127, 96, 112,
]);

/** The distances of these codes, by the width of the image, in bytes. */
const nearDistances: usize = memory.data(120 * 4, 16);

export function initDistances(width: u32): void {
  for (let at: u32 = 0; at < near; at++) {
    const place: u32 = load<u8>(places + at);
    const distance = <i32>((place >> 4) * width) + 8 - <i32>(place & 15);
    store<u32>(nearDistances + (at << 2), <u32>max(1, distance) << 2);
  }
}

/** @param code From 1 on. @returns The distance in bytes. */
// @ts-ignore: decorator
@inline
export function distanceOf(code: u32): u32 {
  return code > near ? (code - near) << 2 : load<u32>(nearDistances + ((code - 1) << 2));
}
