// The JPEG engine: ordinary JPEGs, by the project's own decoder (wasm/inline/inline.ts says what that brings).

import { createInlineEngine, type InlineEngine, type InlineParts } from '../inline/inline.ts';
import { hasStrayData } from '../whole/jpeg.ts';
import { createJpegDecoder } from './decode.ts';
import { jpegFootprint } from './footprint.ts';
import { readHeader } from './header.ts';

export interface JpegEngineParts extends Pick<InlineParts, 'version' | 'encoders'> {
  /** Reads the WebAssembly that decodes, inflated. */
  decoder(): Uint8Array;
}

export function createJpegEngine({ version, encoders, decoder }: JpegEngineParts): InlineEngine {
  let module: WebAssembly.Module | undefined;
  return createInlineEngine({
    name: 'jpeg',
    version,
    format: 'jpeg',
    footprint: jpegFootprint,
    encoders,
    readHeader,
    createDecoder() {
      module = module ?? new WebAssembly.Module(decoder());
      return createJpegDecoder(module);
    },
    decodesStrictly: (bytes) => !hasStrayData(bytes),
  });
}
