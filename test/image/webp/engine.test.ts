// The WebP engine: what it makes is what wasm-vips makes, it says the same of a picture, and what it does not do it declines.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { Declined } from '../../../src/function/engine/declined.ts';
import { fits } from '../../../src/function/preset/preset.ts';
import { samples } from '../../fixtures/images/images.ts';
import { sharedEngine } from '../../support/engine.ts';
import { riffChunk, vp8x, webp } from '../../support/header-parts.ts';
import { createTestInlineEngines } from '../../support/inline-engines.ts';
import { compare } from '../../support/similar.ts';
import { makeAll, makeOne, renderAll, soon } from '../../support/thumbnails.ts';
import { extendedWebp, webpFlag } from '../../support/webp.ts';

const { webp: engine } = await createTestInlineEngines();
const vips = await sharedEngine();

const photo = sharp(samples.landscape.path).resize(640, 361, { fit: 'fill' });
const drawing = sharp(samples.transparent.path).resize(640, 361, { fit: 'fill' });

const sources: Readonly<Record<string, Buffer>> = {
  lossy: await photo.clone().webp().toBuffer(),
  'lossy with alpha': await drawing.clone().webp().toBuffer(),
  lossless: await photo.clone().webp({ lossless: true }).toBuffer(),
  'lossless with alpha': await drawing.clone().webp({ lossless: true }).toBuffer(),
  'lossless of few colours': await sharp(await photo.clone().png({ palette: true, colours: 9 }).toBuffer())
    .webp({ lossless: true })
    .toBuffer(),
  'Display P3': await photo.clone().withIccProfile('p3').webp().toBuffer(),
  'on its side': await photo
    .clone()
    .withExif({ IFD0: { Orientation: '6' } })
    .webp()
    .toBuffer(),
};
const lossy = sources['lossy'] as Buffer;
const lossless = sources['lossless'] as Buffer;

/** The same pixels, profile and orientation as a PNG: libvips lets libwebp shrink a WebP by a filter that is not as good. */
const asPng = (bytes: Buffer) => sharp(bytes).keepIccProfile().keepExif().png().toBuffer();

/** The WebP by this engine, and its pixels by wasm-vips. */
async function both(bytes: Buffer, preset: string) {
  return Promise.all([makeOne(engine, bytes, preset), makeOne(vips, await asPng(bytes), preset)]);
}

async function expectSame(bytes: Buffer, preset: string, tolerance = 1): Promise<void> {
  const [ours, theirs] = await both(bytes, preset);
  expect([ours.width, ours.height, ours.crop]).toEqual([theirs.width, theirs.height, theirs.crop]);
  const { mean } = await compare(Buffer.from(ours.bytes), Buffer.from(theirs.bytes));
  expect(mean).toBeLessThan(tolerance);
}

describe.each(Object.entries(sources))('%s', (_, bytes) => {
  test("has the facts that wasm-vips' engine finds", async () => {
    expect(await engine.inspect(bytes, 'webp', soon())).toEqual(await vips.inspect(bytes, 'webp', soon()));
  });

  test.each(['33x', '100x100', '150x130,cover', '320x', '361x', '500x500'])(
    'to %s as wasm-vips does',
    (box) => expectSame(bytes, `${box},png`),
  );
  test('to a JPEG, in which what is transparent is white', () => expectSame(bytes, '200x200,jpeg,q95', 1.5));
  test('to WebP', () => expectSame(bytes, '200x200,webp,lossless'));
});

test.each(fits)('fits a box by %s', (fit) =>
  expectSame(sources['lossy with alpha'] as Buffer, `150x170,${fit},png`),
);

test.each(['attention', 'entropy', 'north'])('is cropped to its %s as by wasm-vips', async (gravity) => {
  const [ours, theirs] = await both(lossy, `120x120,cover,${gravity}`);
  expect(ours.crop).toEqual(theirs.crop);
});

test('several sizes come from one decode, each as by wasm-vips, and a preview', async () => {
  const presets = 'a:100x,png;b:500x,png;c:300x300,cover,png;d:20x,png';
  const [ours, theirs] = [
    await renderAll(engine, lossy, presets, { preview: true }),
    await makeAll(vips, await asPng(lossy), presets),
  ];
  for (const [index, { bytes }] of ours.thumbnails.entries()) {
    const { mean } = await compare(Buffer.from(bytes), Buffer.from(theirs[index]?.bytes ?? []));
    // The smaller ones are made of others, which are chosen in another way.
    expect(mean).toBeLessThan(3);
  }
  expect(ours.preview).toMatchObject({ width: 100, height: 56 });
});

/** The chunk of the picture, as a file without any other. */
const chunkOf = (bytes: Buffer) => bytes.subarray(12);
const content = (bytes: Buffer) => bytes.subarray(20, 20 + bytes.readUInt32LE(16));
const canvas = (flags: number, width = 640, height = 361) => vp8x(flags, width, height);
const alpha = riffChunk('ALPH', Buffer.alloc(1 + 640 * 361, 0));

describe('what could take the place of its thumbnail', () => {
  test.each(['lossy', 'lossy with alpha', 'lossless', 'lossless with alpha'])(
    'is said to be whole: %s',
    async (name) => {
      expect((await makeOne(engine, sources[name] as Buffer, '640x')).sourceDecodesStrictly).toBe(true);
    },
  );

  test.each<readonly [string, Buffer]>([
    [
      'a lossy picture',
      webp(riffChunk('VP8 ', Buffer.concat([content(lossy), Buffer.from('hidden, and long')]))),
    ],
    [
      'a lossless picture',
      webp(riffChunk('VP8L', Buffer.concat([content(lossless), Buffer.from('hidden, and long')]))),
    ],
    [
      'alpha',
      webp(
        canvas(webpFlag.alpha),
        riffChunk('ALPH', Buffer.concat([Buffer.alloc(1 + 640 * 361, 0), Buffer.from('hidden, and long')])),
        chunkOf(lossy),
      ),
    ],
  ])('but not with data behind %s', async (_, bytes) => {
    expect((await makeOne(engine, bytes, '640x')).sourceDecodesStrictly).toBe(false);
  });
});

