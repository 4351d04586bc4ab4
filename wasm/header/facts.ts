// What the header readers have in common: the facts they find, and how they refuse.

import type { SourceInfo } from '../../src/function/engine/engine.ts';
import { SourceFault } from '../thread/source-fault.ts';
import type { Colourimetry } from './colourimetry.ts';
import type { Orientation } from './exif.ts';

export interface Header {
  readonly info: SourceInfo;
  readonly orientation: Orientation;
  /** The embedded ICC profile, part of the source's memory or a copy; undefined: sRGB, as far as anyone knows. */
  readonly profile: Uint8Array | undefined;
  /** What its colours are where no profile says it; undefined, too: sRGB. */
  readonly colourimetry?: Colourimetry | undefined;
}

/** What this runtime's engine lacks, and where it would be had. */
export function unsupported(what: string): SourceFault {
  return new SourceFault(
    'source-unsupported',
    `the engine for Node.js before 16.13 does not read ${what}. Choose Node.js 16.13 or newer for the function.`,
  );
}

export function corrupt(message: string): SourceFault {
  return new SourceFault('source-corrupt', message);
}

/** Turns stored sides into seen ones. */
export function oriented(width: number, height: number, orientation: Orientation) {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}
