// A decoder that shrinks by whole numbers while it decodes, so that there is never a whole picture in memory: it averages as far as
// libvips does, and leaves the rest to the better filter.

import { Declined } from '../../src/function/engine/declined.ts';
import type { SourceInfo } from '../../src/function/engine/engine.ts';
import type { Pixels } from '../picture/pixels.ts';
import type { Sides } from '../picture/sides.ts';
import { averagingFor, resampleAveraged } from '../raster/resample.ts';
import type { InlineDecoder } from './inline.ts';

/** The most pixels of a picture that is averaged by less than two on each side, or not at all: more are left to libvips, which streams. */
const maxHeldPixels = 4 * 1024 * 1024;
/** Bytes of each of them: as decoded, as copied, and once more where its colours are converted or it is turned. */
const heldPixelBytes = 12;

/** Whole numbers by which a picture is made smaller, 1 or more. */
export interface Shrink {
  readonly across: number;
  readonly down: number;
}

/** What must be known of a picture before it is decoded. */
interface Shrinkable extends Sides {
  /** Whether it may be transparent anywhere. */
  readonly hasAlpha: boolean;
}

export interface ShrinkingParts<Structure extends Shrinkable> {
  /** @throws {Declined} for a photo that is left to another engine. */
  readStructure(bytes: Uint8Array): Structure;
  /** As `InlineDecoder.decode`. Each pixel of the result is the mean of a cell of pixels; beyond the edges the outermost ones go on. */
  decode(structure: Structure, shrink: Shrink, onSlice: () => void): Pixels;
  memoryBytes(): number;
}

export function createShrinkingDecoder<Structure extends Shrinkable>({
  readStructure,
  decode,
  memoryBytes,
}: ShrinkingParts<Structure>): InlineDecoder {
  return {
    decode(bytes, sides, onSlice) {
      const structure = readStructure(bytes);
      const { across, down } = averagingFor(structure, sides);
      const exact = { width: structure.width / across, height: structure.height / down };
      if (exact.width * exact.height > maxHeldPixels) {
        throw new Declined('a large picture that becomes hardly smaller');
      }
      const averaged = decode(structure, { across, down }, onSlice);
      if (averaged.width === sides.width && averaged.height === sides.height) return averaged;
      return resampleAveraged(averaged, exact, sides, structure.hasAlpha);
    },
    memoryBytes,
  };
}

/** @returns The bytes of the picture as it is held: averaged. */
export function heldBytes({ width, height }: SourceInfo, scale: number): number {
  const averaging = Math.max(1, Math.floor(1 / Math.max(scale, 1e-4) / 2));
  return Math.min(maxHeldPixels, (width * height) / averaging ** 2) * heldPixelBytes;
}
