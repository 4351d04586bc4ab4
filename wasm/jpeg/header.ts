// What the JPEG engine must know of a photo before it decodes: facts as every engine reads them, and the colours.

import { Declined } from '../../src/function/engine/declined.ts';
import type { SourceInfo } from '../../src/function/engine/engine.ts';
import { type Conversion, ignoredProfile, isUnusable, readHdrProfile, readProfile } from '../header/icc.ts';
import { readJpegHeader } from '../header/jpeg.ts';
import { SourceFault } from '../thread/source-fault.ts';
import { readStructure } from './structure.ts';

export interface JpegHeader {
  readonly info: SourceInfo;
  /** From the photo's colours to sRGB; undefined: they are sRGB. */
  readonly conversion: Conversion | undefined;
  /** What thumbnails do not show as the photo has it, in sentences. */
  readonly warnings: readonly string[];
}

/**
 * @param bytes The whole photo; not kept.
 * @throws {Declined} for a photo that this engine does not decode.
 */
export function readHeader(bytes: Uint8Array): JpegHeader {
  const header = readFacts(bytes);
  if ('unusual' in header) throw new Declined(header.unusual);
  checkStructure(bytes);
  const { profile } = header;
  if (!profile) return { info: header.info, conversion: undefined, warnings: [] };
  const info = { ...header.info, profileBytes: profile.length };
  if (readHdrProfile(profile)) throw new Declined('HDR');
  const meaning = readProfile(profile, info.colour);
  if (meaning === 'sRGB') return { info, conversion: undefined, warnings: [] };
  if (isUnusable(meaning)) return { info, conversion: undefined, warnings: [ignoredProfile(meaning)] };
  if (meaning === 'tables') throw new Declined('a profile made of tables');
  if (info.colour === 'grey') throw new Declined('a profile of a grey photo');
  return { info, conversion: meaning, warnings: [] };
}

/** What is wrong with a photo is for the next engine to say. */
function readFacts(bytes: Uint8Array) {
  try {
    return readJpegHeader(bytes);
  } catch (error) {
    throw error instanceof SourceFault ? new Declined(error.message) : error;
  }
}

/** Reads up to the first scan. */
function checkStructure(bytes: Uint8Array): void {
  for (const part of readStructure(bytes)) if (part.kind === 'scan') return;
}
