// A thumbnail says nothing of where, when and with what its photo was taken, and carries no profile.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { makeOne } from '../support/thumbnails.ts';

const engine = await sharedEngine();
const picture = await drawGeometry(240, 160);
const place = 'Middle of nowhere';
const gps = { GPSLatitude: '31/1 14/1 3/1', GPSLatitudeRef: 'N', GPSProcessingMethod: place };
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${place}</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>`;

/** With everything that a camera or an editor may have added. */
function decorated(format: 'jpeg' | 'png' | 'webp' | 'tiff' | 'avif'): Promise<Buffer> {
  return sharp(picture)
    .withExif({ IFD0: { Copyright: place, Artist: place }, IFD3: gps })
    .withXmp(xmp)
    .withIccProfile('p3')
    .toFormat(format)
    .toBuffer();
}

const formats = ['jpeg', 'png', 'webp', 'tiff', 'avif'] as const;
const outputs = ['jpeg', 'png', 'webp', 'avif', 'gif'] as const;
const marks = [
  place,
  'Exif',
  'EXIF',
  'eXIf',
  'ICC_PROFILE',
  'iCCP',
  'ICCP',
  'http://ns.adobe.com',
  'xmpmeta',
  'XMP ',
];

test.each(formats.flatMap((from) => outputs.map((to) => [from, to] as const)))(
  'of a %s with EXIF, GPS, XMP and a profile nothing is left in a %s',
  async (from, to) => {
    const photo = await decorated(from);
    const before = await sharp(photo).metadata();
    // sharp writes no EXIF into TIFF.
    expect([from === 'tiff' || before.exif, before.icc, before.xmp]).not.toContain(undefined);
    expect(photo.includes(place)).toBe(true);

    const { bytes } = await makeOne(engine, photo, `100x100,${to}`);
    const { exif, icc, xmp: left, iptc, orientation, comments } = await sharp(bytes).metadata();
    expect({ exif, icc, left, iptc, orientation, comments }).toEqual({});
    expect(marks.filter((mark) => Buffer.from(bytes).includes(mark))).toEqual([]);
  },
);

test('a comment in a JPEG is not taken over', async () => {
  const plain = await sharp(picture).jpeg().toBuffer();
  const comment = Buffer.from(`\xff\xfe\0${String.fromCharCode(place.length + 2)}${place}`, 'latin1');
  const photo = Buffer.concat([plain.subarray(0, 2), comment, plain.subarray(2)]);
  const { bytes } = await makeOne(engine, photo, '100x100,jpeg');
  expect(Buffer.from(bytes).includes(place)).toBe(false);
});
