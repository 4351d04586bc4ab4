// The PNG engine: what it makes is what wasm-vips makes, it says the same of a picture, and what it does not do it declines.

import { readFileSync } from 'node:fs';
import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { pngSignature, writePngChunk } from '../../../src/function/container/png.ts';
import { Declined } from '../../../src/function/engine/declined.ts';
import { fits } from '../../../src/function/preset/preset.ts';
import { encodePng } from '../../../wasm/encode/png.ts';
import type { Pixels } from '../../../wasm/picture/pixels.ts';
import { samples } from '../../fixtures/images/images.ts';
import { sharedEngine } from '../../support/engine.ts';
import { createTestInlineEngines } from '../../support/inline-engines.ts';
import { compare } from '../../support/similar.ts';
import { makeAll, makeOne, renderAll, soon } from '../../support/thumbnails.ts';

const { png: engine } = await createTestInlineEngines();
const vips = await sharedEngine();

/** A photo with soft and hard edges, and with all kinds of transparency if `alpha` says so. */
function picture(alpha: boolean) {
  const photo = sharp(samples.landscape.path).resize(640, 361, { fit: 'fill' });
  if (!alpha) return photo;
  const veil = Buffer.from(
    '<svg width="640" height="361"><defs><linearGradient id="a"><stop stop-color="#fff"/>' +
      '<stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient></defs>' +
      '<rect width="640" height="250" fill="url(#a)"/><rect x="300" y="260" width="200" height="90"/></svg>',
  );
  return photo.ensureAlpha().composite([{ input: veil, blend: 'dest-in' }]);
}

const sources: Readonly<Record<string, Buffer>> = {
  rgb: await picture(false).png().toBuffer(),
  rgba: await picture(true).png().toBuffer(),
  grey: await picture(false).toColourspace('b-w').png().toBuffer(),
  'grey and alpha': await picture(true).toColourspace('b-w').png().toBuffer(),
  palette: await picture(false).png({ palette: true, colours: 200 }).toBuffer(),
  'palette and transparency': await picture(true).png({ palette: true, colours: 200 }).toBuffer(),
  'two colours': await picture(false).threshold(120).png({ palette: true, colours: 2 }).toBuffer(),
  '16 bits': await picture(false).toColourspace('rgb16').png().toBuffer(),
  'Display P3': await picture(false).withIccProfile('p3').png().toBuffer(),
  'turned by EXIF': await picture(false).withMetadata({ orientation: 6 }).png().toBuffer(),
};

/** Both in the same way. */
async function both(photo: Uint8Array, preset: string) {
  return Promise.all([makeOne(engine, photo, preset), makeOne(vips, photo, preset)]);
}

async function expectSame(photo: Uint8Array, preset: string, tolerance = 1): Promise<void> {
  const [ours, theirs] = await both(photo, preset);
  expect([ours.width, ours.height, ours.crop]).toEqual([theirs.width, theirs.height, theirs.crop]);
  const { mean } = await compare(Buffer.from(ours.bytes), Buffer.from(theirs.bytes));
  expect(mean).toBeLessThan(tolerance);
}

describe.each(Object.entries(sources))('%s', (_, photo) => {
  test("has the facts that wasm-vips' engine finds", async () => {
    expect(await engine.inspect(photo, 'png', soon())).toEqual(await vips.inspect(photo, 'png', soon()));
  });

  test.each(['33x', '100x100', '150x130,cover', '320x', '640x', '500x500'])(
    'to %s as wasm-vips does',
    (box) => expectSame(photo, `${box},png`),
  );
  test('to a JPEG, in which what is transparent is white', () => expectSame(photo, '200x200,jpeg,q95', 1.5));
  test('to WebP', () => expectSame(photo, '200x200,webp,lossless'));
});

test.each(fits)('fits a box by %s', (fit) => expectSame(sources['rgba'] as Buffer, `150x170,${fit},png`));

test.each(['attention', 'entropy', 'north'])('is cropped to its %s as by wasm-vips', async (gravity) => {
  const [ours, theirs] = await both(sources['rgb'] as Buffer, `120x120,cover,${gravity}`);
  expect(ours.crop).toEqual(theirs.crop);
});

