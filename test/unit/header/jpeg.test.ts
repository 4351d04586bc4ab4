// JPEG headers, from segments by hand.

import { expect, test } from 'vitest';
import type { Header } from '../../../wasm/header/facts.ts';
import { checkJpegKind, readJpegFacts, readJpegHeader } from '../../../wasm/header/jpeg.ts';
import { readHeader } from '../../../wasm/squoosh/header.ts';
import { endOfImage, exifSegment, frame, jpeg, segment, startOfImage } from '../../support/header-parts.ts';

function headerOf(bytes: Uint8Array): Header {
  const header = readJpegHeader(bytes);
  if ('unusual' in header) throw new Error(`one of the ${header.unusual}`);
  return header;
}

test('reads a baseline photo', () => {
  expect(headerOf(jpeg(frame()))).toEqual({
    info: {
      format: 'jpeg',
      width: 640,
      height: 480,
      pages: 1,
      hasAlpha: false,
      colour: 'rgb',
      interlaced: false,
      bitDepth: 8,
      samples: 3,
    },
    orientation: 1,
    profile: undefined,
  });
});

test.each([
  ['grey', frame({ components: 1 }), { colour: 'grey' }],
  ['progressive', frame({ marker: 0xc2 }), { interlaced: true }],
  ['extended sequential', frame({ marker: 0xc1 }), { interlaced: false }],
  ['of the greatest size', frame({ width: 65_500, height: 65_500 }), { width: 65_500, height: 65_500 }],
])('reads one that is %s', (_, sof, says) => {
  expect(headerOf(jpeg(sof)).info).toMatchObject(says);
});

const frameOf = (...factors: readonly number[]) =>
  segment(0xc2, [8, 1, 0, 1, 0, factors.length, ...factors.flatMap((factor, n) => [n + 1, factor, 0])]);

test.each([
  ['4:4:4', [0x11, 0x11, 0x11], 3],
  ['4:2:2', [0x21, 0x11, 0x11], 2],
  ['4:2:0', [0x22, 0x11, 0x11], 1.5],
  ['4:1:0', [0x42, 0x11, 0x11], 1.25],
  ['4:4:4, said otherwise', [0x22, 0x22, 0x22], 3],
  ['grey', [0x22], 1],
  ['ink at 4:2:0', [0x22, 0x11, 0x11, 0x22], 2.5],
])('counts the samples of %s, on both engines', (_, factors, samples) => {
  const bytes = jpeg(exifSegment(6), frameOf(...factors));
  expect(readJpegFacts(bytes).layout?.samples).toBe(samples);
  if (factors.length < 4) expect(headerOf(bytes).info.samples).toBe(samples);
});

test.each([
  ['without a frame', jpeg()],
  ['cut off in its frame', jpeg(frameOf(0x22, 0x11, 0x11)).subarray(0, 14)],
  ['of no components', jpeg(frameOf())],
  ['of components without samples', jpeg(frameOf(0, 0, 0))],
])('counts none of a JPEG %s', (_, bytes) => {
  expect(readJpegFacts(bytes).layout).toBeUndefined();
});

const scanOf = (components: number) =>
  segment(0xda, [components, ...Array.from({ length: components }, (_, n) => [n + 1, 0]).flat(), 0, 63, 0]);

test.each([
  ['all its components', scanOf(3), false],
  ['one of its components', scanOf(1), true],
])('a baseline photo whose first scan has %s is held whole: %s', (_, first, interlaced) => {
  const bytes = Buffer.concat([startOfImage, frame(), first, endOfImage]);
  expect(readJpegFacts(bytes).layout?.interlaced).toBe(interlaced);
  expect(headerOf(bytes).info.interlaced).toBe(interlaced);
});

test('takes the first of two frame headers, as libjpeg does before it refuses the second', () => {
  const bytes = jpeg(frame({ marker: 0xc2, width: 9000, height: 7000 }), frame({ width: 16, height: 16 }));
  expect(headerOf(bytes).info).toMatchObject({ width: 9000, height: 7000, interlaced: true });
  expect(readJpegFacts(bytes).layout?.interlaced).toBe(true);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])('shows the sides as seen in orientation %i', (orientation) => {
  const { info, orientation: found } = headerOf(jpeg(exifSegment(orientation), frame()));
  expect(found).toBe(orientation);
  expect([info.width, info.height]).toEqual(orientation >= 5 ? [480, 640] : [640, 480]);
});

