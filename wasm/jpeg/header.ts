// What the JPEG engine must know of a photo before it decodes.

import { readJpegHeader } from '../header/jpeg.ts';
import { type InlineHeader, readInlineHeader } from '../inline/header.ts';
import { readStructure } from './structure.ts';

/**
 * @param bytes The whole photo; not kept.
 * @throws {Declined} for a photo that this engine does not decode.
 */
export function readHeader(bytes: Uint8Array): InlineHeader {
  const header = readInlineHeader(() => readJpegHeader(bytes));
  // Up to the first scan.
  for (const part of readStructure(bytes)) if (part.kind === 'scan') break;
  return header;
}
