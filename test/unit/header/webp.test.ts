// WebP headers, from chunks by hand.

import { expect, test } from 'vitest';
import { readWebpHeader } from '../../../wasm/header/webp.ts';
import { exif, riffChunk, vp8x, webp } from '../../support/header-parts.ts';

const lossy = (width: number, height: number) =>
  riffChunk('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a, width & 255, width >> 8, height & 255, height >> 8]);

function lossless(width: number, height: number, alpha: boolean): Buffer {
  const packed = ((width - 1) | ((height - 1) << 14) | (alpha ? 1 << 28 : 0)) >>> 0;
  return riffChunk('VP8L', [0x2f, packed & 255, (packed >> 8) & 255, (packed >> 16) & 255, packed >>> 24]);
}

const frames = [riffChunk('ANMF', [1]), riffChunk('ANMF', [1, 2]), riffChunk('ANMF', [])];

test.each([
  ['lossy', webp(lossy(640, 480)), { width: 640, height: 480, hasAlpha: false, pages: 1 }],
  ['lossy, with a scale in the upper bits', webp(lossy(640 | 0x4000, 480)), { width: 640, height: 480 }],
  ['lossless', webp(lossless(16_384, 1, false)), { width: 16_384, height: 1, hasAlpha: false }],
  ['lossless with alpha', webp(lossless(3, 16_384, true)), { width: 3, height: 16_384, hasAlpha: true }],
  [
    'extended',
    webp(vp8x(0, 640, 480), lossy(640, 480)),
    { width: 640, height: 480, hasAlpha: false, pages: 1, lossy: true },
  ],
  [
    'extended, cut off before its picture',
    webp(vp8x(0, 70_000, 9)),
    { width: 70_000, height: 9, lossy: false },
  ],
  ['extended with alpha', webp(vp8x(0x10, 640, 480), lossy(640, 480)), { hasAlpha: true }],
  ['animated', webp(vp8x(0x02, 640, 480), ...frames), { pages: 3 }],
  ['still, with frames all the same', webp(vp8x(0, 640, 480), ...frames), { pages: 1 }],
  [
    'on its side',
    webp(vp8x(8, 640, 480), lossy(640, 480), riffChunk('EXIF', exif(6))),
    { width: 480, height: 640 },
  ],
])('reads one that is %s', (_, bytes, says) => {
  expect(readWebpHeader(bytes).info).toMatchObject(says);
});

test.each([
  ['lossless, and a lossy one behind it', [lossless(9000, 7000, false), lossy(16, 16)], false],
  ['lossy, and a lossless one behind it', [lossy(640, 480), lossless(9000, 7000, false)], true],
  [
    'lossless after VP8X, and a lossy one behind it',
    [vp8x(0, 9, 7), lossless(9, 7, false), lossy(9, 7)],
    false,
  ],
  ['lossy after VP8X and a profile', [vp8x(0x20, 9, 7), riffChunk('ICCP', [1]), lossy(9, 7)], true],
  ['in frames, beside a lossy one', [vp8x(2, 9, 7), ...frames, lossy(16, 16)], false],
])('takes the picture that libwebp decodes: %s', (_, chunks, isLossy) => {
  expect(readWebpHeader(webp(...chunks)).info.lossy).toBe(isLossy);
});

test("passes over JPEG's prefix before EXIF", () => {
  const prefixed = Buffer.concat([Buffer.from('Exif\0\0'), exif(3)]);
  expect(readWebpHeader(webp(vp8x(8, 2, 2), lossy(2, 2), riffChunk('EXIF', prefixed))).orientation).toBe(3);
});

test('finds the profile', () => {
  const { profile } = readWebpHeader(
    webp(vp8x(0x20, 2, 2), riffChunk('ICCP', Buffer.from('odd')), lossy(2, 2)),
  );
  expect(Buffer.from(profile ?? []).toString()).toBe('odd');
});

test.each([
  ['is another format', Buffer.from('RIFF\0\0\0\0AVI ')],
  ['holds nothing', webp()],
  ['begins with no picture', webp(riffChunk('EXIF', exif(1)))],
  ['has no start code', webp(riffChunk('VP8 ', [0, 0, 0, 0, 0, 0, 1, 0, 1, 0]))],
  ['has no width', webp(lossy(0, 1))],
  ['has no height', webp(lossy(1, 0))],
  ['has no lossless signature', webp(riffChunk('VP8L', [0, 0, 0, 0, 0]))],
  ['is animated without a frame', webp(vp8x(0x02, 2, 2))],
  ['ends within its header', webp(lossy(640, 480)).subarray(0, 25)],
  ['has a small canvas for a large picture', webp(vp8x(0, 16, 16), lossless(9000, 7000, false))],
  ['has a large canvas for a small picture', webp(vp8x(0, 9000, 7000), lossy(16, 16))],
  ['has 20,001 chunks', webp(vp8x(0, 2, 2), Buffer.alloc(8 * 20_001))],
])('calls corrupt what %s', (_, bytes) => {
  expect(() => readWebpHeader(bytes)).toThrow(expect.objectContaining({ code: 'source-corrupt' }));
});
