// Formats by their first bytes: what is read, what is refused by its name, what is unknown. And by an uploader's word.

import { describe, expect, test } from 'vitest';
import type { SourceFormat } from '../../../src/function/format/format.ts';
import { sniff } from '../../../src/function/format/sniff.ts';
import { claimsImage } from '../../../src/function/source/recognise.ts';
import { writeSequence } from '../../support/heif-sequence.ts';

const bytes = (latin1: string) => Uint8Array.from(Buffer.from(latin1, 'latin1'));

/** The `ftyp` box of an ISO base media file, and the start of the next box. */
function ftyp(major: string, ...compatible: string[]): string {
  const size = 16 + 4 * compatible.length;
  return `\0\0\0${String.fromCharCode(size)}ftyp${major}\0\0\0\0${compatible.join('')}\0\0\0\x20meta`;
}

/** A ZIP archive, as far as the beginning of its first file. */
const zip = (name: string, content = '') => `PK\x03\x04${'\0'.repeat(26)}${name}${content}`;

/** A HEIF of these brands whose `meta` has nothing but empty properties. */
function heif([major = '', ...compatible]: readonly string[], ...properties: readonly string[]): string {
  const box = (type: string, content: string) =>
    `\0\0\0${String.fromCharCode(8 + content.length)}${type}${content}`;
  const all = properties.map((type) => box(type, '')).join('');
  return ftyp(major, ...compatible).slice(0, -8) + box('meta', `\0\0\0\0${box('iprp', box('ipco', all))}`);
}

describe('sniff', () => {
  const sequence = (type: string, ...brands: string[]) =>
    sniff(writeSequence([{ picture: { type, content: Buffer.alloc(9), properties: [] } }], brands));

  test('knows an image sequence without a still picture by its track', () => {
    expect(sequence('hvc1', 'msf1')).toEqual({ kind: 'source', format: 'heic' });
    expect(sequence('hev1', 'msf1', 'mp41')).toEqual({ kind: 'source', format: 'heic' });
    expect(sequence('av01', 'msf1', 'hevc')).toEqual({ kind: 'source', format: 'avif' });
    expect(sequence('avc1', 'msf1', 'hevc')).toMatchObject({ name: 'HEIF of H.264 pictures' });
    expect(sequence('uncv', 'msf1')).toMatchObject({ name: 'HEIF of uncompressed pictures' });
    expect(sequence('hvc1', 'isom', 'mp42')).toMatchObject({
      kind: 'other',
      name: 'an MP4 or QuickTime video',
    });
  });

  test.each<[string, SourceFormat]>([
    ['\xff\xd8\xff\xe0\0\x10JFIF', 'jpeg'],
    ['\xff\xd8\xff\xdb', 'jpeg'],
    ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'png'],
    ['RIFF\x24\0\0\0WEBPVP8 ', 'webp'],
    ['GIF87a', 'gif'],
    ['GIF89a', 'gif'],
    ['II*\0\x08\0\0\0', 'tiff'],
    ['MM\0*\0\0\0\x08', 'tiff'],
    ['II+\0\x08\0\0\0', 'tiff'],
    [ftyp('avif', 'mif1', 'miaf'), 'avif'],
    [ftyp('avis', 'msf1'), 'avif'],
    [ftyp('mif1', 'miaf', 'avif'), 'avif'],
    [ftyp('msf1', 'avis'), 'avif'],
    [ftyp('MA1A', 'avif', 'mif1', 'miaf', 'MA1B'), 'avif'],
    [heif(['mif1', 'miaf'], 'ispe', 'av1C'), 'avif'],
    [heif(['avif'], 'hvcC', 'av1C'), 'avif'],
    [ftyp('heic', 'mif1'), 'heic'],
    [ftyp('hevc', 'msf1'), 'heic'],
    [ftyp('mif1', 'miaf', 'heic'), 'heic'],
    [ftyp('MiHE', 'mif1', 'heic'), 'heic'],
    [heif(['mif1'], 'ispe', 'hvcC'), 'heic'],
    [heif(['avif', 'mif1'], 'hvcC'), 'heic'],
    [heif(['heic', 'mif1'], 'av1C'), 'avif'],
    ['\xff\x0a\xfa\x1f', 'jxl'],
    ['\0\0\0\x0cJXL \r\n\x87\n', 'jxl'],
  ])('%j is %s', (head, format) => {
    expect(sniff(bytes(head))).toEqual({ kind: 'source', format });
  });

  test.each([
    [ftyp('mif1', 'miaf'), 'HEIF'],
    [heif(['heic', 'mif1'], 'avcC'), 'HEIF of H.264 pictures'],
    [heif(['mif1'], 'avcC'), 'HEIF of H.264 pictures'],
    [ftyp('avci', 'mif1'), 'HEIF of H.264 pictures'],
    [heif(['mif1'], 'jpgC'), 'HEIF of JPEG pictures'],
    ['\x89PNG\r\n\x1a\n\0\0\0\x04CgBI', "PNG as Apple's Xcode packs it into apps (CgBI)"],
    [ftyp('crx ', 'isom'), 'Canon CR3 raw photo'],
    ['II*\0\x10\0\0\0CR\x02\0', 'Canon CR2 raw photo'],
    ['FUJIFILMCCD-RAW 0201', 'Fujifilm RAF raw photo'],
    ['IIRO\x08\0\0\0', 'Olympus ORF raw photo'],
    ['IIU\0\x18\0\0\0', 'Panasonic RW2 raw photo'],
    ['\0\0\0\x0cjP  \r\n\x87\n', 'JPEG 2000'],
    ['\xff\x4f\xff\x51', 'JPEG 2000'],
    ['BM\x36\0\0\0\0\0\0\0\x36\0\0\0', 'BMP'],
    ['\0\0\x01\0\x01\0', 'ICO'],
    ['8BPS\0\x01', 'Photoshop PSD'],
    ['icns\0\0', 'Apple ICNS'],
    ['FLIF1', 'FLIF'],
    ['P6\n640 480\n', 'Netpbm PPM'],
    ['<svg xmlns="http://www.w3.org/2000/svg">', 'SVG'],
    ['\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn -->\n<svg>', 'SVG'],
  ])('%j is refused as %s, with advice', (head, name) => {
    expect(sniff(bytes(head))).toEqual({
      kind: 'refused',
      name,
      advice: expect.stringMatching(/^[A-Z].+\.$/),
    });
  });

  test.each([
    [ftyp('isom', 'avc1'), 'an MP4 or QuickTime video'],
    [ftyp('qt  '), 'an MP4 or QuickTime video'],
    [ftyp('M4A ', 'isom'), 'an M4A audio'],
    ['\0\0\x40\0moov', 'an MP4 or QuickTime video'],
    ['RIFF\x24\0\0\0AVI LIST', 'an AVI video'],
    ['RIFF\x24\0\0\0WAVEfmt ', 'a WAV audio'],
    ['\x1a\x45\xdf\xa3', 'a WebM or Matroska video'],
    [`G${'x'.repeat(187)}`.repeat(3), 'an MPEG-TS video'],
    ['ID3\x04', 'an MP3 audio'],
    ['\xff\xfb\x90\x64', 'an MP3 audio'],
    ['%PDF-1.7', 'a PDF document'],
    ['%!PS-Adobe-3.0', 'a PostScript document'],
    ['\xc5\xd0\xd3\xc6', 'an EPS document'],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'an Office document, or a Thumbs.db of Windows'],
    [zip('[Content_Types].xml'), 'an Office document'],
    [zip('mimetype', 'application/epub+zip'), 'an EPUB document'],
    [zip('mimetype', 'application/vnd.oasis.opendocument.text'), 'an OpenDocument'],
    [zip('cat.jpg', '\xff\xd8\xff'), 'a ZIP archive'],
    [`cat.jpg${'\0'.repeat(250)}ustar`, 'a TAR archive'],
    ['\x1f\x8b\x08', 'a file compressed with gzip'],
    ['\0\x05\x16\x07\0\x02', 'an AppleDouble file, in which macOS keeps the attributes of another'],
    ['\0\0\0\x01Bud1', 'a .DS_Store file of macOS'],
  ])('%j is no image, but %s, with advice', (head, name) => {
    expect(sniff(bytes(head))).toEqual({
      kind: 'other',
      name,
      advice: expect.stringMatching(/^[A-Z].+\.$/),
    });
  });

  test.each([
    ['nothing', ''],
    ['one byte', '\xff'],
    ['a text', 'BMW and GIF are words'],
    ['a page with a drawing in it', '<!DOCTYPE html><html><svg></svg>'],
    ['XML that is no drawing', '<?xml version="1.0"?><feed/>'],
    ['half a signature', '\x89PNG\r\n'],
    ['a signature that a byte is missing before', 'RIFF\x24\0\0WEBPVP8 '],
  ])('%s is unknown', (_, head) => {
    expect(sniff(bytes(head))).toEqual({ kind: 'unknown' });
  });

  test('does not look for brands behind their box', () => {
    expect(sniff(bytes(`${ftyp('mif1', 'miaf')}avif`))).toMatchObject({ name: 'HEIF' });
  });

  test('reads shared memory, where sources lie', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(8));
    shared.set(bytes('GIF89a'));
    expect(sniff(shared)).toEqual({ kind: 'source', format: 'gif' });
  });
});

