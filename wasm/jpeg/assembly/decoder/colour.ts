// YCbCr to RGB (JFIF 1.02; T.871, 7), in libjpeg's whole numbers (jdcolor.c).

// @ts-ignore: decorator
@inline
function byte(value: i32): u32 {
  return <u32>max(0, min(255, value));
}

/** @returns One pixel as RGBA, red in the lowest byte. */
// @ts-ignore: decorator
@inline
export function rgbaOf(y: i32, cb: i32, cr: i32): u32 {
  const blue = cb - 128;
  const red = cr - 128;
  const r = byte(y + ((91881 * red + 32768) >> 16));
  const g = byte(y + ((-22554 * blue - 46802 * red + 32768) >> 16));
  const b = byte(y + ((116130 * blue + 32768) >> 16));
  return r | (g << 8) | (b << 16) | 0xff000000;
}