test('takes the first EXIF, and passes over bytes between segments and fill bytes before markers', () => {
  const stray = Buffer.from([0, 1, 2, 0xff, 0xff]);
  const bytes = jpeg(
    exifSegment(6),
    exifSegment(3),
    segment(0xe1, Buffer.from('http://ns.adobe.com/')),
    stray,
    frame(),
  );
  expect(headerOf(bytes).orientation).toBe(6);
});

const icc = (number: number, count: number, content: string) =>
  segment(
    0xe2,
    Buffer.concat([Buffer.from('ICC_PROFILE\0'), Buffer.from([number, count]), Buffer.from(content)]),
  );

test.each([
  ['in one piece', [icc(1, 1, 'profile')], 'profile'],
  ['in pieces out of order', [icc(2, 2, 'file'), icc(1, 2, 'pro')], 'profile'],
  ['of which a piece is missing', [icc(2, 2, 'file')], undefined],
])('reads a profile %s', (_, segments, expected) => {
  const { profile } = headerOf(jpeg(...segments, frame()));
  expect(profile && Buffer.from(profile).toString()).toBe(expected);
});

test.each([
  ['CMYK', frame({ components: 4 }), /CMYK/],
  ['arithmetic coding', frame({ marker: 0xc9 }), /arithmetic/],
])('names %s, and the engine for old runtimes refuses it by that name', (_, sof, says) => {
  expect(readJpegHeader(jpeg(sof))).toEqual({ unusual: expect.stringMatching(says) });
  expect(() => readHeader(jpeg(sof), 'jpeg')).toThrow(
    expect.objectContaining({ code: 'source-unsupported', message: expect.stringMatching(says) }),
  );
});

test.each([
  ['is another format', Buffer.from('GIF89a')],
  ['ends behind its start', startOfImage],
  ['has no frame', jpeg()],
  ['has no scan', Buffer.concat([startOfImage, frame(), endOfImage])],
  ['has no width', jpeg(frame({ width: 0 }))],
  ['has a segment of length 1', Buffer.concat([startOfImage, Buffer.from([0xff, 0xe0, 0, 1])])],
  ['ends within its frame', jpeg(frame()).subarray(0, 8)],
])('calls corrupt what %s', (_, bytes) => {
  expect(() => readJpegHeader(bytes)).toThrow(expect.objectContaining({ code: 'source-corrupt' }));
});

test.each([
  ['12 bits', frame({ marker: 0xc1, precision: 12 }), /12 bits per sample/],
  ['hierarchical coding', frame({ marker: 0xc5 }), /hierarchical/],
  ['lossless coding', frame({ marker: 0xc3 }), /lossless/],
  ['JPEG-LS', frame({ marker: 0xf7 }), /JPEG-LS/],
  ['a height behind its data', frame({ height: 0 }), /height .* DNL/],
  ['two components', frame({ components: 2 }), /2 components/],
  ['three samples to two across', frameOf(0x31, 0x21, 0x11), /sampled in a ratio/],
  ['three samples to two down', frameOf(0x13, 0x12, 0x11), /sampled in a ratio/],
  ['a side over 65500', frame({ width: 65_501 }), /65501x480 .* 65500/],
])('a JPEG of %s is refused by name for every engine, and not as damaged', (_, sof, says) => {
  const refusal = expect.objectContaining({
    code: 'source-unsupported',
    message: expect.stringMatching(says),
  });
  expect(() => checkJpegKind(jpeg(sof))).toThrow(refusal);
  expect(() => readHeader(jpeg(sof), 'jpeg')).toThrow(refusal);
});

test('of a file that cannot be followed no kind is said', () => {
  expect(() => checkJpegKind(jpeg())).not.toThrow();
  expect(() => checkJpegKind(jpeg(frame({ height: 0 })).subarray(0, 8))).not.toThrow();
});
