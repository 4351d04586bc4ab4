// Loads @squoosh/lib's own JavaScript, without its pool of workers. It reads its modules from thread/virtual-fs.ts when
// it is first required, so it is required only after they are there.

import type { Pixels } from '../picture/pixels.ts';
import { addFile } from '../thread/virtual-fs.ts';
import { type SquooshBytes, type SquooshModule, squooshModules } from './codec-modules.ts';

export interface Decoder {
  /**
   * Decodes one picture.
   *
   * @returns The picture, in memory of its own; null or undefined if it cannot read the bytes. Some codecs throw
   * instead.
   */
  decode(bytes: Uint8Array): Pixels | null | undefined;
}

export interface Encoder {
  encode(
    data: Uint8ClampedArray,
    width: number,
    height: number,
    options: object,
  ): Uint8Array | null | undefined;
}

interface Codec {
  readonly defaultEncoderOptions: object;
  /** `dec` and `enc` each create an instance with a linear memory of its own, except oxipng's. */
  dec(): Promise<Decoder & Heap>;
  enc(): Promise<Encoder & Heap>;
}

/** Emscripten's view of an instance's linear memory; oxipng has none. */
export interface Heap {
  readonly HEAPU8?: Uint8Array;
}

export interface Squoosh {
  readonly encoders: Readonly<Record<'mozjpeg' | 'webp' | 'oxipng', Codec>>;
}

/**
 * Loads the codecs.
 *
 * @param needed The modules of the codecs that will be used.
 * @throws {Error} naming the first module that is missing.
 */
export function loadSquoosh(bytes: Partial<SquooshBytes>, needed: readonly SquooshModule[]): Squoosh {
  for (const name of needed) {
    const content = bytes[name];
    if (!content) throw new Error(`the WebAssembly module ${name} is missing`);
    addFile(`/${squooshModules[name]}`, content);
  }
  return require('@squoosh/lib');
}
