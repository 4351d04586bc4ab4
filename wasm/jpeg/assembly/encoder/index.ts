// The JPEG encoder as the host sees it (wasm/jpeg/encode.ts): baseline, 8 bits, with Huffman tables that fit the picture (T.81,
// annex F). The host copies pixels to `begin`'s address, and calls `encode`.

import { fillGreyPlane, fillPlane, halvePlane } from './colour';
import { blockBytes, codeBlock, mostBytesOfBlock } from './coefficients';
import { forwardDct } from './forward-dct';
import { forwardDctBy8 } from './forward-dct-simd';
import { clearFrequencies, countsOf, makeTable, symbolCount, symbolsOf } from './huffman';
import { allocate, release } from '../../../assembly/memory';
import { beginOutput, endBits, outputAddress, outputBytes, putByte, putBytes, putWord } from './output';
import { quantise, scaleSteps, stepAt } from './quantisation';
import { quantiseBy8 } from './quantisation-simd';
import { zigzag } from '../zigzag';

export { outputAddress };

const headerBytes: u32 = 2048;
/** Bytes behind the pixels that may be read. */
const behind: u32 = 16;

let width: u32 = 0;
let height: u32 = 0;
let pixels: usize = 0;
/** Of the picture that is being encoded: its components, and the luminance blocks on a side of an MCU. */
let components: u32 = 3;
let side: u32 = 2;
let mcusAcross: u32 = 0;
let mcusDown: u32 = 0;
let blocks: usize = 0;
const samples: usize = memory.data(256, 16);

/** @returns The address for RGBA, `width * height * 4` bytes; 0 if there is no memory. */
export function begin(pixelsAcross: u32, pixelsDown: u32): usize {
  release();
  width = pixelsAcross;
  height = pixelsDown;
  pixels = allocate(<usize>width * height * 4 + behind);
  return pixels;
}

/**
 * Encodes.
 *
 * @param quality From 1 to 100.
 * @param isGrey Whether there is luminance alone.
 * @param isFull Whether chrominance has as many samples as luminance, instead of a quarter.
 * @returns How many bytes are at `outputAddress()`; 0 if there is no memory.
 */
export function encode(quality: i32, isGrey: bool, isFull: bool): u32 {
  components = isGrey ? 1 : 3;
  side = isGrey || isFull ? 1 : 2;
  mcusAcross = (width + 8 * side - 1) / (8 * side);
  mcusDown = (height + 8 * side - 1) / (8 * side);
  const count = mcusAcross * mcusDown * blocksOfMcu();
  scaleSteps(quality);
  blocks = allocate(<usize>count * blockBytes);
  if (blocks == 0 || !transformAll(isGrey)) return 0;
  clearFrequencies();
  codeAll(false);
  const tables: u32 = components == 1 ? 1 : 2;
  for (let table: u32 = 0; table < tables; table++) {
    makeTable(table);
    makeTable(table + 2);
  }
  if (!beginOutput(<usize>count * mostBytesOfBlock + headerBytes)) return 0;
  putHeaders(tables);
  codeAll(true);
  endBits();
  putWord(0xffd9);
  return outputBytes();
}

function blocksOfMcu(): u32 {
  return components == 1 ? 1 : side * side + 2;
}

/** Calculates all coefficients, in the order in which they are written. */
function transformAll(isGrey: bool): bool {
  const stride = mcusAcross * 8 * side;
  const rows = mcusDown * 8 * side;
  const plane = allocate(<usize>stride * rows + behind);
  if (plane == 0) return false;
  for (let which: u32 = 0; which < components; which++) {
    if (isGrey) fillGreyPlane(pixels, width, height, plane, stride, rows);
    else fillPlane(pixels, width, height, which, plane, stride, rows);
    const isHalved = which > 0 && side == 2;
    if (isHalved) halvePlane(plane, stride, rows, (height + 1) >> 1);
    transformPlane(plane, isHalved ? stride >> 1 : stride, which);
  }
  return true;
}

