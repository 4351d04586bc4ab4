// The PNG engine: ordinary PNGs, by the project's own decoder (wasm/inline/inline.ts says what that brings).

import { readPngHeader } from '../header/png.ts';
import { readInlineHeader } from '../inline/header.ts';
import { createInlineEngine, type InlineEngine, type OwnParts } from '../inline/inline.ts';
import { createShrinkingDecoder } from '../inline/shrinking-decoder.ts';
import { hasUnusedPngData } from '../unused/png.ts';
import { createPngDecoder } from './decode.ts';
import { pngFootprint } from './footprint.ts';
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
    createDecoder: (module) => createShrinkingDecoder({ readStructure, ...createPngDecoder(module) }),
    // What is not in order was declined, but colours of a palette that no pixel has may hide something.
    decodesStrictly: (bytes) => !hasUnusedPngData(bytes),
  });
}
