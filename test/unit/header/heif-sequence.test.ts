// Image sequences without a still picture: which track is seen, what is said of it, and what damage does.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readHeicHeader } from '../../../wasm/header/heif-picture.ts';
import { asStill } from '../../../wasm/header/heif-sequence.ts';
import { heic } from '../../fixtures/images/images.ts';
import { aperture, codePoints, extents, pictureIn, writeHeif } from '../../support/heif.ts';
import { type SequenceTrack, writeSequence } from '../../support/heif-sequence.ts';
import { greyHevc } from '../../support/hevc-maker.ts';

const picture = pictureIn(readFileSync(heic.photo.path));
const infoOf = (...tracks: readonly SequenceTrack[]) => readHeicHeader(asStill(writeSequence(tracks))).info;

test.each<readonly [string, SequenceTrack, object]>([
  ['a photo', { picture }, { width: 240, height: 160, bitDepth: 8, samples: 1.5, pages: 1, hasAlpha: false }],
  ['turned', { picture, matrix: [0, 1, -1, 0] }, { width: 160, height: 240, decodedPixels: 2 * 240 * 160 }],
  ['10 bits', { picture: greyHevc(64, 48, { bits: 10, chroma: 3 }) }, { bitDepth: 16, samples: 3 }],
  ['grey', { picture: greyHevc(64, 48, { bits: 8, chroma: 0 }) }, { colour: 'grey', samples: 1 }],
  ['a matrix that slants', { picture, matrix: [1, 1, 0, 1] }, { width: 240, height: 160 }],
  ['a matrix of zeros', { picture, matrix: [0, 0, 0, 0] }, { width: 240, height: 160 }],
])('%s', (_, track, facts) => {
  expect(infoOf(track)).toMatchObject({ format: 'heic', ...facts });
});

test('the first track that is meant to be seen counts, and of it the first picture alone', () => {
  const small = greyHevc(64, 48, { bits: 8, chroma: 1 });
  const servants: readonly SequenceTrack[] = [
    { picture: small, handler: 'auxv' },
    { picture: small, handler: 'meta' },
    { picture: small, reference: 'thmb' },
    { picture: small, reference: 'auxl' },
  ];
  expect(infoOf(...servants, { picture, handler: 'vide' })).toMatchObject({ width: 240, height: 160 });
  const still = asStill(writeSequence([...servants, { picture, count: 5 }, { picture: small }]));
  expect(pictureIn(still).content).toEqual(picture.content);
  expect(still.length).toBeLessThan(picture.content.length + 2000);
});

test('a still picture in the file comes first', () => {
  const still = writeHeif([picture]);
  const movie = writeSequence([{ picture: greyHevc(64, 48, { bits: 8, chroma: 1 }) }]);
  const both = Buffer.concat([still, movie.subarray(movie.indexOf('moov') - 4)]);
  expect(asStill(both)).toBe(both);
  expect(asStill(still)).toBe(still);
});

test('of what is said many times, one is taken', () => {
  const many = Array.from({ length: 300 }, () => codePoints(9, 16, 9));
  const crops = Array.from({ length: 300 }, () => aperture(100, 80, 0, 0));
  const track = { picture: { ...picture, properties: [...picture.properties, ...many, ...crops] } };
  expect(infoOf(track)).toMatchObject({ width: 100, height: 80 });
});

const sized = (width: number, height: number) => {
  const [configuration = extents(0, 0)] = picture.properties;
  return { picture: { ...picture, properties: [configuration, extents(width, height)] } };
};

test.each<readonly [string, readonly SequenceTrack[], string]>([
  ['no track', [], 'source-corrupt'],
  ['only sound', [{ picture, handler: 'meta' }], 'source-corrupt'],
  ['no picture in the track', [{ picture, count: 0 }], 'source-corrupt'],
  ['an empty picture', [{ picture: { ...picture, content: Buffer.alloc(0) } }], 'source-corrupt'],
  ['no pixels', [sized(0, 160)], 'source-corrupt'],
  [
    'a bitstream that is much larger',
    [
      {
        picture: {
          ...greyHevc(4000, 3000, { bits: 8, chroma: 1 }),
          properties: [
            ...greyHevc(4000, 3000, { bits: 8, chroma: 1 }).properties.slice(0, 1),
            extents(64, 64),
          ],
        },
      },
    ],
    'source-corrupt',
  ],
  ['AVC', [{ picture: { ...picture, type: 'avc1' } }], 'source-unsupported'],
  ['encrypted', [{ picture: { ...picture, type: 'encv' } }], 'source-unsupported'],
])('%s', (_, tracks, code) => {
  expect(() => infoOf(...tracks)).toThrow(expect.objectContaining({ code }));
});

test('at whatever byte a file ends, it is the source that is at fault', () => {
  const whole = writeSequence([{ picture, isCompact: true }]);
  const from = whole.indexOf('moov') - 4;
  const faults = Array.from({ length: whole.length - from }, (_, more) => {
    try {
      readHeicHeader(asStill(whole.subarray(0, from + more)));
      return 'none';
    } catch (error) {
      return (error as { code?: string }).code;
    }
  });
  // The places of the pictures come last in it.
  expect(new Set(faults)).toEqual(new Set(['source-corrupt']));
});

test('a picture that begins behind the end of the file, or ends there, is damage', () => {
  const whole = writeSequence([{ picture }]);
  const at = whole.indexOf('stco') + 12;
  for (const place of [whole.length, whole.length - picture.content.length + 1, 0xffff_ffff]) {
    const damaged = Buffer.from(whole);
    damaged.writeUInt32BE(place, at);
    expect(() => asStill(damaged)).toThrow(expect.objectContaining({ code: 'source-corrupt' }));
  }
});
