// Raw photos that are TIFF by their first bytes: only the tags of their first directory tell. The picture that those describe is
// most often a preview of some hundred pixels, which nobody wants for the photo.

interface Entry {
  readonly type: number;
  readonly count: number;
  /** The value, where it is a single number that fits in; else where in the file it lies. */
  readonly value: number;
}

/** Tags: TIFF 6.0, Adobe's TIFF/EP and DNG specifications. */
const subfileType = 254;
const photometric = 262;
const make = 271;
const subDirectories = 330;
const dngVersion = 50_706;
/** `NewSubfileType`: a smaller version of another picture in this file. */
const reduced = 1;
/** `PhotometricInterpretation`: one colour per pixel, or linear sensor values. */
const sensors = [32_803, 34_892];

/** Makers begin with these; the names are those that their raw photos go by. */
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

/** More are in no file that exists. */
const maxEntries = 512;

/**
 * @param bytes A TIFF; what it pretends is not trusted.
 * @returns `Nikon NEF raw photo`; undefined for pictures.
 */
export function nameRaw(bytes: Uint8Array): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const isLittle = bytes[0] === 0x49;
  const entries = readDirectory(view, isLittle);
  if (entries.has(dngVersion)) return 'Adobe DNG raw photo';
  const isPreview = entries.get(subfileType)?.value === reduced && entries.has(subDirectories);
  const isSensors = sensors.indexOf(entries.get(photometric)?.value ?? 0) >= 0;
  if (!isPreview && !isSensors) return undefined;
  const maker = textOf(bytes, entries.get(make));
  const [, name] = makers.find(([start]) => maker.startsWith(start)) ?? [];
  return name ? `${name} raw photo` : 'raw photo';
}

/** Tag -> entry. Nothing where the directory is not within the bytes, or of a BigTIFF. */
function readDirectory(view: DataView, isLittle: boolean): Map<number, Entry> {
  const entries = new Map<number, Entry>();
  if (view.byteLength < 8 || view.getUint16(2, isLittle) !== 42) return entries;
  const start = view.getUint32(4, isLittle);
  if (start + 2 > view.byteLength) return entries;
  const count = Math.min(view.getUint16(start, isLittle), maxEntries);
  for (let n = 0; n < count; n++) {
    const at = start + 2 + n * 12;
    if (at + 12 > view.byteLength) break;
    const type = view.getUint16(at + 2, isLittle);
    const isShort = type === 3;
    entries.set(view.getUint16(at, isLittle), {
      type,
      count: view.getUint32(at + 4, isLittle),
      value: isShort ? view.getUint16(at + 8, isLittle) : view.getUint32(at + 8, isLittle),
    });
  }
  return entries;
}

/** At most 32 characters. */
function textOf(bytes: Uint8Array, entry: Entry | undefined): string {
  const ascii = 2;
  if (entry?.type !== ascii || entry.count <= 4) return '';
  return String.fromCharCode(...bytes.subarray(entry.value, entry.value + Math.min(entry.count, 32)));
}
