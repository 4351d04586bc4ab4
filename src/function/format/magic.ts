// The first bytes by which file formats are recognised, as data, with advice for those that are not read. sniff.ts looks them up.

import type { SourceFormat } from './format.ts';

/** What the first bytes of a file say; `unknown` if nothing. */
export type Sniffed =
  | { readonly kind: 'source'; readonly format: SourceFormat }
  | {
      /** `refused`: an image of a format that is not read. `other`: no image, such as a video or a document. */
      readonly kind: 'refused' | 'other';
      /** The format's name, for messages: `BMP`; of what is no image, `a PDF document`. */
      readonly name: string;
      /** What to upload instead: one or more whole sentences. */
      readonly advice: string;
    }
  | { readonly kind: 'unknown' };

const beforeXcode =
  'Upload the PNG as it was before Xcode, or turn it back: xcrun -sdk iphoneos pngcrush -revert-iphone-optimizations IN OUT.';
const jpegOrPng = 'Export it as JPEG or PNG and upload that.';
const plainTiff =
  'Save it as a TIFF of 8 or 16 bits per sample, in RGB or grey, in strips, with LZW compression or none, or as JPEG, and upload that.';
const developed =
  'Export it as JPEG or TIFF from a raw converter, or upload the JPEG that the camera stored with it.';
const vector =
  'Drawings are not rendered, because there are no fonts here and their text would be missing. Export it as PNG and upload that.';
const pageImage = 'Documents are not rendered. Upload the page as JPEG or PNG.';
const still = 'Videos are not read. Upload a still frame as JPEG.';
const noSound = 'A sound has no picture. Upload a photo.';
const unpacked = 'Archives are not unpacked. Upload the photos in it one by one.';
const notCompressed =
  'Upload the photo itself: its own format is compressed already. Where it must be compressed, say so by the header ' +
  'Content-Encoding, and it is undone.';
const companion =
  'Systems keep such files beside photos. Upload the photo itself, and exclude these with THUMB_EXCLUDE.';

const source = (format: SourceFormat): Sniffed => ({ kind: 'source', format });
const refused = (name: string, advice: string): Sniffed => ({ kind: 'refused', name, advice });
const other = (name: string, advice: string): Sniffed => ({ kind: 'other', name, advice });

const heic = source('heic');
const heifOf = (codec: string): Sniffed => refused(`HEIF of ${codec} pictures`, jpegOrPng);
const video = other('an MP4 or QuickTime video', still);
const audio = other('an M4A audio', noSound);
const mp3 = other('an MP3 audio', noSound);
const officeDocument = other('an Office document', pageImage);
/** What precedes the name of the first file in a ZIP archive. */
const zipEntry = `PK\x03\x04${'?'.repeat(26)}`;

/**
 * Pattern -> format; the first pattern that matches counts. One character stands for one byte, and `?` for any byte. The patterns
 * of TIFF match DNG, NEF, ARW and PEF as well, which only their tags tell apart; see raw.ts.
 */
export const magics: readonly (readonly [pattern: string, sniffed: Sniffed])[] = [
  ['\xff\xd8\xff', source('jpeg')],
  ['\x89PNG\r\n\x1a\n????CgBI', refused("PNG as Apple's Xcode packs it into apps (CgBI)", beforeXcode)],
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
  ['AT&TFORM', other('a DjVu document', pageImage)],
  ['%PDF-', other('a PDF document', pageImage)],
  ['%!PS', other('a PostScript document', pageImage)],
  ['\xc5\xd0\xd3\xc6', other('an EPS document', pageImage)],
  ['{\\rtf', other('an RTF document', pageImage)],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', other('an Office document, or a Thumbs.db of Windows', pageImage)],
  [`${zipEntry}[Content_Types].xml`, officeDocument],
  [`${zipEntry}_rels/.rels`, officeDocument],
  [`${zipEntry}docProps/`, officeDocument],
  [`${zipEntry}mimetypeapplication/epub`, other('an EPUB document', pageImage)],
  [`${zipEntry}mimetypeapplication/vnd.oasis.`, other('an OpenDocument', pageImage)],
  ['PK\x03\x04', other('a ZIP archive', unpacked)],
  ['PK\x05\x06', other('a ZIP archive', unpacked)],
  ['Rar!\x1a\x07', other('a RAR archive', unpacked)],
  ['7z\xbc\xaf\x27\x1c', other('a 7z archive', unpacked)],
  [`${'?'.repeat(257)}ustar`, other('a TAR archive', unpacked)],
  ['\x1f\x8b', other('a file compressed with gzip', notCompressed)],
  ['BZh', other('a file compressed with bzip2', notCompressed)],
  ['\xfd7zXZ\0', other('a file compressed with xz', notCompressed)],
  ['\x28\xb5\x2f\xfd', other('a file compressed with Zstandard', notCompressed)],
  ['\0\x05\x16\x07', other('an AppleDouble file, in which macOS keeps the attributes of another', companion)],
  ['\0\x05\x16\0', other('an AppleSingle file of macOS', companion)],
  ['\0\0\0\x01Bud1', other('a .DS_Store file of macOS', companion)],
  ['RIFF????AVI ', other('an AVI video', still)],
  ['\x1a\x45\xdf\xa3', other('a WebM or Matroska video', still)],
  ['\0\0\x01\xba', other('an MPEG video', still)],
  ['\0\0\x01\xb3', other('an MPEG video', still)],
  [`G${'?'.repeat(187)}G${'?'.repeat(187)}G`, other('an MPEG-TS video', still)],
  ['\x30\x26\xb2\x75\x8e\x66\xcf\x11', other('a WMV video', still)],
  ['FLV\x01', other('a Flash video', still)],
  ['????moov', video],
  ['????mdat', video],
  ['????wide', video],
  ['ID3', mp3],
  ['\xff\xfb', mp3],
  ['\xff\xf3', mp3],
  ['\xff\xf2', mp3],
  ['\xff\xf1', other('an AAC audio', noSound)],
  ['\xff\xf9', other('an AAC audio', noSound)],
  ['RIFF????WAVE', other('a WAV audio', noSound)],
  ['FORM????AIFF', other('an AIFF audio', noSound)],
  ['OggS', other('an Ogg audio or video', noSound)],
  ['fLaC', other('a FLAC audio', noSound)],
  ['MThd', other('a MIDI audio', noSound)],
  ['#!AMR', other('an AMR audio', noSound)],
  ['#!SILK', other('a SILK audio', noSound)],
  ['\x02#!SILK', other('a SILK audio', noSound)],
];

