// UltraHDR photos, which phones take: a JPEG, and behind it the gains by which a screen makes it brighter (ISO 21496-1). Thumbnails
// are of the JPEG.

import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { u16, u32 } from '../../src/function/container/bytes.ts';
import { writeTiff } from '../../src/function/container/tiff.ts';
import { vipsFootprint } from '../../wasm/host/footprint.ts';
import { createEngineHost } from '../../wasm/host/host.ts';
import { detectSupport } from '../../wasm/host/runtime-support.ts';
import { residentBytes } from '../../wasm/thread/resident-memory.ts';
import { sharedEngine, testAssets } from '../support/engine.ts';
import { segment } from '../support/header-parts.ts';
import { renderAll, soon } from '../support/thumbnails.ts';

/** An engine that admits any photo, with libvips ready. */
async function startHost(small: Buffer) {
  const footprint = { ...vipsFootprint, perSourceByte: 0, decoderBytes: () => 0 };
  const host = createEngineHost({ ...(await testAssets()), footprint }, detectSupport());
  onTestFinished(() => host.stop());
  await host.inspect(small, 'jpeg', soon());
  return host;
}

const name = Buffer.from('urn:iso:std:iso:ts:21496:-1\0');
const versions = [u16(0), u16(0)];
const fractions = (...numerators: readonly number[]) => numerators.flatMap((one) => [u32(one), u32(1)]);

/** The photo's headroom and that of the brightest screen; the gains' least, most, exponent, and two offsets. */
const gains = [Buffer.of(0), ...fractions(0, 2), ...fractions(0, 2, 1, 0, 0)];

function withSegment(jpeg: Buffer, ...content: readonly Buffer[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), segment(0xe2, Buffer.concat(content)), jpeg.subarray(2)]);
}

/** The list of both pictures (CIPA DC-007): kind, bytes, place and dependents of each. */
function listOf(photoBytes: number, mapBytes: number): Buffer {
  const entries = [0x0003_0000, photoBytes, 0, 0, 0, mapBytes, photoBytes - beforeTiff, 0].map(u32);
  return writeTiff({
    order: 'MM',
    first: [
      { tag: 0xb000, type: 7, count: 4, value: Buffer.from('0100') },
      { tag: 0xb001, type: 4, count: 1, value: u32(2) },
      { tag: 0xb002, type: 7, count: 32, value: Buffer.concat(entries) },
    ],
    second: [],
    secondTag: 0,
  });
}

const listName = Buffer.from('MPF\0');
/** SOI, marker and length of the segment, and its name: places are counted from behind them. */
const beforeTiff = 6 + listName.length;

async function ultraHdr(photo: Buffer): Promise<Buffer> {
  const create = { width: 60, height: 60, channels: 3, background: '#404040' } as const;
  const plainMap = await sharp({ create }).toColourspace('b-w').jpeg().toBuffer();
  const map = withSegment(plainMap, name, ...versions, ...gains);
  const bytes = photo.length + 4 + listName.length + listOf(photo.length, 0).length;
  return Buffer.concat([withSegment(photo, listName, listOf(bytes, map.length)), map]);
}

const MB = 1024 * 1024;

test.runIf(process.platform === 'linux')(
  'one of 48 megapixels that is trimmed takes no more memory than its JPEG, and is as that is',
  async () => {
    const create = { width: 7000, height: 5000, channels: 3, background: '#204060' } as const;
    const border = { left: 500, right: 500, top: 500, bottom: 500, background: '#c86432' };
    const photo = await sharp({ create }).extend(border).jpeg().toBuffer();
    // What is left after trimming.
    const region = { left: 500, top: 500, width: create.width, height: create.height };
    const expected = await renderAll(await sharedEngine(), photo, '60x60,png', { region });
    const small = await sharp({ create: { ...create, width: 16, height: 16 } })
      .jpeg()
      .toBuffer();
    const host = await startHost(small);
    // All pixels would be 137 MB.
    host.setMemoryLimit(Math.ceil((residentBytes() ?? 0) / MB) + 100);
    expect(await renderAll(host, await ultraHdr(photo), '60x60,png', { region })).toEqual(expected);
  },
);
