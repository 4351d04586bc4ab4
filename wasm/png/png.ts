// The PNG engine: ordinary PNGs, by the project's own decoder (wasm/inline/inline.ts says what that brings).

import { Declined } from '../../src/function/engine/declined.ts';
import { readPngHeader } from '../header/png.ts';
import { readInlineHeader } from '../inline/header.ts';
import {
  createInlineEngine,
  type InlineDecoder,
  type InlineEngine,
  type OwnParts,
} from '../inline/inline.ts';
import { averagingFor, resampleAveraged } from '../raster/resample.ts';
import { hasUnusedPngData } from '../unused/png.ts';
import { createPngDecoder } from './decode.ts';
import { maxHeldPixels, pngFootprint } from './footprint.ts';
import { readStructure } from './structure.ts';

export function createPngEngine(parts: OwnParts): InlineEngine {
  return createInlineEngine({
    ...parts,
    name: 'png',
    format: 'png',
    footprint: pngFootprint,
    readHeader(bytes) {
      const header = readInlineHeader(() => readPngHeader(bytes));
      // It declines what is out of order before the data.
      readStructure(bytes);
      return header;
    },
    createDecoder: createShrinkingDecoder,
    // What is not in order was declined, but colours of a palette that no pixel has may hide something.
    decodesStrictly: (bytes) => !hasUnusedPngData(bytes),
  });
}

/** Averages while it decodes, as far as libvips does, and leaves the rest to the better filter. */
function createShrinkingDecoder(module: WebAssembly.Module): InlineDecoder {
  const decoder = createPngDecoder(module);
  return {
    decode(bytes, sides, onSlice) {
      const structure = readStructure(bytes);
      const { across, down } = averagingFor(structure, sides);
      const exact = { width: structure.width / across, height: structure.height / down };
      if (exact.width * exact.height > maxHeldPixels) {
        throw new Declined('a large picture that becomes hardly smaller');
      }
      const averaged = decoder.decode(structure, { across, down }, onSlice);
      if (averaged.width === sides.width && averaged.height === sides.height) return averaged;
      return resampleAveraged(averaged, exact, sides, structure.hasAlpha);
    },
    memoryBytes: decoder.memoryBytes,
  };
}
