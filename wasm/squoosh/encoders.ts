// The Squoosh encoders alone, for an engine that decodes by other means (squoosh/borrowed-encoders.ts).

import type { Pixels } from '../picture/pixels.ts';
import type { SquooshBytes, SquooshModule } from './codec-modules.ts';
import { createCodecs } from './codecs.ts';
import { encode } from './encode.ts';
import { sharedMemoryBytes } from './globals.ts';
import { loadSquoosh } from './glue.ts';

type Rest = typeof encode extends (codecs: never, pixels: Pixels, ...rest: infer Arguments) => unknown
  ? Arguments
  : never;

/** Encodes pixels like `encode` of encode.ts, whose remaining parameters it has. */
export type EncodePixels = (pixels: Pixels, ...rest: Rest) => Promise<Uint8Array>;

/**
 * Loads the encoders.
 *
 * @param bytes The modules of the formats that are written: `encoderModules` for all of them.
 */
export function createEncoders(bytes: Partial<SquooshBytes>): EncodePixels {
  const given = Object.keys(bytes) as SquooshModule[];
  const codecs = createCodecs(loadSquoosh(bytes, given).encoders, sharedMemoryBytes);
  return (pixels, ...rest) => encode(codecs, pixels, ...rest);
}
