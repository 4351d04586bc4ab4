// When WebAssembly that V8's baseline compiler has compiled is loaded once more, for its optimising compiler.

import type { SourceFormat } from '../../src/function/format/format.ts';

/**
 * Renders after which a light engine is replaced by one that V8 optimises. A light one starts in two thirds of the CPU
 * time and three quarters of the memory, but takes longer for each photo. After so many photos, more of them are
 * likely.
 */
const lightRenders = 20;
/** The same for HEIC, whose decoder works so much longer that this has paid sooner: after 4 on Node.js 12.16, 5 on 14.18, 9 on 16.13, as measured. */
const lightHeicRenders = 6;

/** MB of function memory below which an engine stays light: an optimised one would leave too little for photos. */
const optimisedMemory = 384;

/** @param memoryMb The function's memory; 0 if it is not known. */
export function mayOptimise(memoryMb: number): boolean {
  return memoryMb >= optimisedMemory;
}

/**
 * @param renders How many it has made while it was light.
 * @param format Of the next source.
 */
export function paysOptimised(renders: number, memoryMb: number, format?: SourceFormat): boolean {
  return renders >= (format === 'heic' ? lightHeicRenders : lightRenders) && mayOptimise(memoryMb);
}
