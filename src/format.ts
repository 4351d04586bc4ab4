// Image formats as data: what each can hold, how it is named, and the first bytes by which it is known.

import { refusedExtensions } from './format/extensions.ts';
import { brands, genericBrands, magics, otherBrand, raw, svg, unnamedHeif } from './format/magic.ts';
import { nameRaw } from './format/raw.ts';
import { splitKey } from './key.ts';

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

/** What the first bytes say: a format that is read, one that is known but not read, or nothing that we know. */
export type Sniffed =
  | { readonly kind: 'source'; readonly format: SourceFormat }
  | { readonly kind: 'refused'; readonly name: string; readonly advice: string }
  | { readonly kind: 'unknown' };

/** How far a text is searched for its `<svg`, behind an XML declaration and comments. */
const textBytes = 1024;
const svgStart = /^(?:\xef\xbb\xbf)?\s*<(?!!doctype html)(?:svg[\s>]|[?!][\s\S]*<svg[\s>])/i;

/**
 * Tells a format by its magic bytes. Name and Content-Type are not asked: both are the uploader's word.
 *
 * @param bytes The encoded object. 64 bytes suffice but for SVG (1 KB) and raw photos (wherever their tags lie); fewer are read as
 * far as they go.
 */
export function sniff(bytes: Uint8Array): Sniffed {
  const head = String.fromCharCode(...bytes.subarray(0, textBytes));
  if (head.slice(4, 8) === 'ftyp') return sniffBrands(head);
  const found = magics.find(([pattern]) => fits(head, pattern));
  if (found === undefined) return svgStart.test(head) ? svg : { kind: 'unknown' };
  const [, sniffed] = found;
  const rawName = isTiff(sniffed) ? nameRaw(bytes) : undefined;
  return rawName === undefined ? sniffed : raw(rawName);
}

function isTiff(sniffed: Sniffed): boolean {
  return sniffed.kind === 'source' && sniffed.format === 'tiff';
}

function fits(head: string, pattern: string): boolean {
  return Array.from(pattern).every((byte, at) => byte === '?' || byte === head[at]);
}

/** ISO base media files: size, `ftyp`, major brand, version, compatible brands, four bytes each. */
function sniffBrands(head: string): Sniffed {
  const end = head.charCodeAt(2) * 256 + head.charCodeAt(3);
  const [major = '', , ...compatible] = head.slice(8, end).match(/[\s\S]{4}/g) ?? [];
  if (!genericBrands.includes(major)) return brands[major] ?? otherBrand;
  const telling = compatible.find((brand) => brands[brand] !== undefined) ?? '';
  return brands[telling] ?? unnamedHeif;
}

/** Does its uploader call it an image, by its name or by its Content-Type? */
export function claimsImage(key: string, contentType: string | undefined): boolean {
  const extension = splitKey(key).extension.toLowerCase();
  const read = Object.values(sourceFormats).some(({ extensions }) => extensions.includes(extension));
  return (
    read ||
    refusedExtensions.includes(extension) ||
    (contentType?.toLowerCase().startsWith('image/') ?? false)
  );
}
