// Encodes JPEGs by the project's own WebAssembly (wasm/jpeg/assembly/encoder/): baseline, with Huffman tables that fit the picture.
// The coefficients are libjpeg's for the same pixels and quality.

import { checkPixels, type Pixels } from '../picture/pixels.ts';

/** The exports of assembly/encoder/index.ts. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  begin(width: number, height: number): number;
  encode(quality: number, isGrey: boolean, isFull: boolean): number;
  outputAddress(): number;
}

export interface JpegSettings {
  /** From 1 to 100, on libjpeg's scale. */
  readonly quality: number;
  /** Whether the pixels' colours are equal: then luminance alone is written. */
  readonly isGrey: boolean;
  /** Whether chrominance keeps its full resolution, instead of half of it on each side. */
  readonly isFull: boolean;
}

export interface JpegEncoder {
  /**
   * Encodes once.
   *
   * @param pixels Opaque; alpha is not looked at.
   * @returns The file; memory of the caller's.
   * @throws {RangeError} if there is no memory.
   */
  encode(pixels: Pixels, settings: JpegSettings): Uint8Array;
  /** Bytes of linear memory, which never shrinks. */
  memoryBytes(): number;
}

/** @param module The compiled assembly. */
export function createJpegEncoder(module: WebAssembly.Module): JpegEncoder {
  const { exports } = new WebAssembly.Instance(module, {}) as unknown as { readonly exports: Exports };
  return {
    encode(pixels, { quality, isGrey, isFull }) {
      const { data, width, height } = checkPixels(pixels);
      const to = exports.begin(width, height);
      if (to === 0) throw noMemory(pixels);
      new Uint8ClampedArray(exports.memory.buffer, to, data.length).set(data);
      const bytes = exports.encode(quality, isGrey, isFull);
      if (bytes === 0) throw noMemory(pixels);
      return new Uint8Array(exports.memory.buffer, exports.outputAddress(), bytes).slice();
    },
    memoryBytes: () => exports.memory.buffer.byteLength,
  };
}

function noMemory({ width, height }: Pixels): RangeError {
  return new RangeError(`there is no memory to encode a JPEG of ${width}x${height} pixels`);
}
