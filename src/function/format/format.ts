// Image formats as data: what each can hold, how it is named, and the first bytes by which it is known.

/** What the engine reads. */
export type SourceFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif' | 'jxl';
/** What the engine writes. */
export type OutputFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif';
/** A preset's wish: a format, or `auto`: the source's own where browsers show it. */
export type OutputChoice = OutputFormat | 'auto';

interface FormatFacts {
  readonly contentType: string;
  /** File name extensions, the usual one first, lower case, no dot. */
  readonly extensions: readonly string[];
  /** The output that `auto` gives for a source of this format. */
  readonly auto: OutputFormat;
}

export const sourceFormats: Readonly<Record<SourceFormat, FormatFacts>> = {
  jpeg: { contentType: 'image/jpeg', extensions: ['jpg', 'jpeg', 'jpe', 'jfif'], auto: 'jpeg' },
  png: { contentType: 'image/png', extensions: ['png', 'apng'], auto: 'png' },
  webp: { contentType: 'image/webp', extensions: ['webp'], auto: 'webp' },
  gif: { contentType: 'image/gif', extensions: ['gif'], auto: 'gif' },
  tiff: { contentType: 'image/tiff', extensions: ['tif', 'tiff'], auto: 'jpeg' },
  avif: { contentType: 'image/avif', extensions: ['avif', 'avifs'], auto: 'avif' },
  jxl: { contentType: 'image/jxl', extensions: ['jxl'], auto: 'jpeg' },
};

interface OutputFacts {
  /** Pixels: the longest side that the format can hold. */
  readonly maxSide: number;
  /** 1-100; undefined where the format has no such thing. */
  readonly defaultQuality: number | undefined;
}

export const outputFormats: Readonly<Record<OutputFormat, OutputFacts>> = {
  jpeg: { maxSide: 65_500, defaultQuality: 80 },
  png: { maxSide: 65_535, defaultQuality: undefined },
  webp: { maxSide: 16_383, defaultQuality: 80 },
  // sharp's default: AV1 looks better at the same number.
  avif: { maxSide: 16_384, defaultQuality: 50 },
  gif: { maxSide: 65_535, defaultQuality: undefined },
};
