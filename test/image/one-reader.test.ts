// Facts that a header states in an unusual way: both engines read them alike, and none reads them once for the size and once, in
// another way, for the pixels. A photo may be turned or not, but it is never squashed.

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { type ByteOrder, writeTiff } from '../../src/function/container/tiff.ts';
import type { Encoded, Engine } from '../../src/function/engine/engine.ts';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { riffChunk, segment, u24, vp8x, webp } from '../support/header-parts.ts';
import { pngChunk } from '../support/png.ts';
import { compare } from '../support/similar.ts';
import { sharedSquooshEngine } from '../support/squoosh.ts';
import { formatOf, makeOne, soon } from '../support/thumbnails.ts';
import { extendedWebp, webpFlag } from '../support/webp.ts';
import { rgbProfile, withProfile } from './icc-profile.ts';

const engines: readonly Engine[] = [await sharedEngine(), await sharedSquooshEngine()];
const size = { width: 480, height: 320 };
const picture = await drawGeometry(size.width, size.height);
const stored = {
  jpeg: await sharp(picture).jpeg({ quality: 95 }).toBuffer(),
  png: await sharp(picture).png().toBuffer(),
  webp: await sharp(picture).webp({ quality: 95 }).toBuffer(),
};

/** The types of TIFF that hold a whole number, and one that holds a fraction. */
const types = { BYTE: 1, SHORT: 3, LONG: 4, SBYTE: 6, SSHORT: 8, SLONG: 9, RATIONAL: 5 } as const;

function exif(type: keyof typeof types, orientation: number, order: ByteOrder = 'II'): Buffer {
  const sizes = { BYTE: 1, SBYTE: 1, SHORT: 2, SSHORT: 2, LONG: 4, SLONG: 4, RATIONAL: 8 } as const;
  const value = Buffer.alloc(sizes[type]);
  const length = Math.min(sizes[type], 4);
  if (order === 'II') value.writeUIntLE(orientation, 0, length);
  else value.writeUIntBE(orientation, 0, length);
  return writeTiff({
    order,
    first: [{ tag: 0x0112, type: types[type], count: 1, value }],
    second: [],
    secondTag: 0,
  });
}

const withExif = {
  jpeg: (block: Buffer) =>
    Buffer.concat([
      stored.jpeg.subarray(0, 2),
      segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), block])),
      stored.jpeg.subarray(2),
    ]),
  png: (block: Buffer) =>
    Buffer.concat([stored.png.subarray(0, 33), pngChunk('eXIf', block), stored.png.subarray(33)]),
  webp: (block: Buffer) => extendedWebp(stored.webp, { ...size, flags: webpFlag.exif, exif: block }),
} as const;

async function seenBy(engine: Engine, photo: Buffer): Promise<Encoded> {
  const made = await makeOne(engine, photo, '200x200,png');
  const { width, height } = await engine.inspect(photo, formatOf(photo), soon());
  expect([made.width, made.height]).toEqual(width > height ? [200, 133] : [133, 200]);
  return made;
}

/** How the picture is turned to become what is seen, by sharp. */
const turns = {
  1: await sharp(picture).resize(200, 133).png().toBuffer(),
  6: await sharp(picture).rotate(90).resize(133, 200).png().toBuffer(),
} as const;

async function expectSeen(photo: Buffer, orientation: keyof typeof turns): Promise<void> {
  for (const engine of engines) {
    const { bytes } = await seenBy(engine, photo);
    expect((await compare(bytes, turns[orientation])).mean, engine.version).toBeLessThan(4);
  }
}

describe.each(['jpeg', 'png', 'webp'] as const)('the orientation of a %s', (format) => {
  const whole = (Object.keys(types) as (keyof typeof types)[]).filter((type) => type !== 'RATIONAL');
  test.each(whole.flatMap((type) => [[type, 'II'] as const, [type, 'MM'] as const]))(
    'counts as %s in byte order %s',
    async (type, order) => {
      await expectSeen(withExif[format](exif(type, 6, order)), 6);
    },
  );

  test.each([
    ['as a fraction', exif('RATIONAL', 6)],
    ['as 9', exif('SHORT', 9)],
    ['as 262', exif('LONG', 262)],
    ['in a BigTIFF', Buffer.from(exif('SHORT', 6)).fill(0x2b, 2, 3)],
    ['in an entry that is cut off', exif('SHORT', 6).subarray(0, 16)],
  ])('counts as none %s', async (_, block) => {
    await expectSeen(withExif[format](block), 1);
  });
});

test('an orientation for which a WebP has no flag is ignored', async () => {
  await expectSeen(extendedWebp(stored.webp, { ...size, flags: 0, exif: exif('SHORT', 6) }), 1);
});

test('the first EXIF of a JPEG counts', async () => {
  const [first, second] = [withExif.jpeg(exif('SHORT', 6)), exif('SHORT', 1)];
  const both = Buffer.concat([
    first.subarray(0, 2 + 4 + 6 + 26),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), second])),
    first.subarray(2 + 4 + 6 + 26),
  ]);
  await expectSeen(both, 6);
});

