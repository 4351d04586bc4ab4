// A WebP is measured without a decoder: libvips would make room for all the pixels that its header promises.

import { expect, onTestFinished, test } from 'vitest';
import { parsePresets } from '../../src/function/preset/parse.ts';
import { createTestEngine } from '../support/engine.ts';
import { soon, specOf } from '../support/thumbnails.ts';

/** An extended WebP of 16384x16384 pixels, less the pixels: 3 GB for who takes it at its word. */
const promise = Buffer.concat([
  Buffer.from('RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0', 'latin1'),
  Buffer.from([0xff, 0x3f, 0, 0xff, 0x3f, 0]),
]);

test('a header that promises a gigabyte costs nothing, and its lack of pixels is damage', async () => {
  const engine = await createTestEngine();
  onTestFinished(() => engine.stop());
  const info = await engine.inspect(promise, 'webp', soon());
  expect(info).toMatchObject({ width: 16384, height: 16384, hasAlpha: false, pages: 1 });
  const specs = parsePresets('8x8').map((preset) => specOf({ ...info, width: 8, height: 8 }, preset));
  await expect(engine.render({ bytes: promise, info, specs }, soon())).rejects.toMatchObject({
    code: 'source-corrupt',
  });
});
