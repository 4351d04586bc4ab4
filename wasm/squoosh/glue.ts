// @squoosh/lib's own JavaScript, without its pool of workers: it takes its modules from files.ts when it is first
// required, so that it is required only once they are there.

import type { Pixels } from '../picture/pixels.ts';
import { addFile } from '../thread/virtual-fs.ts';
import { type SquooshBytes, type SquooshModule, squooshModules } from './codec-modules.ts';

export interface Decoder {
  /** @returns null or nothing where it cannot read the bytes; others throw. Memory of its own. */
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
  /** Each call is an instance with a memory of its own, except oxipng's. */
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
 * @param needed The modules of the codecs that will be called.
 * @throws {Error} naming the first that is missing.
 */
export function loadSquoosh(bytes: Partial<SquooshBytes>, needed: readonly SquooshModule[]): Squoosh {
  for (const name of needed) {
    const content = bytes[name];
    if (!content) throw new Error(`the module ${name} was not given`);
    addFile(`/${squooshModules[name]}`, content);
  }
  return require('@squoosh/lib');
}
