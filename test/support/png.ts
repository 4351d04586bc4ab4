// PNG by hand, where no encoder would write what a test needs.

import { writePngChunk } from '../../src/function/container/png.ts';

/** A chunk: length, type, data and checksum. */
export const pngChunk: (type: string, data: Uint8Array) => Buffer = writePngChunk;
