// RGBA to YCbCr (T.871, 7), in libjpeg's whole numbers (jccolor.c), to one plane for each component.

import { fillRowBy4, halveRowBy8 } from './colour-simd';

// @ts-ignore: decorator
@inline
function lumaOf(pixel: u32): u8 {
  return <u8>((19595 * (pixel & 255) + 38470 * ((pixel >> 8) & 255) + 7471 * ((pixel >> 16) & 255) + 32768) >> 16);
}

/** The offset of 128, and half less one, which rounds as libjpeg does. */
const chromaOffset: i32 = (128 << 16) + 32767;

// @ts-ignore: decorator
@inline
function cbOf(pixel: u32): u8 {
  const sum = -11059 * <i32>(pixel & 255) - 21709 * <i32>((pixel >> 8) & 255) + 32768 * <i32>((pixel >> 16) & 255);
  return <u8>((sum + chromaOffset) >> 16);
}

// @ts-ignore: decorator
@inline
function crOf(pixel: u32): u8 {
  const sum = 32768 * <i32>(pixel & 255) - 27439 * <i32>((pixel >> 8) & 255) - 5329 * <i32>((pixel >> 16) & 255);
  return <u8>((sum + chromaOffset) >> 16);
}

/** Fills a plane of `stride` x `rows` with one component; what is beyond the picture repeats its edge. */
export function fillPlane(pixels: usize, width: u32, height: u32, which: u32, to: usize, stride: u32, rows: u32): void {
  if (which == 0) fillWith(0, pixels, width, height, to, stride, rows);
  else if (which == 1) fillWith(1, pixels, width, height, to, stride, rows);
  else fillWith(2, pixels, width, height, to, stride, rows);
}

/** A loop for each component, which need not ask for each pixel which one it is. */
// @ts-ignore: decorator
@inline
function fillWith(which: u32, pixels: usize, width: u32, height: u32, to: usize, stride: u32, rows: u32): void {
  for (let y: u32 = 0; y < rows; y++) {
    const from = pixels + <usize>min(y, height - 1) * width * 4;
    const row = to + <usize>y * stride;
    if (ASC_FEATURE_SIMD) fillRowWith(which, from, width, row);
    else {
      for (let x: u32 = 0; x < width; x++) {
        const pixel = load<u32>(from + (x << 2));
        store<u8>(row + x, which == 0 ? lumaOf(pixel) : which == 1 ? cbOf(pixel) : crOf(pixel));
      }
    }
    const last = load<u8>(row + width - 1);
    for (let x = width; x < stride; x++) store<u8>(row + x, last);
  }
}

// @ts-ignore: decorator
@inline
function fillRowWith(which: u32, from: usize, width: u32, to: usize): void {
  if (which == 0) fillRowBy4(from, width, to, 19595, 38470, 7471, 32768);
  else if (which == 1) fillRowBy4(from, width, to, -11059, -21709, 32768, chromaOffset);
  else fillRowBy4(from, width, to, 32768, -27439, -5329, chromaOffset);
}

/** The red of grey pixels is their luminance. */
export function fillGreyPlane(pixels: usize, width: u32, height: u32, to: usize, stride: u32, rows: u32): void {
  for (let y: u32 = 0; y < rows; y++) {
    const from = pixels + <usize>min(y, height - 1) * width * 4;
    const row = to + <usize>y * stride;
    for (let x: u32 = 0; x < stride; x++) store<u8>(row + x, load<u8>(from + (min(x, width - 1) << 2)));
  }
}

/**
 * Halves both sides in place, by the mean of four, rounded up and down in turn as libjpeg does (jcsample.c).
 *
 * @param inside The rows of the result that belong to the picture; the last of them is repeated.
 */
export function halvePlane(plane: usize, stride: u32, rows: u32, inside: u32): void {
  const half = stride >> 1;
  for (let y: u32 = 0; y < rows >> 1; y++) {
    const above = plane + <usize>(2 * y) * stride;
    const to = plane + <usize>y * half;
    if (y >= inside) {
      memory.copy(to, to - half, half);
      continue;
    }
    if (ASC_FEATURE_SIMD) {
      halveRowBy8(above, above + stride, half, to);
      continue;
    }
    for (let x: u32 = 0; x < half; x++) {
      const at = above + 2 * x;
      const sum =
        <u32>load<u8>(at) + <u32>load<u8>(at + 1) + <u32>load<u8>(at + stride) + <u32>load<u8>(at + stride + 1);
      store<u8>(to + x, <u8>((sum + 1 + (x & 1)) >> 2));
    }
  }
}
