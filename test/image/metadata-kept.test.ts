// A thumbnail that is the photo itself, and would have more bytes encoded anew, is the photo's own picture without its
// metadata; any other is encoded.

import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import {
  decorate,
  exif,
  rights,
  type Stored,
  secret,
  storeThumbnails,
  withXmpInGif,
  xmp,
} from '../support/decorated.ts';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';

const engine = await sharedEngine();
const picture = await drawGeometry(120, 90);

/** Poor, so that encoding it anew makes it longer, and speaking. */
const poor = {
  jpeg: async () => speaking(sharp(picture).jpeg({ quality: 10, progressive: true })),
  png: async () => speaking(sharp(picture).png({ palette: true, colours: 4, compressionLevel: 9 })),
  webp: async () => speaking(sharp(picture).webp({ quality: 1 })),
  gif: async () => withXmpInGif(await sharp(picture).gif({ colours: 4 }).toBuffer()),
} as const;

function speaking(photo: Sharp): Promise<Buffer> {
  return photo.withExif(exif).withXmp(xmp).toBuffer();
}

async function make(photo: Uint8Array, preset: string, env: Record<string, string> = {}): Promise<Stored> {
  const all = await storeThumbnails(engine, photo, { THUMB_PRESETS: preset, ...env });
  return all.get('') as Stored;
}

function pixelsOf(file: Uint8Array): Promise<Buffer> {
  return sharp(file, { animated: true }).raw().toBuffer();
}

describe.each(['jpeg', 'png', 'webp', 'gif'] as const)(
  'a %s no larger than its thumbnail may be',
  async (format) => {
    const photo = await poor[format]();
    const dear = format === 'jpeg' || format === 'webp' ? `${format},q100` : format;

    test('is stored with its own pixels, its rights and nothing else', async () => {
      const { bytes, outcome } = await make(photo, `200x200,${dear}`);
      expect(outcome).toMatchObject({ kept: 'source', width: 120, height: 90, bytes: bytes.length, format });
      expect(await pixelsOf(bytes)).toEqual(await pixelsOf(photo));
      expect(bytes.includes(rights.copyright)).toBe(true);
      expect([secret, 'GPS', 'Z-Model'].filter((word) => bytes.includes(word))).toEqual([]);
      expect(bytes.length).toBeLessThan(photo.length);
    });

    test('says nothing if metadata is stripped, whatever lay behind its end', async () => {
      const longer = Buffer.concat([photo, Buffer.from('SecretBehind Exif\0\0II*\0')]);
      const { bytes, outcome } = await make(longer, `200x200,${dear}`, { THUMB_METADATA: 'strip' });
      // To a strict reader of GIF it is a fault.
      expect(outcome.kept).toBe(format === 'gif' ? undefined : 'source');
      const traces = ['Exif', 'EXIF', 'eXIf', 'adobe', 'XMP', secret, 'II*\0'];
      expect(traces.filter((trace) => bytes.includes(trace))).toEqual([]);
    });

    test.each(['100x100', '120x60,cover', '140x140,contain,enlarge'])(
      'is encoded where it is asked for as %s',
      async (box) => {
        const { outcome } = await make(photo, `${box},${dear}`);
        expect(outcome.kept).toBeUndefined();
      },
    );
  },
);

/** Each of 120x90 pixels, and poor. */
const unlike: Readonly<Record<string, () => Promise<Buffer>>> = {
  'a photo in another colour space': () =>
    sharp(picture).jpeg({ quality: 10 }).withIccProfile('p3').toBuffer(),
  'a photo turned by EXIF': () =>
    sharp(picture).rotate(90).jpeg({ quality: 10 }).withMetadata({ orientation: 6 }).toBuffer(),
  'a CMYK photo': () => sharp(picture).toColourspace('cmyk').jpeg({ quality: 10 }).toBuffer(),
};

test.each(Object.entries(unlike))('%s is encoded', async (_, draw) => {
  const photo = await draw();
  const { outcome } = await make(photo, '200x200,jpeg,q100');
  expect(outcome).toMatchObject({ width: 120, height: 90, format: 'jpeg' });
  expect(outcome.kept).toBeUndefined();
});

test('a photo in sRGB loses the profile that says so', async () => {
  const photo = await sharp(picture).jpeg({ quality: 10 }).withIccProfile('srgb').toBuffer();
  expect((await sharp(photo).metadata()).icc).toBeDefined();
  const { bytes, outcome } = await make(photo, '200x200,jpeg,q100');
  expect(outcome.kept).toBe('source');
  expect(bytes.includes('ICC_PROFILE')).toBe(false);
});

test('a 16-bit PNG is encoded', async () => {
  const photo = await sharp(picture).toColourspace('rgb16').png().toBuffer();
  expect((await sharp(photo).metadata()).depth).toBe('ushort');
  expect((await make(photo, '200x200,png')).outcome.kept).toBeUndefined();
});

test('a transparent photo is encoded on the background that its preset wants', async () => {
  const photo = await sharp({ create: { width: 20, height: 20, channels: 4, background: '#10203040' } })
    .png({ palette: true })
    .toBuffer();
  const [wanted, plain] = [await make(photo, '40x40,png,background=white'), await make(photo, '40x40,png')];
  expect(wanted.outcome.kept).toBeUndefined();
  expect((await sharp(wanted.bytes).stats()).isOpaque).toBe(true);
  expect((await sharp(plain.bytes).stats()).isOpaque).toBe(false);
});

test('an AVIF is encoded', async () => {
  const photo = await decorate(picture, 'avif');
  expect((await make(photo, '200x200,avif,q90')).outcome.kept).toBeUndefined();
});

test('a photo that a decoder reads around is encoded anew, so that all others can read it', async () => {
  const photo = await poor.jpeg();
  // Bytes that belong to nothing, before a table.
  const table = photo.lastIndexOf(Buffer.from([0xff, 0xc4]));
  const odd = Buffer.concat([photo.subarray(0, table), Buffer.alloc(16, 7), photo.subarray(table)]);
  await expect(sharp(odd).stats()).rejects.toThrow('extraneous bytes');
  const { bytes, outcome } = await make(odd, '200x200,jpeg,q100');
  expect(outcome.kept).toBeUndefined();
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 120, height: 90 });
  await sharp(bytes).stats();
});
