// The transforms that take each pixel by itself: colour, subtract green and colour indexing (RFC 9649, 3.5.2 to 3.5.4).

import { addFourGreens, bytesAtOnce, factorsOf, undoFourColours } from './pixel-transforms-simd';
import { addPixels } from './predictors';

const palette: usize = memory.data(256 * 4, 16);

/** The lowest byte, from -128 to 127. */
// @ts-ignore: decorator
@inline
function signed(value: u32): i32 {
  return <i32>(value << 24) >> 24;
}

/** RFC 9649, 3.5.2: what a colour adds to another one. The factor is told in steps of 1/32. */
// @ts-ignore: decorator
@inline
function delta(factor: i32, colour: u32): i32 {
  return (factor * signed(colour)) >> 5;
}

/**
 * Undoes the colour transform.
 *
 * @param elements The row of blocks: green to red in blue, green to blue in green, and red to blue in red.
 */
export function undoColours(elements: usize, blockBits: u32, from: usize, to: usize, width: u32): void {
  const rowEnd = from + (width << 2);
  const size: usize = 4 << blockBits;
  while (from < rowEnd) {
    const element = load<u32>(elements);
    const greenToRed = signed(element);
    const greenToBlue = signed(element >> 8);
    const redToBlue = signed(element >> 16);
    const end = min(rowEnd, from + size);
    if (ASC_FEATURE_SIMD) {
      const factors = factorsOf(greenToRed, greenToBlue);
      const redToBlueFactors = i32x4.splat(redToBlue);
      for (; from + bytesAtOnce <= end; from += bytesAtOnce, to += bytesAtOnce) {
        undoFourColours(from, to, factors, redToBlueFactors);
      }
    }
    for (; from < end; from += 4, to += 4) {
      const pixel = load<u32>(from);
      const green = pixel >> 8;
      const red = (pixel >> 16) + delta(greenToRed, green);
      const blue = pixel + delta(greenToBlue, green) + delta(redToBlue, red);
      store<u32>(to, (pixel & 0xff00ff00) | ((red & 255) << 16) | (blue & 255));
    }
    elements += 4;
  }
}

/** Adds green to red and blue (RFC 9649, 3.5.3). */
export function addGreen(from: usize, to: usize, width: u32): void {
  const end = from + (width << 2);
  if (ASC_FEATURE_SIMD) {
    for (; from + bytesAtOnce <= end; from += bytesAtOnce, to += bytesAtOnce) addFourGreens(from, to);
  }
  for (; from < end; from += 4, to += 4) {
    const pixel = load<u32>(from);
    const green = (pixel >> 8) & 255;
    store<u32>(to, (pixel & 0xff00ff00) | (((pixel & 0x00ff00ff) + green * 0x10001) & 0x00ff00ff));
  }
}

/**
 * Makes the palette of its image, in which each colour but the first is told by how it differs from the one before (RFC 9649, 3.5.4).
 * Indices behind the last colour are transparent black.
 */
export function makePalette(image: usize, colours: u32): void {
  let colour: u32 = 0;
  for (let at: u32 = 0; at < 256; at++) {
    colour = at < colours ? addPixels(colour, load<u32>(image + (at << 2))) : 0;
    store<u32>(palette + (at << 2), colour);
  }
}

/**
 * Replaces indices by colours. They are in green, several in each, from the lowest bit on, where the palette is small.
 *
 * @param packing Each green has 2 to the power of this many indices.
 * @param to May be the same address.
 */
export function undoIndexing(packing: u32, from: usize, to: usize, width: u32): void {
  const bits: u32 = 8 >> packing;
  const mask: u32 = (1 << bits) - 1;
  const within: u32 = (1 << packing) - 1;
  // From the end, so that no index is overwritten before it is read.
  for (let x = width; x > 0; ) {
    x--;
    const index = (load<u32>(from + ((x >> packing) << 2)) >> (8 + (x & within) * bits)) & mask;
    store<u32>(to + (x << 2), load<u32>(palette + (index << 2)));
  }
}
