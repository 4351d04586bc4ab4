// The transforms of a picture (RFC 9649, 3.5): in which order they are, and how they are undone, row by row, the last one first.

import { allocate } from '../../../assembly/memory';
import { addGreen, makePalette, undoColours, undoIndexing } from './pixel-transforms';
import { undoFirstRow, undoRow } from './predictors';

/** RFC 9649, 3.5. */
const predictor: u32 = 0;
const colour: u32 = 1;
const subtractGreen: u32 = 2;
export const colourIndexing: u32 = 3;

/** Up to four transforms: of each its type, its bits, how wide its rows are, and its image. */
const transforms: usize = memory.data(4 * 16, 16);
const bitsOf: usize = 4;
const widthOf: usize = 8;
const imageOf: usize = 12;
let count: u32 = 0;
/** A bit for each type that there is. */
let seen: u32 = 0;
/** How wide the rows are that come from the bitstream: several pixels are one where the palette is small. */
export let packedWidth: u32 = 0;

/** A row of pixels. */
let pixels: usize = 0;
/** What the predictor transform has made of this row and of the one above, with one pixel more at the end. */
let predicted: usize = 0;
let above: usize = 0;

/** Bytes behind a row that may be overwritten. */
const behind: u32 = 16;

/** @returns false if there is no memory. */
export function initTransforms(width: u32): bool {
  count = 0;
  seen = 0;
  packedWidth = width;
  predicted = 0;
  pixels = allocate((width << 2) + behind);
  return pixels != 0;
}

/** Adds a transform, of which there may be one of each type. @returns false if there is such a one, or no memory. */
export function addTransform(type: u32): bool {
  if ((seen & (1 << type)) != 0) return false;
  seen |= 1 << type;
  const transform = transforms + (count << 4);
  store<u32>(transform, type);
  store<u32>(transform, 0, bitsOf);
  store<u32>(transform, packedWidth, widthOf);
  store<usize>(transform, 0, imageOf);
  count++;
  if (type != predictor) return true;
  predicted = allocate((packedWidth << 2) + behind);
  above = allocate((packedWidth << 2) + behind);
  return predicted != 0 && above != 0;
}

/** Whether the type is one that has an image of blocks (RFC 9649, 3.5.1 and 3.5.2). */
export function hasBlocks(type: u32): bool {
  return type == predictor || type == colour;
}

/** Gives the last transform its image of blocks. */
export function setBlocksOfTransform(image: usize, bits: u32): void {
  const transform = transforms + ((count - 1) << 4);
  store<u32>(transform, bits, bitsOf);
  store<usize>(transform, image, imageOf);
}

/** Gives the last transform its palette (RFC 9649, 3.5.4). */
export function setPalette(image: usize, colours: u32): void {
  const packing: u32 = colours > 16 ? 0 : colours > 4 ? 1 : colours > 2 ? 2 : 3;
  makePalette(image, colours);
  setBlocksOfTransform(image, packing);
  packedWidth = blocksIn(packedWidth, packing);
}

/** How many blocks there are in a side (RFC 9649, 3.5.1). */
export function blocksIn(side: u32, bits: u32): u32 {
  return (side + (1 << bits) - 1) >> bits;
}

/** Undoes all transforms of a row. @param y Rows come in order. @returns Where its pixels are now. */
export function undoTransforms(row: usize, y: u32): usize {
  for (let left = count; left > 0; left--) {
    const transform = transforms + ((left - 1) << 4);
    const type = load<u32>(transform);
    const bits = load<u32>(transform, bitsOf);
    const width = load<u32>(transform, widthOf);
    const image = load<usize>(transform, imageOf) + ((y >> bits) * blocksIn(width, bits) << 2);
    if (type == predictor) {
      const other = above;
      above = predicted;
      predicted = other;
      if (y == 0) undoFirstRow(row, predicted, width);
      else undoRow(image, bits, row, above, predicted, width);
      row = predicted;
      continue;
    }
    if (type == colour) undoColours(image, bits, row, pixels, width);
    else if (type == subtractGreen) addGreen(row, pixels, width);
    else undoIndexing(bits, row, pixels, width);
    row = pixels;
  }
  return row;
}
