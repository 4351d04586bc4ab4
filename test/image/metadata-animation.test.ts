// Animations keep frames, delays and loops, whatever is taken out of them and written into them.

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { RenderSpec, SourceInfo } from '../../src/function/engine/engine.ts';
import { finish } from '../../src/function/metadata/finish.ts';
import { embedMetadata, readMetadata } from '../../src/function/metadata/metadata.ts';
import { exif, rights, secret, withXmpInGif, xmp } from '../support/decorated.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { ordinaryPhoto } from '../support/photo.ts';

const [width, height] = [120, 90];
const picture = await drawGeometry(width, height);
const frames = await Promise.all(
  [0, 120, 240].map((hue) => sharp(picture).modulate({ hue }).png().toBuffer()),
);
const timing = { delay: [80, 90, 100], loop: 3 };
const moving = () => sharp(frames, { join: { animated: true } });

const animations = {
  gif: async () => withXmpInGif(await moving().gif(timing).toBuffer()),
  webp: () => moving().webp(timing).withExif(exif).withXmp(xmp).toBuffer(),
} as const;

async function timingOf(bytes: Uint8Array) {
  const { pages, delay, loop } = await sharp(bytes, { animated: true }).metadata();
  return { pages, delay, loop };
}

function pixelsOf(bytes: Uint8Array): Promise<Buffer> {
  return sharp(bytes, { animated: true }).raw().toBuffer();
}

describe.each(['gif', 'webp'] as const)('an animated %s', async (format) => {
  const photo = await animations[format]();
  const metadata = readMetadata(photo, format, 'copyright');
  const info: SourceInfo = { ...ordinaryPhoto, format, width, height, pages: 3 };
  const size = { resizedWidth: width, resizedHeight: height, width, height };
  const spec: RenderSpec = { fit: 'inside', gravity: 'centre', format, quality: undefined, ...size };
  const longer = { bytes: new Uint8Array(photo.length + 1), width, height, sourceDecodesStrictly: true };

  test('is kept as it is, but for what it says', async () => {
    const { bytes: stored, kept } = finish(longer, { ...spec, pages: 3 }, { bytes: photo, info, metadata });
    expect(kept).toBe('source');
    expect(await timingOf(stored)).toEqual({ pages: 3, ...timing });
    expect(await pixelsOf(stored)).toEqual(await pixelsOf(photo));
    const bytes = Buffer.from(stored);
    expect([bytes.includes(rights.copyright), bytes.includes(secret)]).toEqual([true, false]);
  });

  test.each([1, 2, undefined])('is not kept where %s of its three frames are asked for', (pages) => {
    const { kept } = finish(longer, { ...spec, pages }, { bytes: photo, info, metadata });
    expect(kept).toBeUndefined();
  });

  test('has the same frames with rights in it', async () => {
    const plain = await moving()[format](timing).toBuffer();
    const dressed = embedMetadata(plain, format, metadata);
    expect(dressed.length).toBeGreaterThan(plain.length + 400);
    expect(await timingOf(dressed)).toEqual({ pages: 3, ...timing });
    expect(await pixelsOf(dressed)).toEqual(await pixelsOf(plain));
  });
});
