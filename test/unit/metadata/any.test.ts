// Metadata is controlled by the uploader: whatever the bytes are, reading, stripping and writing end, and throw nothing.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SourceFormat } from '../../../src/function/format/format.ts';
import { sniff } from '../../../src/function/format/sniff.ts';
import { writeAvif } from '../../../src/function/metadata/avif.ts';
import { embedMetadata, readMetadata } from '../../../src/function/metadata/metadata.ts';
import { stripGif } from '../../../src/function/metadata/strip/gif.ts';
import { stripJpeg } from '../../../src/function/metadata/strip/jpeg.ts';
import { stripPng } from '../../../src/function/metadata/strip/png.ts';
import { stripWebp } from '../../../src/function/metadata/strip/webp.ts';
import { type Decorated, decorate } from '../../support/decorated.ts';
import { drawGeometry } from '../../support/geometry-picture.ts';
import { box } from '../../support/metadata-parts.ts';

const picture = await drawGeometry(16, 12);
const formats: Decorated[] = ['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'];
const seeds = await Promise.all(formats.map((format) => decorate(picture, format)));
const strippers = [stripJpeg, stripPng, stripWebp, stripGif];

/** A seed with some bytes changed, or cut off, in its metadata mostly: the picture is small. */
const damaged = fc
  .tuple(
    fc.nat(seeds.length - 1),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 1, 2, 4, 0x3c, 0x7f, 0x80, 0xff)), { maxLength: 16 }),
    fc.option(fc.nat()),
  )
  .map(([n, changes, cut]) => {
    const seed = seeds[n] as Buffer;
    const bytes = new Uint8Array(seed);
    for (const [at, value] of changes) bytes[at % seed.length] = value;
    return bytes.subarray(0, cut === null ? seed.length : cut % seed.length);
  });

function deal(bytes: Uint8Array, format: SourceFormat): void {
  for (const policy of ['copyright', 'keep'] as const) {
    const metadata = readMetadata(bytes, format, policy);
    embedMetadata(seeds[0] as Buffer, 'jpeg', metadata);
  }
  for (const strip of strippers) strip(bytes);
  writeAvif(bytes, { exif: Buffer.alloc(10), xmp: Buffer.alloc(10) });
}

test.each([...formats, 'jxl'] as SourceFormat[])('damaged files, taken for %s', (format) => {
  fc.assert(
    fc.property(damaged, (bytes) => deal(bytes, format)),
    { numRuns: 300, seed: 20_260_101 },
  );
});

test.each([...formats, 'jxl'] as SourceFormat[])('any bytes, taken for %s', (format) => {
  const starts = fc.constantFrom(...seeds.map((seed) => seed.subarray(0, 24)), new Uint8Array());
  fc.assert(
    fc.property(starts, fc.uint8Array({ maxLength: 400 }), (start, rest) =>
      deal(Buffer.concat([start, rest]), format),
    ),
    { numRuns: 300, seed: 20_260_102 },
  );
});

/** Long texts, each of a kind that a careless reader looks at again and again. */
const slow: Readonly<Record<string, string>> = {
  'elements in elements': '<a>'.repeat(60_000),
  attributes: `<a ${Array.from({ length: 12_000 }, (_, i) => `xmlns:n${i}="${i}"`).join(' ')}>`,
  'attributes without end': `<a ${'b '.repeat(100_000)}`,
  'blanks in a tag': `<a${' '.repeat(200_000)}`,
  'comments without end': '<!--'.repeat(50_000),
  ampersands: `<a>${'&#'.repeat(100_000)}</a>`,
  'a document type of entities': `<!DOCTYPE a [<!ENTITY b "${'c'.repeat(100_000)}">]><a>&b;</a>`,
  'a long name': `<${'a'.repeat(200_000)}`,
};

test.each(Object.entries(slow))('XMP of %s takes no time and says nothing', (_, text) => {
  const chunk = Buffer.alloc(20);
  chunk.write('RIFF');
  chunk.write('WEBPXMP ', 8);
  chunk.writeUInt32LE(text.length, 16);
  const { properties } = readMetadata(Buffer.concat([chunk, Buffer.from(text)]), 'webp', 'keep');
  expect(properties).toEqual([]);
});

test('tables of items without end, whose fields have no bytes, take no time', () => {
  const entry = [0, 1, 0, 0, 0xff, 0xff];
  const iloc = box(
    'iloc',
    Buffer.from([0, 0, 0, 0, 0, 0, 0x07, 0xd0, ...new Array(2000).fill(entry).flat()]),
  );
  const iinf = box('iinf', Buffer.alloc(6), box('infe', Buffer.from('\x02\0\0\0\0\x01\0\0Exif\0', 'latin1')));
  const file = Buffer.concat([box('ftyp', Buffer.from('avif')), box('meta', Buffer.alloc(4), iloc, iinf)]);
  const before = process.cpuUsage();
  expect(readMetadata(file, 'avif', 'keep').properties).toEqual([]);
  // Seconds of the processor's: the clock goes on while other processes have it.
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5);
});

test('the seeds are what they are taken for', () => {
  expect(seeds.map((seed) => sniff(seed))).toMatchObject(formats.map((format) => ({ format })));
});
