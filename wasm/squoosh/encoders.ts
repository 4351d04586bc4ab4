// The Squoosh encoders alone, for an engine that decodes by itself.

import type { Pixels } from '../picture/pixels.ts';
import { encoderModules, type SquooshBytes } from './codec-modules.ts';
import { createCodecs } from './codecs.ts';
import { encode } from './encode.ts';
import { sharedMemoryBytes } from './globals.ts';
import { loadSquoosh } from './glue.ts';

type Rest = typeof encode extends (codecs: never, pixels: Pixels, ...rest: infer Arguments) => unknown
  ? Arguments
  : never;

/** Encodes pixels as encode.ts does. */
export type EncodePixels = (pixels: Pixels, ...rest: Rest) => Promise<Uint8Array>;

/** @param bytes Of `encoderModules` at least. */
export function createEncoders(bytes: Partial<SquooshBytes>): EncodePixels {
  const codecs = createCodecs(loadSquoosh(bytes, encoderModules).encoders, sharedMemoryBytes);
  return (pixels, ...rest) => encode(codecs, pixels, ...rest);
}