/** A brand in the `ftyp` box of an ISO base media file -> format (ISO/IEC 14496-12, 23008-12; mp4ra.org). */
export const brands: Readonly<Record<string, Sniffed>> = {
  avif: source('avif'),
  avis: source('avif'),
  avio: source('avif'),
  MA1A: source('avif'),
  MA1B: source('avif'),
  heic: heic,
  heix: heic,
  heim: heic,
  heis: heic,
  hevc: heic,
  hevx: heic,
  hevm: heic,
  hevs: heic,
  avci: heifOf('H.264'),
  avcs: heifOf('H.264'),
  jpeg: heifOf('JPEG'),
  jpgs: heifOf('JPEG'),
  j2ki: heifOf('JPEG 2000'),
  j2is: heifOf('JPEG 2000'),
  vvic: heifOf('H.266'),
  vvis: heifOf('H.266'),
  evbi: heifOf('EVC'),
  evbs: heifOf('EVC'),
  'crx ': refused('Canon CR3 raw photo', developed),
  'jxl ': source('jxl'),
  'jp2 ': refused('JPEG 2000', jpegOrPng),
  'M4A ': audio,
  'M4B ': audio,
  'M4P ': audio,
};

/**
 * The box that configures a decoder -> the format of a HEIF file with it (ISO/IEC 23008-12, annexes B, E, H and L; AV1-ISOBMFF,
 * 2.3): brands say what a file may be read as, which is not always what is in it.
 */
export const codecBoxes: Readonly<Record<string, Sniffed>> = {
  av1C: source('avif'),
  hvcC: heic,
  lhvC: heifOf('layered H.265'),
  avcC: heifOf('H.264'),
  vvcC: heifOf('H.266'),
  evcC: heifOf('EVC'),
  jpgC: heifOf('JPEG'),
  j2kH: heifOf('JPEG 2000'),
  uncC: heifOf('uncompressed'),
};

/** The type of an item that is a picture, or of a track of such (ISO/IEC 23008-12) -> the box that configures its decoder. */
export const codecOfItems: Readonly<Record<string, string>> = {
  av01: 'av1C',
  hvc1: 'hvcC',
  hev1: 'hvcC',
  lhv1: 'lhvC',
  avc1: 'avcC',
  avc3: 'avcC',
  vvc1: 'vvcC',
  evc1: 'evcC',
  jpeg: 'jpgC',
  j2k1: 'j2kH',
  unci: 'uncC',
  uncv: 'uncC',
};

/** Brands that name the structure of a picture's file, but no codec. */
export const pictureBrands: readonly string[] = ['mif1', 'mif2', 'mif3', 'msf1', 'miaf', 'heif'];

/** The format of a file with such a brand, but without any that is in the table. */
export const unnamedHeif: Sniffed = refused('HEIF', jpegOrPng);
/** The format of a file with other brands only: nearly all of these are videos. */
export const otherBrand: Sniffed = video;

/** SVG has no magic bytes; sniff.ts recognises its text. */
export const svg: Sniffed = refused('SVG', vector);

/**
 * Makes the refusal of a raw photo that begins like TIFF.
 *
 * @param name The name from raw.ts, like `Nikon NEF raw photo`.
 */
export const raw = (name: string): Sniffed => refused(name, developed);

/**
 * Makes the refusal of a TIFF whose pixels are not read.
 *
 * @param name The name from tiff-kind.ts, like `TIFF with ZSTD compression`.
 */
export const unreadTiff = (name: string): Sniffed => refused(name, plainTiff);
