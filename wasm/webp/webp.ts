// The WebP engine: ordinary WebPs, by the project's own decoder (wasm/inline/inline.ts says what that brings).

import { Declined } from '../../src/function/engine/declined.ts';
import { readWebpHeader } from '../header/webp.ts';
import { readInlineHeader, strictly } from '../inline/header.ts';
import {
  createInlineEngine,
  type InlineDecoder,
  type InlineEngine,
  type OwnParts,
} from '../inline/inline.ts';
import { createShrinkingDecoder } from '../inline/shrinking-decoder.ts';
import { cutWebps } from '../unused/webp.ts';
import { createWebpDecoder } from './decode.ts';
import { webpFootprint } from './footprint.ts';
import { readStructure } from './structure.ts';

export function createWebpEngine(parts: OwnParts): InlineEngine {
  return createInlineEngine({
    ...parts,
    name: 'webp',
    format: 'webp',
    footprint: webpFootprint,
    readHeader(bytes) {
      const header = readInlineHeader(() => readWebpHeader(bytes));
      // It declines what is out of order before the data.
      readStructure(bytes);
      return header;
    },
    createDecoder: (module) => createShrinkingDecoder({ readStructure, ...createWebpDecoder(module) }),
    decodesStrictly,
  });
}

const onePixel = { width: 1, height: 1 };

/** What is not in order was declined, but there may be data behind the picture's own. */
function decodesStrictly(bytes: Uint8Array, decoder: InlineDecoder): boolean {
  const decodes = (cut: Uint8Array): boolean => {
    try {
      decoder.decode(cut, onePixel, () => undefined);
      return true;
    } catch (error) {
      if (error instanceof Declined) return false;
      throw error;
    }
  };
  const cuts = strictly(() => [...cutWebps(bytes)]);
  return cuts.every((cut) => cut !== undefined && !decodes(cut));
}