test('a profile for which a WebP has no flag is ignored', async () => {
  const swapped = rgbProfile(
    [
      [0.1431, 0.0606, 0.7141],
      [0.3851, 0.7169, 0.0971],
      [0.4361, 0.2225, 0.0139],
    ],
    2.2,
  );
  const parts = { ...size, profile: swapped };
  await expectSeen(extendedWebp(stored.webp, { ...parts, flags: 0 }), 1);
  // With its flag it exchanges red and blue.
  for (const engine of engines) {
    const { bytes } = await makeOne(
      engine,
      extendedWebp(stored.webp, { ...parts, flags: webpFlag.profile }),
      '200x200,png',
    );
    expect((await compare(bytes, turns[1])).mean, engine.version).toBeGreaterThan(4);
  }
});

test.each([
  ['sRGB by cICP', pngChunk('cICP', Buffer.from([1, 13, 0, 1]))],
  ['sRGB by its own chunk', pngChunk('sRGB', Buffer.from([0]))],
])('the profile of a PNG is ignored that is %s', async (_, chunk) => {
  const swapped = withProfile(
    stored.png,
    rgbProfile(
      [
        [0.1431, 0.0606, 0.7141],
        [0.3851, 0.7169, 0.0971],
        [0.4361, 0.2225, 0.0139],
      ],
      2.2,
    ),
  );
  await expectSeen(Buffer.concat([swapped.subarray(0, 33), chunk, swapped.subarray(33)]), 1);
});

test.each([
  ['larger', { width: 960, height: 640 }],
  ['turned', { width: 320, height: 480 }],
])('a WebP whose header announces a %s picture is damaged, and never squashed', async (_, announced) => {
  const photo = extendedWebp(stored.webp, { ...announced, flags: 0 });
  for (const engine of engines) {
    await expect(makeOne(engine, photo, '200x200,png'), engine.version).rejects.toMatchObject({
      code: 'source-corrupt',
    });
  }
});

test.each([
  ['none, although it has some', 'jpeg', 0],
  ['some, although it has none', 'jpeg', webpFlag.alpha],
])('a WebP whose header announces alpha of %s', async (_, format, flags) => {
  const photo = extendedWebp(stored.webp, { ...size, flags });
  for (const engine of engines) {
    const { bytes } = await makeOne(engine, photo, `200x200,${format}`);
    expect((await compare(bytes, turns[1])).mean, engine.version).toBeLessThan(6);
  }
});

/** A frame at a place of the canvas: what follows the header of a still. */
function frameOf(still: Buffer, { left = 0, top = 0, width = 480, height = 320 } = {}): Buffer {
  const sides = [left / 2, top / 2, width - 1, height - 1].flatMap(u24);
  // One whose first chunk is VP8X has its alpha and its picture behind that.
  const chunks = still.subarray(still.toString('latin1', 12, 16) === 'VP8X' ? 30 : 12);
  return riffChunk('ANMF', Buffer.concat([Buffer.from([...sides, 100, 0, 0, 0]), chunks]));
}

const animation = (...frames: readonly Buffer[]) =>
  webp(vp8x(0x02, 480, 320), riffChunk('ANIM', new Array(6).fill(0)), ...frames);

test('an animation of one frame is the picture that its header announced', async () => {
  await expectSeen(animation(frameOf(stored.webp)), 1);
});

const part = await sharp(picture).resize(240, 160).webp().toBuffer();
const translucent = await sharp(picture).ensureAlpha(0.5).webp().toBuffer();
const losslessTranslucent = await sharp(picture).ensureAlpha(0.5).webp({ lossless: true }).toBuffer();
const partly = { left: 100, top: 80, width: 240, height: 160 };

describe.each([
  ['its first frame leaves a part free', [frameOf(part, partly), frameOf(stored.webp)], true],
  ['its second frame leaves a part free', [frameOf(stored.webp), frameOf(part, partly)], true],
  ['a frame has alpha', [frameOf(stored.webp), frameOf(translucent)], true],
  ['a frame without loss has alpha', [frameOf(losslessTranslucent), frameOf(stored.webp)], true],
  ['no frame has alpha', [frameOf(stored.webp), frameOf(stored.webp)], false],
] as const)('an animation whose header announces no alpha: %s', (_, frames, hasAlpha) => {
  test.each(engines.map((engine) => [engine.version, engine] as const))('%s', async (__, engine) => {
    const photo = animation(...frames);
    expect(await engine.inspect(photo, formatOf(photo), soon())).toMatchObject({ pages: 2, hasAlpha });
    const { bytes } = await makeOne(engine, photo, '240x160,png');
    const { isOpaque } = await sharp(bytes).stats();
    // The first frame alone is seen.
    expect(isOpaque).toBe(!hasAlpha || frames[0].length === frameOf(stored.webp).length);
  });
});
