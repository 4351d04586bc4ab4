// Recognises the format of a file by its first bytes. What is done with a format is decided elsewhere.

import { brands, genericBrands, magics, otherBrand, raw, type Sniffed, svg, unnamedHeif } from './magic.ts';
import { nameRaw } from './raw.ts';

/** How many bytes are searched for `<svg`, which may come after an XML declaration and comments. */
const textBytes = 1024;

/** The beginning of an SVG; a page that begins with the doctype of HTML does not match. */
const svgStart = /^(?:\xef\xbb\xbf)?\s*<(?!!doctype html)(?:svg[\s>]|[?!][\s\S]*<svg[\s>])/i;

/**
 * Recognises a format by its magic bytes. The object's name and Content-Type are not used, because the uploader can set them to
 * anything.
 *
 * @param bytes The encoded object; it is read only. 64 bytes are enough, except for SVG (1 KB) and raw photos (as far as their
 * tags); with fewer, what is there is used.
 * @example
 * sniff(Buffer.from('GIF89a')) // { kind: 'source', format: 'gif' }
 * sniff(Buffer.from('%PDF-1.7')) // { kind: 'refused', name: 'PDF', advice: 'Documents are not rendered. ...' }
 * sniff(Buffer.from('hello')) // { kind: 'unknown' }
 */
export function sniff(bytes: Uint8Array): Sniffed {
  const head = String.fromCharCode(...bytes.subarray(0, textBytes));
  if (head.slice(4, 8) === 'ftyp') return sniffBrands(head);
  const found = magics.find(([pattern]) => matches(head, pattern));
  if (found === undefined) return svgStart.test(head) ? svg : { kind: 'unknown' };
  const [, sniffed] = found;
  const rawName = isTiff(sniffed) ? nameRaw(bytes) : undefined;
  return rawName === undefined ? sniffed : raw(rawName);
}

function isTiff(sniffed: Sniffed): boolean {
  return sniffed.kind === 'source' && sniffed.format === 'tiff';
}

/** Whether the head begins with the pattern, in which `?` stands for any byte. */
function matches(head: string, pattern: string): boolean {
  return Array.from(pattern).every((byte, at) => byte === '?' || byte === head[at]);
}

/** Reads the first box of an ISO base media file: size, `ftyp`, major brand, version, compatible brands, four bytes each. */
function sniffBrands(head: string): Sniffed {
  const end = head.charCodeAt(2) * 256 + head.charCodeAt(3);
  const [major = '', , ...compatible] = head.slice(8, end).match(/[\s\S]{4}/g) ?? [];
  if (!genericBrands.includes(major)) return brands[major] ?? otherBrand;
  const known = compatible.find((brand) => brands[brand] !== undefined) ?? '';
  return brands[known] ?? unnamedHeif;
}
