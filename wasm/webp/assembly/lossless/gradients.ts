// The predictors that follow a gradient (RFC 9649, 3.5.1: Select, ClampAddSubtractFull and ClampAddSubtractHalf). The four bytes of a pixel
// are calculated together, in four lanes of 16 bits.

const ones: u64 = 0x0001000100010001;
const lowBytes: u64 = 0x00ff00ff00ff00ff;

/** A lane for each byte. Their order does not matter. */
// @ts-ignore: decorator
@inline
function spread(pixel: u32): u64 {
  return (<u64>pixel | (<u64>pixel << 24)) & lowBytes;
}

// @ts-ignore: decorator
@inline
function gather(lanes: u64): u32 {
  return <u32>(lanes | (lanes >> 24));
}

/** How far each two bytes are apart. */
// @ts-ignore: decorator
@inline
function apart(one: u64, other: u64): u64 {
  const difference = one + (ones << 8) - other;
  const isNegative = (~difference >> 8) & ones;
  return ((difference ^ ((isNegative << 8) - isNegative)) & lowBytes) + isNegative;
}

/** L or T, whichever is closer to L + T - TL, by the sum over all bytes; T where both are alike. */
// @ts-ignore: decorator
@inline
export function closest(left: u32, above: u32, corner: u32): u32 {
  const middle = spread(corner);
  const lanes = apart(spread(left), middle) + (ones << 8) - apart(spread(above), middle);
  return <u32>((lanes * ones) >> 48) <= 1024 ? above : left;
}

/** @param lanes Numbers from -255 to 511, with 256 added. @returns The nearest bytes. */
// @ts-ignore: decorator
@inline
function clamp(lanes: u64): u32 {
  const isRight = (lanes >> 8) & ones;
  const isOver = (lanes >> 9) & ones;
  return gather((lanes & ((isRight << 8) - isRight)) | ((isOver << 8) - isOver));
}

// @ts-ignore: decorator
@inline
export function clampedFull(left: u32, above: u32, corner: u32): u32 {
  return clamp(spread(left) + (ones << 8) + spread(above) - spread(corner));
}

/** The mean, and half of what it differs from the corner, rounded towards 0. */
// @ts-ignore: decorator
@inline
export function clampedHalf(mean: u32, corner: u32): u32 {
  const lanes = spread(mean);
  const difference = lanes + (ones << 8) - spread(corner);
  const isNegative = (~difference >> 8) & ones;
  return clamp(lanes + (ones << 7) + (((difference + isNegative) >> 1) & (lowBytes | (ones << 8))));
}
