// Files of very many small parts: an attack on readers that make an object of each. Past a bound metadata is dropped, a source is
// not kept, and a header cannot be read. Time is counted in bytes that are read, not by a clock.

import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ByteReader, u32 } from '../../../src/function/container/bytes.ts';
import { maxPngChunks } from '../../../src/function/container/png.ts';
import type { SourceFormat } from '../../../src/function/format/format.ts';
import { maxBlocks } from '../../../src/function/metadata/gif.ts';
import { maxSegments } from '../../../src/function/metadata/jpeg.ts';
import { readMetadata } from '../../../src/function/metadata/metadata.ts';
import { textOf } from '../../../src/function/metadata/properties.ts';
import { stripGif } from '../../../src/function/metadata/strip/gif.ts';
import { stripJpeg } from '../../../src/function/metadata/strip/jpeg.ts';
import { stripPng } from '../../../src/function/metadata/strip/png.ts';
import { stripWebp } from '../../../src/function/metadata/strip/webp.ts';
import { maxChunks } from '../../../src/function/metadata/webp.ts';
import { readJpegFacts, readJpegHeader } from '../../../wasm/header/jpeg.ts';
import { maxSegments as maxHeaderSegments } from '../../../wasm/header/jpeg-markers.ts';
import { readPngHeader } from '../../../wasm/header/png.ts';
import { makeCrowds } from '../../support/crowded.ts';
import { withXmpInGif } from '../../support/decorated.ts';
import { frame, jpeg, png, riffChunk, segment, vp8x, webp } from '../../support/header-parts.ts';
import { box, tiff } from '../../support/metadata-parts.ts';
import { pngChunk } from '../../support/png.ts';

const crowds = await makeCrowds();
let steps = 0;
const { u8 } = ByteReader.prototype;
beforeAll(() => {
  ByteReader.prototype.u8 = function (at) {
    steps += 1;
    return u8.call(this, at);
  };
});
afterAll(() => {
  ByteReader.prototype.u8 = u8;
});
beforeEach(() => {
  steps = 0;
});

const exif = tiff('MM', [[{ tag: 0x013b, type: 2, value: 'Li Wei\0' }]]);
const exifSegment = segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif]));
const vp8 = riffChunk('VP8L', Buffer.alloc(12, 1));
const end = pngChunk('IEND', Buffer.alloc(0));
const gif = Buffer.from('GIF89a\x01\0\x01\0\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b', 'latin1');
const parts = {
  segment: Buffer.from([0xff, 0xef, 0, 2]),
  chunk: pngChunk('aaAa', Buffer.alloc(0)),
  data: pngChunk('IDAT', Buffer.alloc(0)),
  extension: Buffer.from([0x21, 0xfe, 0]),
  riff: riffChunk('junk', []),
};
const times = (part: Buffer, count: number) => Buffer.alloc(part.length * count, part);
const behindHeader = (bytes: Buffer, flood: Buffer) =>
  Buffer.concat([bytes.subarray(0, 13), flood, bytes.subarray(13)]);

interface Attack {
  readonly format: SourceFormat;
  /** A whole file with so many parts before its metadata. */
  readonly file: (count: number) => Buffer;
  readonly strip: (bytes: Uint8Array) => Uint8Array | undefined;
  readonly bound: number;
}

const attacks: Readonly<Record<string, Attack>> = {
  'a JPEG of empty segments': {
    format: 'jpeg',
    file: (count) => jpeg(times(parts.segment, count), exifSegment, frame()),
    strip: stripJpeg,
    bound: maxSegments,
  },
  'a PNG of empty chunks': {
    format: 'png',
    file: (count) => Buffer.concat([png({}, times(parts.chunk, count), pngChunk('eXIf', exif)), end]),
    strip: stripPng,
    bound: maxPngChunks,
  },
  'a PNG of empty data': {
    format: 'png',
    file: (count) => Buffer.concat([png({}, times(parts.data, count), pngChunk('eXIf', exif)), end]),
    strip: stripPng,
    bound: maxPngChunks,
  },
  'a WebP of empty chunks': {
    format: 'webp',
    file: (count) => webp(vp8x(8, 4, 4), vp8, times(parts.riff, count), riffChunk('EXIF', exif)),
    strip: stripWebp,
    bound: maxChunks,
  },
  'a GIF of empty extensions': {
    format: 'gif',
    file: (count) => behindHeader(withXmpInGif(gif), times(parts.extension, count)),
    strip: stripGif,
    bound: maxBlocks,
  },
};

/** Real parts of each file, at most. */
const few = 10;

