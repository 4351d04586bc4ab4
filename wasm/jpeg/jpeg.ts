// The JPEG engine: ordinary JPEGs, by the project's own decoder (wasm/inline/inline.ts says what that brings).

import { createInlineEngine, type InlineEngine, type OwnParts } from '../inline/inline.ts';
import { hasStrayData } from '../whole/jpeg.ts';
import { createJpegDecoder } from './decode.ts';
import { jpegFootprint } from './footprint.ts';
import { readHeader } from './header.ts';

export function createJpegEngine(parts: OwnParts): InlineEngine {
  return createInlineEngine({
    ...parts,
    name: 'jpeg',
    format: 'jpeg',
    footprint: jpegFootprint,
    readHeader,
    createDecoder: createJpegDecoder,
    decodesStrictly: (bytes) => !hasStrayData(bytes),
  });
}
