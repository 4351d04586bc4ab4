// The first bytes by which file formats are recognised, as data, with advice for those that are not read. sniff.ts looks them up.

import type { SourceFormat } from './format.ts';

/** What the first bytes of a file say: a format that is read, one that is known but not read, or nothing that is known. */
export type Sniffed =
  | { readonly kind: 'source'; readonly format: SourceFormat }
  | {
      readonly kind: 'refused';
      /** The format's name, for messages. */
      readonly name: string;
      /** What to upload instead: one or more whole sentences. */
      readonly advice: string;
    }
  | { readonly kind: 'unknown' };

const heic =
  'This build has no decoder for it, because of patents. Upload JPEG instead: iPhones do with Settings > Camera > Formats > Most Compatible.';
const jpegOrPng = 'Export it as JPEG or PNG and upload that.';
const developed =
  'Export it as JPEG or TIFF from a raw converter, or upload the JPEG that the camera stored with it.';
const vector =
  'Drawings are not rendered, because there are no fonts here and their text would be missing. Export it as PNG and upload that.';
const pageImage = 'Documents are not rendered. Upload the page as JPEG or PNG.';
const still = 'Videos are not read. Upload a still frame as JPEG.';

const source = (format: SourceFormat): Sniffed => ({ kind: 'source', format });
const refused = (name: string, advice: string): Sniffed => ({ kind: 'refused', name, advice });

/** The HEVC brands of HEIF. */
const heif = refused('HEIC', heic);
const video = refused('MP4 or QuickTime video', still);

/**
 * Pattern -> format; the first pattern that matches counts. One character stands for one byte, and `?` for any byte. The patterns
 * of TIFF match DNG, NEF, ARW and PEF as well, which only their tags tell apart; see raw.ts.
 */
export const magics: readonly (readonly [pattern: string, sniffed: Sniffed])[] = [
  ['\xff\xd8\xff', source('jpeg')],
  ['\x89PNG\r\n\x1a\n', source('png')],
  ['RIFF????WEBP', source('webp')],
  ['GIF87a', source('gif')],
  ['GIF89a', source('gif')],
  ['II*\0????CR', refused('Canon CR2 raw photo', developed)],
  ['II*\0', source('tiff')],
  ['MM\0*', source('tiff')],
  ['II+\0', source('tiff')],
  ['MM\0+', source('tiff')],
  ['IIRO', refused('Olympus ORF raw photo', developed)],
  ['IIRS', refused('Olympus ORF raw photo', developed)],
  ['MMOR', refused('Olympus ORF raw photo', developed)],
  ['IIU\0', refused('Panasonic RW2 raw photo', developed)],
  ['FUJIFILMCCD-RAW', refused('Fujifilm RAF raw photo', developed)],
  ['??????HEAPCCDR', refused('Canon CRW raw photo', developed)],
  ['FOVb', refused('Sigma X3F raw photo', developed)],
  ['\0MRM', refused('Minolta MRW raw photo', developed)],
  ['\xff\x0a', source('jxl')],
  ['\0\0\0\x0cJXL \r\n\x87\n', source('jxl')],
  ['\0\0\0\x0cjP  \r\n\x87\n', refused('JPEG 2000', jpegOrPng)],
  ['\xff\x4f\xff\x51', refused('JPEG 2000', jpegOrPng)],
  ['II\xbc', refused('JPEG XR', jpegOrPng)],
  ['BM????\0\0\0\0', refused('BMP', jpegOrPng)],
  ['\0\0\x01\0', refused('ICO', jpegOrPng)],
  ['\0\0\x02\0', refused('CUR', jpegOrPng)],
  ['8BPS', refused('Photoshop PSD', jpegOrPng)],
  ['gimp xcf', refused('GIMP XCF', jpegOrPng)],
  ['qoif', refused('QOI', jpegOrPng)],
  ['\x76\x2f\x31\x01', refused('OpenEXR', jpegOrPng)],
  ['#?RADIANCE', refused('Radiance HDR', jpegOrPng)],
  ['DDS ', refused('DDS', jpegOrPng)],
  ['BPG\xfb', refused('BPG', jpegOrPng)],
  ['\x8aMNG', refused('MNG', jpegOrPng)],
  ['icns', refused('Apple ICNS', jpegOrPng)],
  ['FLIF', refused('FLIF', jpegOrPng)],
  ['P5\n', refused('Netpbm PGM', jpegOrPng)],
  ['P6\n', refused('Netpbm PPM', jpegOrPng)],
  ['AT&TFORM', refused('DjVu', pageImage)],
  ['%PDF-', refused('PDF', pageImage)],
  ['%!PS', refused('PostScript', pageImage)],
  ['\xc5\xd0\xd3\xc6', refused('EPS', pageImage)],
  ['RIFF????AVI ', refused('AVI video', still)],
  ['\x1a\x45\xdf\xa3', refused('WebM or Matroska video', still)],
  ['\0\0\x01\xba', refused('MPEG video', still)],
  ['\0\0\x01\xb3', refused('MPEG video', still)],
  ['\x30\x26\xb2\x75\x8e\x66\xcf\x11', refused('WMV video', still)],
  ['FLV\x01', refused('Flash video', still)],
  ['????moov', video],
  ['????mdat', video],
  ['????wide', video],
];

/** A brand in the `ftyp` box of an ISO base media file -> format (ISO/IEC 14496-12, 23008-12; mp4ra.org). */
export const brands: Readonly<Record<string, Sniffed>> = {
  avif: source('avif'),
  avis: source('avif'),
  heic: heif,
  heix: heif,
  heim: heif,
  heis: heif,
  hevc: heif,
  hevx: heif,
  hevm: heif,
  hevs: heif,
  'crx ': refused('Canon CR3 raw photo', developed),
  'jxl ': source('jxl'),
  'jp2 ': refused('JPEG 2000', jpegOrPng),
};

/** Major brands that name a file structure, but no codec: the format follows from the compatible brands after them. */
export const genericBrands: readonly string[] = ['mif1', 'mif2', 'msf1', 'miaf'];

/** The format of a file with a generic major brand, but no compatible brand that is in the table. */
export const unnamedHeif: Sniffed = refused('HEIF', heic);
/** The format of a file with any other major brand: nearly all of these are videos. */
export const otherBrand: Sniffed = video;

/** SVG has no magic bytes; sniff.ts recognises its text. */
export const svg: Sniffed = refused('SVG', vector);

/**
 * Makes the refusal of a raw photo that begins like TIFF.
 *
 * @param name The name from raw.ts, like `Nikon NEF raw photo`.
 */
export const raw = (name: string): Sniffed => refused(name, developed);
