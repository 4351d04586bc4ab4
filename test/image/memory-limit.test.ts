// A photo whose decode takes more memory than the function has, whatever its header says: no estimate is asked here.

import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { vipsFootprint } from '../../wasm/host/footprint.ts';
import { createEngineHost } from '../../wasm/host/host.ts';
import { detectSupport } from '../../wasm/host/runtime-support.ts';
import { residentBytes } from '../../wasm/thread/resident-memory.ts';
import { testAssets } from '../support/engine.ts';
import { makeOne, soon } from '../support/thumbnails.ts';

const MB = 1024 * 1024;
const assets = await testAssets();
const plain = (side: number) =>
  sharp({ create: { width: side, height: side, channels: 3, background: '#c52' } });
const small = await plain(16).jpeg().toBuffer();
const webp = await plain(5000).webp({ effort: 0 }).toBuffer();
const progressive = await plain(9000).jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer();
/** In one tile, for whose rows libtiff has memory or has not. */
const tiled = await plain(4096)
  .tiff({ compression: 'jpeg', tile: true, tileWidth: 4096, tileHeight: 4096 })
  .toBuffer();

/** @param isAged Whether earlier photos are said to have left something in the process. */
function startHost(isAged = false) {
  const footprint = { ...vipsFootprint, perSourceByte: 0, decoderBytes: () => 0 };
  const host = createEngineHost({ ...assets, footprint }, detectSupport(), { isAged: () => isAged });
  onTestFinished(() => host.stop());
  return host;
}

test.runIf(process.platform === 'linux').each([
  ['a webp at full size', webp, '4999x4999', 40],
  ['a webp at full size, above what linear memory has from the start', webp, '4999x4999', 240],
  ['a progressive jpeg', progressive, '8x8', 40],
  ['a progressive jpeg, above what linear memory has from the start', progressive, '8x8', 300],
  ['a tiff of JPEG', tiled, '200x200', 40],
  ['a tiff of JPEG, of which more fits', tiled, '200x200', 80],
] as const)('%s is refused by name, and the next photo is made', async (_, photo, preset, leftMb) => {
  const host = startHost();
  await host.inspect(small, 'jpeg', soon());
  const memoryMb = Math.ceil((residentBytes() ?? 0) / MB) + leftMb;
  host.setMemoryLimit(memoryMb);
  await expect(makeOne(host, photo, preset)).rejects.toMatchObject({
    code: 'source-too-big',
    message: expect.stringMatching(new RegExp(`left of the function's ${memoryMb} MB`)),
  });
  expect((residentBytes() ?? 0) / MB).toBeLessThan(memoryMb);
  expect(await makeOne(host, small, '8x8')).toMatchObject({ width: 8 });
});

test.runIf(process.platform === 'linux')(
  'where earlier photos have left too little, a new instance makes it: it is not the photo that is refused',
  async () => {
    const host = startHost(true);
    await host.inspect(small, 'jpeg', soon());
    host.setMemoryLimit(Math.ceil((residentBytes() ?? 0) / MB) + 40);
    for (let n = 0; n < 2; n++) {
      await expect(makeOne(host, webp, '4999x4999')).rejects.toMatchObject({
        code: 'engine-unavailable',
        message: expect.stringMatching(/after earlier photos.*A new instance makes it/),
        cause: { code: 'source-too-big' },
      });
    }
    expect(await makeOne(host, small, '8x8')).toMatchObject({ width: 8 });
  },
);

test.runIf(process.platform === 'linux')('a photo that fits is made', async () => {
  const host = startHost();
  await host.inspect(small, 'jpeg', soon());
  host.setMemoryLimit(Math.ceil((residentBytes() ?? 0) / MB) + 120);
  expect(
    await makeOne(host, await plain(2000).jpeg({ progressive: true }).toBuffer(), '200x200'),
  ).toMatchObject({
    width: 200,
  });
});
