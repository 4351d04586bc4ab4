// The memory that thumbnails take while they are made, stills and animations.

import { describe, expect, test } from 'vitest';
import type { RenderSpec } from '../../../src/function/engine/engine.ts';
import { resolveLimits, roomProblem } from '../../../src/function/source/limits.ts';
import { ordinaryPhoto } from '../../support/photo.ts';

const footprint = { base: 0, warmGrowth: 0, perSourceByte: 1, decoderBytes: () => 0, ceiling: 1e9 };
const none = { maxSourceBytes: undefined, maxPixels: undefined, maxPages: undefined };
/** MB to spare: 100. */
const limits = resolveLimits(none, 100, footprint);
const spec = (side: number, pages?: number): RenderSpec => ({
  width: side,
  height: side,
  resizedWidth: side,
  resizedHeight: side,
  fit: 'inside',
  gravity: 'centre',
  format: 'webp',
  quality: 80,
  pages,
});
const gif = { ...ordinaryPhoto, format: 'gif', width: 1000, height: 1000, pages: 500 } as const;
const webp = { ...gif, format: 'webp' } as const;

describe('roomProblem', () => {
  test.each([
    ['a still', spec(3500), gif, false],
    ['a large still', spec(3700), gif, true],
    ['few frames', spec(200, 300), gif, false],
    ['many frames', spec(200, 400), gif, true],
    ['few frames of a WebP, whose decoder holds them all', spec(200, 20), webp, false],
    ['more of them', spec(200, 30), webp, true],
    ['a still of such a WebP', spec(200), webp, false],
  ])('%s', (_, wanted, source, isTooMuch) => {
    expect(roomProblem(wanted, source, 1000, limits) !== undefined).toBe(isTooMuch);
  });

  test('adds what writing the format takes', () => {
    const writing = { ...footprint, writerBytes: () => 90 * 1024 * 1024 };
    const among = (room: number) =>
      roomProblem(spec(200), gif, 1000, { ...limits, room: room * 1024 * 1024, footprint: writing });
    expect(among(91)).toBeUndefined();
    expect(among(90)?.message).toMatch(
      /^a thumbnail of 200x200 pixels takes about 90\.4 MB .*another format\.$/,
    );
  });

  test('says what would mend it', () => {
    expect(roomProblem(spec(200, 400), gif, 1000, limits)).toMatchObject({
      code: 'rendition-impossible',
      message: expect.stringMatching(
        /^an animation of 400 frames of 200x200 pixels takes about 107\.2 MB .* 100 MB to spare\. .*fewer frames, like pages=200\.$/,
      ),
    });
    expect(roomProblem(spec(3700), gif, 1000, limits)?.message).toMatch(
      /^a thumbnail of 3700x3700 .*a smaller size\.$/,
    );
  });
});
