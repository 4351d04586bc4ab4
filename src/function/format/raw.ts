// Recognises raw photos that are TIFF by their first bytes: only the tags of their first directory say what they are. The picture
// that those tags describe is most often a preview of some hundred pixels, of which a thumbnail would be blurred.

import { type EntryHead, entriesIn, openTiff, type Tiff } from '../container/tiff.ts';

/** Tags: TIFF 6.0, Adobe's TIFF/EP and DNG specifications. */
const subfileType = 254;
const photometric = 262;
const make = 271;
const subDirectories = 330;
const dngVersion = 50_706;
/** Types of values. */
const ascii = 2;
const short = 3;
/** `NewSubfileType`: a smaller version of another picture in this file. */
const reduced = 1;
/** `PhotometricInterpretation`: one colour per pixel, or linear sensor values. */
const sensors = [32_803, 34_892];

/** How the name of a camera's maker begins, and what its raw photos are called. */
const makers: readonly (readonly [start: string, name: string])[] = [
  ['NIKON', 'Nikon NEF'],
  ['SONY', 'Sony ARW'],
  ['PENTAX', 'Pentax PEF'],
  ['RICOH', 'Pentax PEF'],
  ['SAMSUNG', 'Samsung SRW'],
  ['Hasselblad', 'Hasselblad 3FR'],
  ['Phase One', 'Phase One IIQ'],
  ['EASTMAN KODAK', 'Kodak raw'],
];

/**
 * @param bytes A TIFF; what it says of itself is not trusted.
 * @returns `Nikon NEF raw photo`; undefined for pictures.
 */
export function nameRaw(bytes: Uint8Array): string | undefined {
  const tiff = openTiff(bytes);
  if (!tiff) return undefined;
  const entries = new Map<number, EntryHead>();
  for (const entry of entriesIn(tiff)) entries.set(entry.tag, entry);
  if (entries.has(dngVersion)) return 'Adobe DNG raw photo';
  const isPreview = numberIn(tiff, entries.get(subfileType)) === reduced && entries.has(subDirectories);
  const isSensors = sensors.indexOf(numberIn(tiff, entries.get(photometric))) >= 0;
  if (!isPreview && !isSensors) return undefined;
  const maker = textIn(tiff, entries.get(make));
  const [, name] = makers.find(([start]) => maker.startsWith(start)) ?? [];
  return name ? `${name} raw photo` : 'raw photo';
}

/** The value of an entry of one number; 0 if there is none. */
function numberIn(tiff: Tiff, entry: EntryHead | undefined): number {
  if (!entry) return 0;
  return entry.type === short ? tiff.u16(entry.slot) : tiff.u32(entry.slot);
}

/** At most 32 characters, of a text that does not fit into its entry. */
function textIn(tiff: Tiff, entry: EntryHead | undefined): string {
  if (entry?.type !== ascii || entry.count <= 4) return '';
  return tiff.file.text(tiff.u32(entry.slot), Math.min(entry.count, 32));
}
