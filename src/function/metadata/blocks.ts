// The blocks in which files carry metadata. What a block holds is the same in every format.

export interface Blocks {
  /** A TIFF header with its directories behind it; in the case of a TIFF, the whole file. */
  readonly exif?: Buffer | undefined;
  /** A packet of RDF/XML in UTF-8. */
  readonly xmp?: Buffer | undefined;
}

/** The blocks of a source: parts of its memory, or copies. Reading them throws nothing, whatever the bytes are. */
export interface SourceBlocks extends Blocks {
  /** IPTC-IIM data sets. */
  readonly iptc?: Buffer | undefined;
  /** What the text chunks of a PNG say. */
  readonly author?: string | undefined;
  readonly copyright?: string | undefined;
}

/** Bytes of the longest block that is read. XMP with previews in it is longer; XMP that names a creator need not be. */
export const maxBlock = 256 * 1024;

/** @param what `XMP` */
export function tooLong(what: string): string {
  return `${what} of more than ${maxBlock / 1024} KB`;
}
