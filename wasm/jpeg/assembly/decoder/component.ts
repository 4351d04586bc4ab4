// The components of a frame (T.81, A.1.1): what the host says of them, and where their samples are.

import { allocate } from '../../../assembly/memory';

@unmanaged
export class ScaledComponent {
  /** Its blocks in each MCU of a scan of several components. */
  across: u32;
  down: u32;
  /** Its blocks in a scan of its own, and those with which the last MCUs are filled up. */
  columns: u32;
  rows: u32;
  stride: u32;
  strideRows: u32;
  /** The samples on each side of a block at the scale at which the picture is decoded: 1, 2, 4 or 8. */
  side: u32;
  /** The Huffman tables of the current scan. */
  dcTable: u32;
  acTable: u32;
  /** The DC coefficient of the block before (T.81, F.1.1.5.1). */
  predicted: i32;
  /** 64 steps of quantisation, in the order of rows, 32 bits each. */
  steps: usize;
  /** Rows of samples, `stride * side` bytes each. */
  plane: usize;
  /** The samples that belong to the picture. */
  width: u32;
  height: u32;
  /** Of a picture that comes in several scans: the coefficients of each block; 0 otherwise. */
  blocks: usize;
  blockBytes: u32;
}

const area: usize = memory.data(3 * 72, 16);
const stepsArea: usize = memory.data(3 * 64 * 4, 16);
export let count: u32 = 0;
/** The largest sampling factors. */
export let mostAcross: u32 = 1;
export let mostDown: u32 = 1;
/** Samples of a luminance block's side. */
export let scaledSide: u32 = 1;
export let mcusAcross: u32 = 0;
export let mcusDown: u32 = 0;
/** The picture's size at the scale at which it is decoded. */
export let scaledWidth: u32 = 0;
export let scaledHeight: u32 = 0;

// @ts-ignore: decorator
@inline
export function component(index: u32): ScaledComponent {
  return changetype<ScaledComponent>(area + <usize>index * offsetof<ScaledComponent>());
}

export function ceilDivide(value: u32, by: u32): u32 {
  return (value + by - 1) / by;
}

/** Begins a frame. @param side The samples that a block of 8 becomes: 1, 2, 4 or 8. */
export function beginFrame(width: u32, height: u32, side: u32, across: u32, down: u32): void {
  count = 0;
  scaledSide = side;
  mostAcross = across;
  mostDown = down;
  mcusAcross = ceilDivide(width, 8 * across);
  mcusDown = ceilDivide(height, 8 * down);
  scaledWidth = ceilDivide(width * side, 8);
  scaledHeight = ceilDivide(height * side, 8);
}

/**
 * Adds a component, and allocates its plane.
 *
 * A component with fewer samples is decoded at twice the scale, or four or eight times, as long as both sides have half of the
 * samples: its block then gives the samples that would otherwise be calculated from their neighbours (libjpeg, jdmaster.c).
 *
 * @returns The address of its 64 steps of quantisation; 0 if there is no memory.
 */
export function addComponent(width: u32, height: u32, across: u32, down: u32): usize {
  const one = component(count);
  let side = scaledSide;
  while (
    side < 8 &&
    (mostAcross * scaledSide) % (across * side * 2) == 0 &&
    (mostDown * scaledSide) % (down * side * 2) == 0
  ) {
    side *= 2;
  }
  one.across = across;
  one.down = down;
  one.columns = ceilDivide(width * across, 8 * mostAcross);
  one.rows = ceilDivide(height * down, 8 * mostDown);
  one.stride = mcusAcross * across;
  one.strideRows = mcusDown * down;
  one.side = side;
  one.width = ceilDivide(width * across * side, 8 * mostAcross);
  one.height = ceilDivide(height * down * side, 8 * mostDown);
  one.steps = stepsArea + count * 256;
  one.blocks = 0;
  one.plane = allocate(one.stride * side * one.strideRows * side + 16);
  count++;
  return one.plane == 0 ? 0 : one.steps;
}

/** @returns The blocks of all components in a row of MCUs. */
export function blocksOfRow(): u32 {
  let blocks: u32 = 0;
  for (let n: u32 = 0; n < count; n++) blocks += component(n).stride * component(n).down;
  return blocks;
}
