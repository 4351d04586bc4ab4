// Recognises the format of a file by its first bytes. What is done with a format is decided elsewhere.

import { nameCodec } from './heif.ts';
import {
  brands,
  codecBoxes,
  magics,
  otherBrand,
  pictureBrands,
  raw,
  type Sniffed,
  svg,
  unnamedHeif,
  unreadTiff,
} from './magic.ts';
import { nameRaw } from './raw.ts';
import { nameUnreadTiff } from './tiff-kind.ts';

/** How many bytes are searched for `<svg`, which may come after an XML declaration and comments. */
const textBytes = 1024;

/** The beginning of an SVG; a page that begins with the doctype of HTML does not match. */
const svgStart = /^(?:\xef\xbb\xbf)?\s*<(?!!doctype html)(?:svg[\s>]|[?!][\s\S]*<svg[\s>])/i;

/**
 * Recognises a format by its magic bytes. The object's name and Content-Type are not used, because the uploader can set them to
 * anything.
 *
 * @param bytes The encoded object; it is read only. 64 bytes are enough, except for SVG (1 KB), TIFF (as far as its tags) and
 * HEIF (as far as its properties); with fewer, what is there is used.
 * @example
 * sniff(Buffer.from('GIF89a')) // { kind: 'source', format: 'gif' }
 * sniff(Buffer.from('%PDF-1.7')) // { kind: 'refused', name: 'PDF', advice: 'Documents are not rendered. ...' }
 * sniff(Buffer.from('hello')) // { kind: 'unknown' }
 */
export function sniff(bytes: Uint8Array): Sniffed {
  const head = String.fromCharCode(...bytes.subarray(0, textBytes));
  if (head.slice(4, 8) === 'ftyp') return sniffBrands(head, bytes);
  const found = magics.find(([pattern]) => matches(head, pattern));
  if (found === undefined) return svgStart.test(head) ? svg : { kind: 'unknown' };
  const [, sniffed] = found;
  return isTiff(sniffed) ? (refuseTiff(bytes) ?? sniffed) : sniffed;
}

function isTiff(sniffed: Sniffed): boolean {
  return sniffed.kind === 'source' && sniffed.format === 'tiff';
}

function refuseTiff(bytes: Uint8Array): Sniffed | undefined {
  const rawName = nameRaw(bytes);
  if (rawName !== undefined) return raw(rawName);
  const kind = nameUnreadTiff(bytes);
  return kind === undefined ? undefined : unreadTiff(kind);
}

/** Whether the head begins with the pattern, in which `?` stands for any byte. */
function matches(head: string, pattern: string): boolean {
  return Array.from(pattern).every((byte, at) => byte === '?' || byte === head[at]);
}

/**
 * Reads the first box of an ISO base media file: size, `ftyp`, major brand, version, compatible brands, four bytes each. The first
 * of all brands that is known says what the file is: programs put others in front. What decodes it stands above its brands.
 */
function sniffBrands(head: string, bytes: Uint8Array): Sniffed {
  const end = head.charCodeAt(2) * 256 + head.charCodeAt(3);
  const [major = '', , ...compatible] = head.slice(8, end).match(/[\s\S]{4}/g) ?? [];
  const all = [major, ...compatible];
  const byBrand = brands[all.find((brand) => brands[brand] !== undefined) ?? ''];
  const isPicture =
    byBrand === undefined ? all.some((brand) => pictureBrands.includes(brand)) : isHeif(byBrand);
  const byCodec = isPicture ? codecBoxes[nameCodec(bytes) ?? ''] : undefined;
  return byCodec ?? byBrand ?? (isPicture ? unnamedHeif : otherBrand);
}

function isHeif(sniffed: Sniffed): boolean {
  return sniffed.kind === 'source' && (sniffed.format === 'avif' || sniffed.format === 'heic');
}
