// What an engine in the function's own thread must know of a photo before it decodes: facts as every engine reads them, and the colours.

import { Declined } from '../../src/function/engine/declined.ts';
import type { SourceInfo } from '../../src/function/engine/engine.ts';
import type { Header, UnusualKind } from '../header/facts.ts';
import { type Conversion, ignoredProfile, isUnusable, readHdrProfile, readProfile } from '../header/icc.ts';
import { SourceFault } from '../thread/source-fault.ts';

export interface InlineHeader {
  readonly info: SourceInfo;
  /** From the photo's colours to sRGB; undefined: they are sRGB. */
  readonly conversion: Conversion | undefined;
  /** What thumbnails do not show as the photo has it, in sentences. */
  readonly warnings: readonly string[];
}

/**
 * @param read Reads the facts of the photo's format.
 * @throws {Declined} for a photo that is unusual, or whose colours are; what is wrong with one is for the next engine to say.
 */
export function readInlineHeader(read: () => Header | UnusualKind): InlineHeader {
  const header = strictly(read);
  if ('unusual' in header) throw new Declined(header.unusual);
  const { profile, colourimetry } = header;
  if (colourimetry) throw new Declined('colours by code points');
  if (!profile) return { info: header.info, conversion: undefined, warnings: [] };
  const { info } = header;
  if (readHdrProfile(profile)) throw new Declined('HDR');
  const meaning = readProfile(profile, info.colour);
  if (meaning === 'sRGB') return { info, conversion: undefined, warnings: [] };
  if (isUnusable(meaning)) return { info, conversion: undefined, warnings: [ignoredProfile(meaning)] };
  if (meaning === 'tables') throw new Declined('a profile made of tables');
  if (info.colour === 'grey') throw new Declined('a profile of a grey photo');
  return { info: { ...info, profileBytes: profile.length }, conversion: meaning, warnings: [] };
}

/** @throws {Declined} where `read` finds the photo wrong. */
export function strictly<Facts>(read: () => Facts): Facts {
  try {
    return read();
  } catch (error) {
    throw error instanceof SourceFault ? new Declined(error.message) : error;
  }
}
