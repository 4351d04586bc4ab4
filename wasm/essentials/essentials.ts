// Takes away from a source of very many small parts what its picture does not need, before a decoder sees it: libraries make an
// object of each part, look through all before for each one more, or inflate each. Ordinary photos stay as they are.
//
// This runs in the engine's thread, which can be stopped, and keeps no part but those that are copied.

import { ByteReader, ExcessError } from '../../src/function/container/bytes.ts';
import { Pieces } from '../../src/function/container/pieces.ts';
import type { SourceFormat } from '../../src/function/format/format.ts';
import { Bytes } from '../header/bytes.ts';
import { corrupt } from '../header/facts.ts';
import { SourceFault } from '../thread/source-fault.ts';
import { keepGif } from './gif.ts';
import { keepJpeg } from './jpeg.ts';
import type { Keep } from './keep.ts';
import { keepPng } from './png.ts';
import { keepTiff } from './tiff.ts';
import { keepWebp } from './webp.ts';

const keepers: Readonly<Partial<Record<SourceFormat, Keep>>> = {
  jpeg: keepJpeg,
  png: keepPng,
  gif: keepGif,
  tiff: keepTiff,
  webp: keepWebp,
};

/**
 * @returns The bytes themselves, or a copy of a part of them. What cannot be followed is left to the decoder.
 * @throws {SourceFault} `source-corrupt` for more parts than can be put together.
 */
export function essentialsOf(bytes: Uint8Array, format: SourceFormat): Uint8Array {
  const keep = keepers[format];
  if (!keep) return bytes;
  const kept = new Pieces(new ByteReader(bytes));
  try {
    return keep(new Bytes(bytes), kept) ? kept.join() : bytes;
  } catch (error) {
    if (error instanceof SourceFault) return bytes;
    throw error instanceof ExcessError ? corrupt(`the file has ${error.message}`) : error;
  }
}
