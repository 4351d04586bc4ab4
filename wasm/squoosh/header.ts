// Reads a photo's header without a decoder; no pixel is looked at. Refuses by name what the Squoosh codecs would not read, or not
// rightly.

import type { Orientation } from '../../src/function/container/orientation.ts';
import type { SourceInfo } from '../../src/function/engine/engine.ts';
import type { SourceFormat } from '../../src/function/format/format.ts';
import type { Colourimetry } from '../header/colourimetry.ts';
import type { Header, UnusualKind } from '../header/facts.ts';
import { type HeicHeader, type HeicLayout, readHeicHeader } from '../header/heif-picture.ts';
import { asStill } from '../header/heif-sequence.ts';
import {
  type Conversion,
  ignoredProfile,
  isUnusable,
  type Meaning,
  readHdrProfile,
  readProfile,
} from '../header/icc.ts';
import { readJpegHeader } from '../header/jpeg.ts';
import { readPngHeader } from '../header/png.ts';
import { toLight } from '../header/transfer.ts';
import { readWebpHeader } from '../header/webp.ts';
import { SourceFault } from '../thread/source-fault.ts';
import { lacking } from './limitations.ts';

/** A photo's header, with what its profile means. */
export interface SourceHeader {
  readonly info: SourceInfo;
  readonly orientation: Orientation;
  /** The embedded ICC profile. */
  readonly profile: Uint8Array | undefined;
  /** undefined: sRGB, as far as is known. */
  readonly conversion: Conversion | undefined;
  /** Of a HEIC. */
  readonly layout: HeicLayout | undefined;
  /** What thumbnails do not show as the photo has it, in sentences. */
  readonly warnings: readonly string[];
}

/**
 * @param bytes The whole encoded source; not kept.
 * @throws {SourceFault} `source-corrupt` or `source-unsupported`, whatever the bytes are; nothing else.
 */
export function readHeader(bytes: Uint8Array, format: SourceFormat): SourceHeader {
  const header = readFacts(bytes, format);
  if ('unusual' in header) throw unsupported(header.unusual);
  const { info, orientation, profile, colourimetry } = header;
  const common = { info, orientation, profile, layout: 'layout' in header ? header.layout : undefined };
  if (colourimetry) return { ...common, conversion: convertBy(colourimetry), warnings: [] };
  if (profile && readHdrProfile(profile)) {
    if (format === 'heic') return { ...common, conversion: undefined, warnings: [] };
    throw unsupported('HDR');
  }
  const meaning = profile ? meaningOf(profile, info) : 'sRGB';
  if (meaning === 'tables') throw unsupported('colour profiles made of tables');
  if (isUnusable(meaning)) {
    return { ...common, conversion: undefined, warnings: [ignoredProfile(meaning)] };
  }
  return { ...common, conversion: meaning === 'sRGB' ? undefined : meaning, warnings: [] };
}

/** There is no other engine for HEIC, so that it is better shown without a profile than refused. */
function meaningOf(profile: Uint8Array, { format, colour }: SourceInfo): Meaning {
  const meaning = readProfile(profile, colour);
  const isUnread = format === 'heic' && meaning === 'tables';
  return isUnread ? { unusable: 'it is made of tables, which are not read in HEIC' } : meaning;
}

function convertBy({ matrix, transfer }: Colourimetry): Conversion {
  if (transfer === 'pq' || transfer === 'hlg') throw unsupported('HDR');
  const curve = Array.from({ length: 256 }, (_, value) => toLight(transfer, value / 255));
  return { curves: [curve, curve, curve], matrix };
}

function readFacts(bytes: Uint8Array, format: SourceFormat): Header | HeicHeader | UnusualKind {
  switch (format) {
    case 'jpeg':
      return readJpegHeader(bytes);
    case 'png':
      return readPngHeader(bytes);
    case 'webp':
      return readWebpHeader(bytes);
    case 'heic':
      return readHeicHeader(asStill(bytes));
    case 'gif':
    case 'tiff':
    case 'avif':
    case 'jxl':
      return { unusual: format.toUpperCase() };
  }
}

function unsupported(what: string): SourceFault {
  return new SourceFault('source-unsupported', lacking(`read ${what}`));
}
