// The WebP engine: ordinary WebPs, by the project's own decoder (wasm/inline/inline.ts says what that brings).

import { readWebpHeader } from '../header/webp.ts';
import { readInlineHeader } from '../inline/header.ts';
import {
  createInlineEngine,
  type InlineDecoder,
  type InlineEngine,
  type OwnParts,
} from '../inline/inline.ts';
import { createShrinkingDecoder } from '../inline/shrinking-decoder.ts';
import { createWebpDecoder } from './decode.ts';
import { webpFootprint } from './footprint.ts';
import { readStructure } from './structure.ts';

export function createWebpEngine(parts: OwnParts): InlineEngine {
  /** Files that were decoded, and have nothing behind the data of their picture. */
  const strict = new WeakSet<Uint8Array>();
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
    createDecoder: (module) => createDecoder(module, strict),
    decodesStrictly: (bytes) => strict.has(bytes),
  });
}

function createDecoder(module: WebAssembly.Module, strict: WeakSet<Uint8Array>): InlineDecoder {
  const decoder = createWebpDecoder(module);
  return createShrinkingDecoder({
    readStructure: (bytes) => ({ ...readStructure(bytes), bytes }),
    decode(structure, shrink, onSlice) {
      const { hasUnusedData, ...pixels } = decoder.decode(structure, shrink, onSlice);
      if (!hasUnusedData) strict.add(structure.bytes);
      return pixels;
    },
    memoryBytes: decoder.memoryBytes,
  });
}