describe.each(Object.entries(attacks))('%s', (_, { format, file, strip, bound }) => {
  const artist = (bytes: Uint8Array) =>
    textOf(readMetadata(bytes, format, 'copyright').properties, 'dc:creator');

  test('is read and kept up to the bound', () => {
    const bytes = file(bound - few);
    expect(artist(bytes)).not.toBe('');
    expect(readMetadata(bytes, format, 'copyright').warning).toBeUndefined();
    expect(strip(bytes)).toBeInstanceOf(Uint8Array);
  });

  test('is neither past it, which is said, and takes no more time however long it is', () => {
    const bytes = file(3 * bound);
    const { properties, warning } = readMetadata(bytes, format, 'copyright');
    expect(properties).toEqual([]);
    expect(warning).toContain(`more than ${bound} `);
    expect(strip(bytes)).toBeUndefined();
    // Read twice, and JPEG and WebP once more, to look for a turn; at most ten bytes of each part.
    expect(steps).toBeLessThan(3 * 10 * (bound + few));
  });
});

/** Bytes that a file of 3 MB is looked at, whatever is in it. */
const mostSteps = 3_000_000;

test.each(crowds)('$name takes no more time than the bounds allow', ({ format, make }) => {
  readMetadata(make(3_000_000), format, 'keep');
  expect(steps).toBeLessThan(mostSteps);
});

test.each([
  ['a JPEG of EXIF entries', /EXIF of more than 512 entries/],
  ['a JPEG of XMP elements', /XMP of more than 2000 elements/],
  ['a JPEG of XMP attributes', /XMP of more than 4000 attributes/],
  ['a JPEG of XMP in XMP', /XMP of more than 40 elements in each other/],
  ['a JPEG of IPTC', /IPTC of more than 2000 data sets/],
  ['a JPEG of fill bytes', /more than 64 fill bytes/],
  ['a PNG of texts that inflate', /a deflated text of more than 256 KB/],
  ['a GIF of a comment in bytes', /more than 1000000 sub-blocks/],
  ['an AVIF of empty boxes in its description', /more than 20000 boxes/],
  ['a JPEG XL of empty boxes', /more than 20000 boxes/],
])('what is not read of %s is said', (name, said) => {
  const crowd = crowds.find((one) => one.name === name);
  const { properties, warning } = readMetadata(
    crowd?.make(3_000_000) ?? Buffer.alloc(0),
    crowd?.format ?? 'jpeg',
    'keep',
  );
  expect(properties).toEqual([]);
  expect(warning).toMatch(said);
});

test('of many small parts that are kept no more than their bytes are left', () => {
  const stripped = stripPng(attacks['a PNG of empty data']?.file(30_000) ?? Buffer.alloc(0));
  expect(stripped).toHaveLength(8 + 25 + 12 * 30_001 + 12);
});

test('an extension that calls itself a picture is left out with the others', () => {
  const secret = Buffer.from('\x21\x2c\x06secret\0\x21\x3b\x06secret\0', 'latin1');
  expect(stripGif(behindHeader(gif, secret))).toEqual(gif);
});

test('of several profiles in a PNG none is kept, though each is sRGB: to look at each takes time', () => {
  const content = Buffer.concat([Buffer.from('desc\0\0\0\0'), u32(4), Buffer.from('sRGB')]);
  const tag = Buffer.concat([Buffer.from('desc'), u32(144), u32(content.length)]);
  const icc = Buffer.concat([Buffer.alloc(128), u32(1), tag, content]);
  const profile = pngChunk('iCCP', Buffer.concat([Buffer.from('x\0\0'), deflateSync(icc)]));
  const plain = Buffer.concat([png(), end]);
  expect(stripPng(Buffer.concat([png({}, profile), end]))).toEqual(plain);
  expect(stripPng(Buffer.concat([png({}, profile, profile), end]))).toBeUndefined();
});

test('the name of an item that fills the file is not read to its end', () => {
  const infe = box('infe', Buffer.from('\x02\0\0\0\0\x01\0\0mime', 'latin1'), Buffer.alloc(3_000_000));
  const meta = box('meta', Buffer.alloc(4), box('iloc', Buffer.alloc(8)), box('iinf', Buffer.alloc(6), infe));
  const lengths: number[] = [];
  const { text } = ByteReader.prototype;
  ByteReader.prototype.text = function (at, length) {
    lengths.push(length);
    return text.call(this, at, length);
  };
  try {
    expect(readMetadata(Buffer.concat([box('ftyp'), meta]), 'avif', 'keep').properties).toEqual([]);
  } finally {
    ByteReader.prototype.text = text;
  }
  expect(Math.max(...lengths)).toBe(1024);
});

describe('a header', () => {
  const corrupt = expect.objectContaining({ code: 'source-corrupt' });

  test('of a JPEG is read up to the bound', () => {
    const file = (count: number) => jpeg(times(parts.segment, count), frame());
    expect(readJpegHeader(file(maxHeaderSegments - 2))).toMatchObject({ info: { width: 640 } });
    expect(() => readJpegHeader(file(maxHeaderSegments))).toThrow(corrupt);
    expect(readJpegFacts(file(maxHeaderSegments)).layout).toBeUndefined();
  });

  test('of a PNG is read up to the bound', () => {
    const file = (count: number) => png({}, times(parts.chunk, count));
    expect(readPngHeader(file(maxPngChunks - 2))).toMatchObject({ info: { width: 640 } });
    expect(() => readPngHeader(file(maxPngChunks))).toThrow(corrupt);
  });
});
