// Engines in the function's own thread that do not start, because an instance lacks memory, addresses or file descriptors: that is
// said by name, and the next photo is made once they start.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { buildOwnModules } from '../../wasm/bundle/own-modules.mjs';
import { createInlineEncoders } from '../../wasm/inline/encoders.ts';
import { createKept } from '../../wasm/inline/kept.ts';
import { createJpegEngine } from '../../wasm/jpeg/jpeg.ts';
import { createPngEngine } from '../../wasm/png/png.ts';
import { createWebpEngine } from '../../wasm/webp/webp.ts';
import { makeOne } from '../support/thumbnails.ts';

const [jpeg, png, webp] = await Promise.all([
  buildOwnModules('jpeg'),
  buildOwnModules('png'),
  buildOwnModules('webp'),
]);
const plain = sharp({ create: { width: 64, height: 48, channels: 3, background: '#c52' } });
const photos = {
  jpeg: await plain.clone().jpeg().toBuffer(),
  png: await plain.clone().png().toBuffer(),
  webp: await plain.clone().webp().toBuffer(),
};
const creators = { jpeg: createJpegEngine, png: createPngEngine, webp: createWebpEngine };

/** Fails the first time. */
function failingOnce<Part>(part: Part): () => Part {
  let isFirst = true;
  return () => {
    if (!isFirst) return part;
    isFirst = false;
    throw new RangeError('WebAssembly.Instance(): Out of memory');
  };
}

const working = {
  jpeg: () => jpeg.jpegEncode,
  loadSquoosh: () => Promise.reject(new Error('unused')),
  flags: [],
};
const later = failingOnce(async () => new Uint8Array([1]));
const cases = [
  ['the decoder of jpeg', 'jpeg', '10x10', { ...working }, failingOnce(jpeg.jpegDecode)],
  ['the decoder of png', 'png', '10x10,jpeg', { ...working }, failingOnce(png.pngDecode)],
  ['the decoder of webp', 'webp', '10x10,jpeg', { ...working }, failingOnce(webp.webpDecode)],
  [
    'the encoder of jpeg',
    'jpeg',
    '10x10',
    { ...working, jpeg: failingOnce(jpeg.jpegEncode) },
    () => jpeg.jpegDecode,
  ],
  [
    'the encoder of webp',
    'jpeg',
    '10x10,webp',
    { ...working, loadSquoosh: async () => later() },
    () => jpeg.jpegDecode,
  ],
] as const;

test.each(cases)('%s', async (what, format, preset, parts, decoder) => {
  const kept = createKept();
  const engine = creators[format]({
    version: 'test',
    encoders: createInlineEncoders({ ...parts, kept }),
    kept,
    endOthers: () => Promise.resolve(),
    decoder,
  });
  await expect(makeOne(engine, photos[format], preset)).rejects.toMatchObject({
    code: 'engine-unavailable',
    message: `${what} could not be started: WebAssembly.Instance(): Out of memory`,
  });
  expect(await makeOne(engine, photos[format], preset)).toMatchObject({ width: 10 });
});