describe('claimsImage', () => {
  test.each([
    ['photos/cat.jpg', undefined],
    ['photos/cat.JPEG', undefined],
    ['a.b/cat.v2.webp', undefined],
    ['.hidden.png', undefined],
    ['a.heic', undefined],
    ['a.HEIF', undefined],
    ['a.jxl', undefined],
    ['a.bmp', undefined],
    ['a.svg', undefined],
    ['a.psd', undefined],
    ['a.cr3', undefined],
    ['a.dng', undefined],
    ['a', 'image/jpeg'],
    ['a.txt', 'Image/X-Unheard-Of'],
  ])('%s, Content-Type %s: yes', (key, contentType) => {
    expect(claimsImage(key, contentType)).toBe(true);
  });

  test.each([
    ['jpg', undefined],
    ['photos/jpg', undefined],
    ['a.b/jpg', undefined],
    ['photos/.jpg', undefined],
    ['photos.jpg/cat', undefined],
    ['cat.jpg.', undefined],
    ['cat.jpg.zip', undefined],
    ['cat.constructor', undefined],
    ['cat.mp4', 'video/mp4'],
    ['cat.pdf', 'application/pdf'],
    ['cat.mp4', 'image/jpeg'],
    ['a/IMG_1.AAE', 'image/jpeg'],
    ['Thumbs.db', 'image/jpeg'],
    ['photos/._cat.jpg', 'image/jpeg'],
    ['', ''],
  ])('%s, Content-Type %s: no', (key, contentType) => {
    expect(claimsImage(key, contentType)).toBe(false);
  });
});
