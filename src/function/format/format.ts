// The table of image formats: how each is named, and what it can hold. It is data only: sniff.ts recognises formats, and engines
// read and write them.

/** The formats that the engine reads. */
export type SourceFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif' | 'heic' | 'jxl';
/** The formats that the engine writes. */
export type OutputFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif';
/** The format that a preset asks for; `auto` is the source's own, or one in its place if browsers do not show it. */
export type OutputChoice = OutputFormat | 'auto';

/** How a format is named, and what becomes of it. */
interface FormatFacts {
  readonly contentType: string;
  /** File name extensions in lower case, without the dot; the usual one is first. */
  readonly extensions: readonly string[];
  /** The format of a thumbnail for a preset with `auto`. */
  readonly auto: OutputFormat;
}

export const sourceFormats: Readonly<Record<SourceFormat, FormatFacts>> = {
  jpeg: { contentType: 'image/jpeg', extensions: ['jpg', 'jpeg', 'jpe', 'jfif'], auto: 'jpeg' },
  png: { contentType: 'image/png', extensions: ['png', 'apng'], auto: 'png' },
  webp: { contentType: 'image/webp', extensions: ['webp'], auto: 'webp' },
  gif: { contentType: 'image/gif', extensions: ['gif'], auto: 'gif' },
  tiff: { contentType: 'image/tiff', extensions: ['tif', 'tiff'], auto: 'jpeg' },
  avif: { contentType: 'image/avif', extensions: ['avif', 'avifs'], auto: 'avif' },
  // Most browsers do not show it.
  heic: { contentType: 'image/heic', extensions: ['heic', 'heif', 'hif', 'heics', 'heifs'], auto: 'jpeg' },
  jxl: { contentType: 'image/jxl', extensions: ['jxl'], auto: 'jpeg' },
};

const formats = Object.keys(sourceFormats) as SourceFormat[];

/**
 * @param extension Of a file name, without the dot, in any case.
 * @returns The format that it denotes; undefined for that of no format that is read.
 */
export function formatOfExtension(extension: string): SourceFormat | undefined {
  const lowerCase = extension.toLowerCase();
  return formats.find((format) => sourceFormats[format].extensions.includes(lowerCase));
}

/** The format of a thumbnail of a source, for what its preset asks for. */
export function outputFormatOf(choice: OutputChoice, source: SourceFormat): OutputFormat {
  return choice === 'auto' ? sourceFormats[source].auto : choice;
}

/** What a format can hold as a thumbnail. */
interface OutputFacts {
  /** The longest side that a file of this format can have, in pixels. */
  readonly maxSide: number;
  /** From 1 to 100; undefined if the format has no quality setting. */
  readonly defaultQuality: number | undefined;
}

export const outputFormats: Readonly<Record<OutputFormat, OutputFacts>> = {
  jpeg: { maxSide: 65_500, defaultQuality: 80 },
  png: { maxSide: 65_535, defaultQuality: undefined },
  webp: { maxSide: 16_383, defaultQuality: 80 },
  // This is sharp's default. It is lower than JPEG's because AV1 looks better at the same number.
  avif: { maxSide: 16_384, defaultQuality: 50 },
  gif: { maxSide: 65_535, defaultQuality: undefined },
};
