// Makes rows of pixels of the planes, exactly as libwebp does: chroma between its samples is interpolated ("fancy upsampling", which
// all decoders of WebP use), and YUV becomes RGB by ITU-R BT.601 with 16 to 235 for luma (RFC 9649, 2.5).

const opaque: u32 = 0xff000000;

// @ts-ignore: decorator
@inline
function times(value: u32, factor: u32): i32 {
  return <i32>((value * factor) >> 8);
}

/** The same for a mean, which has eight binary places. */
// @ts-ignore: decorator
@inline
function timesMean(value: u32, factor: u32): i32 {
  return <i32>((<u64>value * factor) >> 16);
}

/** @param value With six binary places. */
// @ts-ignore: decorator
@inline
function sample(value: i32): u32 {
  return <u32>min(max(value >> 6, 0), 255);
}

/** @returns RGBA, red in the lowest byte. */
// @ts-ignore: decorator
@inline
export function rgbaOf(y: u32, u: u32, v: u32): u32 {
  const luma = times(y, 19077);
  const red = sample(luma + times(v, 26149) - 14234);
  const green = sample(luma - times(u, 6419) - times(v, 13320) + 8708);
  const blue = sample(luma + times(u, 33050) - 17685);
  return red | (green << 8) | (blue << 16) | opaque;
}

/** @returns The same of means with eight binary places. */
export function rgbaOfMeans(y: u32, u: u32, v: u32): u32 {
  const luma = timesMean(y, 19077);
  const red = sample(luma + timesMean(v, 26149) - 14234);
  const green = sample(luma - timesMean(u, 6419) - timesMean(v, 13320) + 8708);
  const blue = sample(luma + timesMean(u, 33050) - 17685);
  return red | (green << 8) | (blue << 16) | opaque;
}

/** Blue chroma in the lower half of a number, and red in the upper one, so that both are calculated at once. */
// @ts-ignore: decorator
@inline
function both(blue: usize, red: usize): u32 {
  return <u32>load<u8>(blue) | (<u32>load<u8>(red) << 16);
}

const two: u32 = 0x00020002;
const eight: u32 = 0x00080008;

/**
 * Makes one row of pixels.
 *
 * @param luma The row's luma, `width` samples.
 * @param nearBlue The row of chroma that it belongs to, and `farBlue` the next one on its other side; the same at the picture's edge.
 * @param to RGBA.
 */
export function makeRow(
  luma: usize,
  nearBlue: usize,
  nearRed: usize,
  farBlue: usize,
  farRed: usize,
  width: u32,
  to: usize,
): void {
  let near = both(nearBlue, nearRed);
  let far = both(farBlue, farRed);
  store<u32>(to, pixel(luma, (3 * near + far + two) >> 2));
  const pairs = (width - 1) >> 1;
  for (let pair: usize = 1; pair <= pairs; pair++) {
    const nextNear = both(nearBlue + pair, nearRed + pair);
    const nextFar = both(farBlue + pair, farRed + pair);
    // Nine sixteenths of the nearest sample, three of each of the next ones, and one of the farthest, in libwebp's two steps.
    const all = near + far + nextNear + nextFar + eight;
    const rising = (all + 2 * (far + nextNear)) >> 3;
    const falling = (all + 2 * (near + nextFar)) >> 3;
    luma += 2;
    to += 8;
    store<u32>(to - 4, pixel(luma - 1, (rising + near) >> 1));
    store<u32>(to, pixel(luma, (falling + nextNear) >> 1));
    near = nextNear;
    far = nextFar;
  }
  if ((width & 1) == 0) store<u32>(to + 4, pixel(luma + 1, (3 * near + far + two) >> 2));
}

// @ts-ignore: decorator
@inline
function pixel(luma: usize, chroma: u32): u32 {
  return rgbaOf(load<u8>(luma), chroma & 0xff, (chroma >> 16) & 0xff);
}