function transformPlane(plane: usize, stride: u32, which: u32): void {
  const own: u32 = which == 0 ? side : 1;
  const first: u32 = which == 0 ? 0 : side * side + which - 1;
  const table: u32 = which == 0 ? 0 : 1;
  let mcu = blocks + first * blockBytes;
  for (let row: u32 = 0; row < mcusDown; row++) {
    for (let column: u32 = 0; column < mcusAcross; column++) {
      for (let n: u32 = 0; n < own * own; n++) {
        const x = (column * own + (n % own)) * 8;
        const y = (row * own + n / own) * 8;
        const to = mcu + n * blockBytes;
        if (own == 1 || (x < width && y < height)) transformBlock(plane + <usize>y * stride + x, stride, table, to);
        else fillBlock(to);
      }
      mcu += blocksOfMcu() * blockBytes;
    }
  }
}

/** A block of an MCU that is wholly beyond the picture: it costs least if it has the DC coefficient of the block before. */
function fillBlock(to: usize): void {
  memory.fill(to, 0, blockBytes);
  store<i16>(to, load<i16>(to - blockBytes));
}

function transformBlock(from: usize, stride: u32, table: u32, to: usize): void {
  if (ASC_FEATURE_SIMD) {
    store<u64>(to, quantiseBy8(forwardDctBy8(from, stride), table, to), 128);
    return;
  }
  for (let y: usize = 0; y < 8; y++) {
    for (let x: usize = 0; x < 8; x++) {
      store<i32>(samples + (y << 5) + (x << 2), <i32>load<u8>(from + y * stride + x) - 128);
    }
  }
  forwardDct(samples);
  let flags: u64 = 0;
  for (let k: usize = 0; k < 64; k++) {
    const at = <usize>load<u8>(zigzag + k);
    const coefficient = quantise(load<i32>(samples + (at << 2)), table, at);
    store<i16>(to + (k << 1), <i16>coefficient);
    flags |= <u64>(coefficient != 0) << k;
  }
  store<u64>(to, flags, 128);
}

/** Goes through all blocks. @param writes As in `codeBlock`. */
function codeAll(writes: bool): void {
  let block = blocks;
  let luma: i32 = 0;
  let blue: i32 = 0;
  let red: i32 = 0;
  for (let mcu: u32 = 0; mcu < mcusAcross * mcusDown; mcu++) {
    for (let n: u32 = 0; n < side * side; n++, block += blockBytes) {
      codeBlock(block, luma, 0, writes);
      luma = load<i16>(block);
    }
    if (components == 1) continue;
    codeBlock(block, blue, 1, writes);
    blue = load<i16>(block);
    block += blockBytes;
    codeBlock(block, red, 1, writes);
    red = load<i16>(block);
    block += blockBytes;
  }
}

/** All segments before the data (T.81, annex B), in libjpeg's order. Without JFIF's, as sharp writes a file without metadata. */
function putHeaders(tables: u32): void {
  putWord(0xffd8);
  for (let table: u32 = 0; table < tables; table++) {
    putWord(0xffdb);
    putWord(67);
    putByte(table);
    for (let k: usize = 0; k < 64; k++) putByte(stepAt(table, load<u8>(zigzag + k)));
  }
  putWord(0xffc0);
  putWord(8 + 3 * components);
  putByte(8);
  putWord(height);
  putWord(width);
  putByte(components);
  for (let n: u32 = 0; n < components; n++) {
    putByte(n + 1);
    putByte(n == 0 ? (side << 4) | side : 0x11);
    putByte(n == 0 ? 0 : 1);
  }
  for (let table: u32 = 0; table < tables; table++) {
    putHuffman(table, table);
    putHuffman(table + 2, 0x10 | table);
  }
  putWord(0xffda);
  putWord(6 + 2 * components);
  putByte(components);
  for (let n: u32 = 0; n < components; n++) {
    putByte(n + 1);
    putByte(n == 0 ? 0 : 0x11);
  }
  putWord(63);
  putByte(0);
}

function putHuffman(table: u32, identifier: u32): void {
  const count = symbolCount(table);
  putWord(0xffc4);
  putWord(19 + count);
  putByte(identifier);
  putBytes(countsOf(table), 16);
  putBytes(symbolsOf(table), count);
}