const drawn = (background: string) =>
  sharp({ create: { width: 40, height: 30, channels: 3, background } })
    .png()
    .toBuffer();
const frames = [await drawn('#c52'), await drawn('#25c')];
const animated = await sharp(frames, { join: { animated: true } })
  .webp()
  .toBuffer();
const changed = (bytes: Buffer, at: number, value: number) => {
  const copy = Buffer.from(bytes);
  copy[at] = value;
  return copy;
};

/** With a chunk of odd length at the end, and a length of the file that ends there. */
function odd(bytes: Buffer): Buffer {
  const copy = Buffer.concat([bytes, Buffer.from('junk\x01\0\0\0?', 'latin1')]);
  copy.writeUInt32LE(copy.length - 8, 4);
  return copy;
}

describe('is declined', () => {
  test.each<readonly [string, Buffer]>([
    ['an animation', animated],
    ['a file that is cut short', lossy.subarray(0, lossy.length - 1000)],
    ['a lossless file that is cut short', lossless.subarray(0, lossless.length - 1000)],
    ['a picture that is cut short', webp(riffChunk('VP8 ', content(lossy).subarray(0, 3000)))],
    ['a lossless picture that is cut short', webp(riffChunk('VP8L', content(lossless).subarray(0, 3000)))],
    ['a first partition that is longer than the picture', changed(lossy, 22, 0xff)],
    ['a picture that is not to be shown', changed(lossy, 20, (lossy[20] ?? 0) & ~0x10)],
    ['a version of 4', changed(lossy, 20, (lossy[20] ?? 0) | 8)],
    ['a lossless picture of another version', changed(lossless, 24, (lossless[24] ?? 0) | 0x20)],
    ['two sizes', extendedWebp(lossy, { flags: 0, width: 640, height: 362 })],
    ['alpha that is not announced', webp(canvas(0), alpha, chunkOf(lossy))],
    ['alpha twice', webp(canvas(webpFlag.alpha), alpha, alpha, chunkOf(lossy))],
    [
      'alpha that is too short',
      webp(canvas(webpFlag.alpha), riffChunk('ALPH', Buffer.alloc(99)), chunkOf(lossy)),
    ],
    [
      'alpha of an unknown method',
      webp(canvas(webpFlag.alpha), riffChunk('ALPH', [2, 0, 0, 0]), chunkOf(lossy)),
    ],
    ['no picture', webp(canvas(0))],
    ['a second picture', webp(canvas(0), chunkOf(lossy), chunkOf(lossy))],
    ['alpha behind the picture', webp(canvas(webpFlag.alpha), chunkOf(lossy), alpha)],
    ['an odd chunk without the byte behind it', odd(lossy)],
    ['bytes that are no chunk', webp(chunkOf(lossy), Buffer.alloc(2))],
    ['a JPEG', readFileSync(samples.landscape.path)],
  ])('%s', async (_, bytes) => {
    await expect(makeOne(engine, bytes, '100x100,png')).rejects.toBeInstanceOf(Declined);
  });

  // So that a case above is not declined for another reason.
  test.each<readonly [string, Buffer]>([
    ['a picture beside other chunks', webp(canvas(0), riffChunk('junk', [1, 2, 3]), chunkOf(lossy))],
    ['alpha that is as it is', webp(canvas(webpFlag.alpha), alpha, chunkOf(lossy))],
    [
      'alpha that is announced and not there',
      extendedWebp(lossy, { flags: webpFlag.alpha, width: 640, height: 361 }),
    ],
    ['bytes behind the end', Buffer.concat([lossy, Buffer.alloc(9)])],
  ])('but not %s', async (_, bytes) => {
    await expectSame(bytes, '100x100,png');
  });
});

// The bit in the lossless picture is a hint (RFC 9649, 3.4).
test('a lossless picture has alpha where the file says so, whatever the picture itself says', async () => {
  const plain = webp(riffChunk('VP8L', content(sources['lossless with alpha'] as Buffer)));
  const silent = changed(plain, 24, (plain[24] ?? 0) & ~0x10);
  await expectSame(extendedWebp(silent, { flags: webpFlag.alpha, width: 640, height: 361 }), '100x100,png');
  const opaque = await makeOne(engine, silent, '100x100,png');
  expect(await sharp(opaque.bytes).stats()).toMatchObject({ isOpaque: true });
});

// libvips refuses it, but readers are to ignore such flags (RFC 9649, 2.7).
test('a picture with a reserved flag is made', async () => {
  const flagged = changed(extendedWebp(lossy, { flags: 0, width: 640, height: 361 }), 20, 0x80);
  expect(await makeOne(engine, flagged, '100x100')).toMatchObject({ width: 100, height: 56 });
});

test('a large picture is declined if it becomes hardly smaller, for which libvips needs less memory', async () => {
  const large = await sharp({ create: { width: 4000, height: 2000, channels: 3, background: '#345' } })
    .webp()
    .toBuffer();
  await expect(makeOne(engine, large, '1500x')).rejects.toBeInstanceOf(Declined);
  expect(await makeOne(engine, large, '900x')).toMatchObject({ width: 900, height: 450 });
});
