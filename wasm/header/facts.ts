// What the header readers have in common: the facts that they find, and how they refuse. They read for any decoder, so that what
// one of them lacks is not known here.

import type { Orientation } from '../../src/function/container/orientation.ts';
import type { SourceInfo } from '../../src/function/engine/engine.ts';
import type { Sides } from '../picture/sides.ts';
import { damaged, SourceFault } from '../thread/source-fault.ts';
import type { Colourimetry } from './colourimetry.ts';

export interface Header {
  readonly info: SourceInfo;
  readonly orientation: Orientation;
  /** The embedded ICC profile, part of the source's memory or a copy; undefined: sRGB, as far as is known. */
  readonly profile: Uint8Array | undefined;
  /** What its colours are where no profile says it; undefined means sRGB here as well. */
  readonly colourimetry?: Colourimetry | undefined;
}

/** A file of a kind that not every decoder reads. Nothing else is read of it. */
export interface UnusualKind {
  /** In the plural: `CMYK JPEGs`. */
  readonly unusual: string;
}

export function corrupt(message: string): SourceFault {
  return damaged(message);
}

/** @param what The kind of file, which no decoder here reads though it may be whole, with its article. */
export function unreadable(what: string): SourceFault {
  return new SourceFault(
    'source-unsupported',
    `this is ${what}, which is not read. Export it as an ordinary JPEG or PNG of 8 bits and upload that.`,
  );
}

/** Turns the sides as stored into those as seen, and back. */
export function oriented(width: number, height: number, orientation: Orientation): Sides {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}

/** The facts of a photo that is stored in these sides. */
export function turned(
  stored: Sides,
  orientation: Orientation,
): Pick<SourceInfo, 'width' | 'height' | 'orientation'> {
  return {
    ...oriented(stored.width, stored.height, orientation),
    ...(orientation > 1 && { orientation }),
  };
}
