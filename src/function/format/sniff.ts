// Tells the format of a file by its first bytes.

import { brands, genericBrands, magics, otherBrand, raw, type Sniffed, svg, unnamedHeif } from './magic.ts';
import { nameRaw } from './raw.ts';

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
