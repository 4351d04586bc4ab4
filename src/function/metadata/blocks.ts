// Metadata as files carry it: blocks whose content is the same in every format.

export interface Blocks {
  /** A TIFF header with its directories behind it; of a TIFF, the whole file. */
  readonly exif?: Buffer | undefined;
  /** A packet of RDF/XML in UTF-8. */
  readonly xmp?: Buffer | undefined;
}

/** Of a source: parts of its memory, or copies; whatever the bytes are, reading them throws nothing. */
export interface SourceBlocks extends Blocks {
  /** IPTC-IIM data sets. */
  readonly iptc?: Buffer | undefined;
  /** What PNG says in words. */
  readonly author?: string | undefined;
  readonly copyright?: string | undefined;
}

/** Bytes: of a block that is looked at. XMP with previews in it is longer, and none that says whose a photo is. */
export const maxBlock = 256 * 1024;