test('several sizes come from one decode, each as by wasm-vips, and a preview', async () => {
  const photo = sources['rgba'] as Buffer;
  const presets = 'a:100x;b:500x;c:300x300,cover;d:20x';
  const [ours, theirs] = [
    await renderAll(engine, photo, presets, { preview: true }),
    await makeAll(vips, photo, presets),
  ];
  for (const [index, { bytes }] of ours.thumbnails.entries()) {
    const { mean } = await compare(Buffer.from(bytes), Buffer.from(theirs[index]?.bytes ?? []));
    // The smaller ones are made of others, which are chosen in another way.
    expect(mean).toBeLessThan(3);
  }
  expect(ours.preview).toMatchObject({ width: 100, height: 56 });
});

test('a PNG that could take the place of its thumbnail is said to be whole', async () => {
  expect((await makeOne(engine, sources['rgb'] as Buffer, '640x')).sourceDecodesStrictly).toBe(true);
});

const rgb = sources['rgb'] as Buffer;
test.each([
  ['an interlaced picture', await picture(false).png({ progressive: true }).toBuffer()],
  ['a file that is cut short', rgb.subarray(0, rgb.length - 1000)],
  ['a file with a wrong byte', Buffer.from(rgb).fill(7, 5000, 5001)],
  ['a JPEG', readFileSync(samples.landscape.path)],
])('%s is declined', async (_, photo) => {
  await expect(makeOne(engine, photo, '100x100,png')).rejects.toBeInstanceOf(Declined);
});

test('a large picture is declined if it becomes hardly smaller, for which libvips needs less memory', async () => {
  const large = await sharp({ create: { width: 4000, height: 2000, channels: 3, background: '#345' } })
    .png()
    .toBuffer();
  await expect(makeOne(engine, large, '1500x')).rejects.toBeInstanceOf(Declined);
  expect(await makeOne(engine, large, '900x')).toMatchObject({ width: 900, height: 450 });
});

test('a PNG whose palette has colours that no pixel has may not take the place of its thumbnail', async () => {
  const flag =
    '<svg width="90" height="60"><path fill="red" d="M0 0h30v60z"/><path fill="blue" d="M60 0h30v60z"/></svg>';
  const indexed = Buffer.from(encodePng(await pixelsOf(flag), 6));
  const at = indexed.indexOf('PLTE');
  const length = indexed.readUInt32BE(at - 4);
  const palette = Buffer.concat([indexed.subarray(at + 4, at + 4 + length), Buffer.from('abc')]);
  const chunk = writePngChunk('PLTE', palette);
  const hiding = Buffer.concat([indexed.subarray(0, at - 4), chunk, indexed.subarray(at + 8 + length)]);
  expect((await makeOne(engine, hiding, '90x')).sourceDecodesStrictly).toBe(false);
});

test('a block may begin anywhere, also where a piece of the data ends', async () => {
  const rows = Buffer.alloc(200 * (400 * 3 + 1));
  let state = 1;
  for (let at = 0; at < rows.length; at++) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    rows[at] = at % (400 * 3 + 1) === 0 ? 0 : (state >> 16) % 20;
  }
  for (const part of [150, 200, 250, 300]) {
    const file = Buffer.concat([
      Buffer.from(pngSignature, 'latin1'),
      writePngChunk('IHDR', Buffer.from('00000190000000c80802000000', 'hex')),
      writePngChunk('IDAT', deflateInParts(rows, part)),
      writePngChunk('IEND', Buffer.alloc(0)),
    ]);
    expect(await makeOne(engine, file, '100x')).toMatchObject({ width: 100, height: 50 });
  }
});

/** As programs write that deflate parts at the same time: behind each of them stands an empty stored block. */
function deflateInParts(data: Buffer, bytes: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < data.length; at += bytes) {
    const finishFlush = at + bytes < data.length ? constants.Z_FULL_FLUSH : constants.Z_FINISH;
    parts.push(deflateRawSync(data.subarray(at, at + bytes), { level: 1, finishFlush }));
  }
  // The header and the checksum of the whole (RFC 1950).
  const whole = deflateSync(data, { level: 1 });
  return Buffer.concat([whole.subarray(0, 2), ...parts, whole.subarray(-4)]);
}

async function pixelsOf(svg: string): Promise<Pixels> {
  const shown = sharp(Buffer.from(svg)).flatten({ background: 'white' }).threshold(100, { grayscale: false });
  const { data, info } = await shown.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
}
