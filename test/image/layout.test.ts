// Photos of more bands than their colours and an alpha: saved selections, spot colours, bands of satellites. Thumbnails show the
// colours and the alpha, and nothing of the rest.

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { sharedEngine } from '../support/engine.ts';
import { makeOne, renderAll, soon } from '../support/thumbnails.ts';
import { type Samples, type TiffPicture, tiff } from '../support/tiff.ts';

const engines = { light: await sharedEngine(), optimised: await sharedEngine({ light: false }) };

const size = { width: 90, height: 60 };
/** Bands that differ from each other, in whatever order they are taken. */
const wave = (x: number, y: number, band: number) =>
  Math.round(127 + 100 * Math.sin((x * (band + 1)) / 17 + (y * (band + 2)) / 23));
/** Opaque at the left. */
const alphaAt = (x: number) => (x < 50 ? 255 : 40);
/** A selection with hard edges, which would be seen anywhere. */
const selectionAt = (x: number, y: number) => (((x >> 3) + (y >> 3)) % 2 === 0 ? 255 : 0);

const scale = { uint8: 1, uint16: 257 } as const;

/** @param kinds What each extra sample is; undefined leaves out the tag that says it. */
function photo(
  photometric: TiffPicture['photometric'],
  samples: keyof typeof scale,
  kinds: readonly number[],
  declared = true,
): Buffer {
  const colours = { grey: 1, rgb: 3, cmyk: 4 }[photometric];
  return tiff({
    ...size,
    samples: samples satisfies Samples,
    photometric,
    ...(declared && kinds.length > 0 && { extra: kinds }),
    pixel: (x, y) =>
      [
        ...Array.from({ length: colours }, (_, band) => wave(x, y, band)),
        ...kinds.map((kind) => (kind === 0 ? selectionAt(x, y) : alphaAt(x))),
      ].map((value) => value * scale[samples]),
  });
}

const presets = 'a:60x40,jpeg;b:30x30,cover,attention,png;c:60x60,contain,webp';

/** Extra samples, and those that are left when no thumbnail shows the others. */
const patterns = [
  ['a selection', [0], []],
  ['two selections', [0, 0], []],
  ['five selections', [0, 0, 0, 0, 0], []],
  ['alpha and a selection', [2, 0], [2]],
  ['premultiplied alpha and a selection', [1, 0], [1]],
  ['alpha behind a selection', [0, 2], [2]],
  ['alpha between selections', [0, 2, 0, 0], [2]],
] as const;

describe.each(Object.entries(engines))('%s', (_, engine) => {
  // Grey with two selections cannot be told from three bands of a satellite.
  const ofGrey = patterns.filter(([, kinds, left]) => kinds.length === 1 || left.length > 0);
  test.each([
    ...patterns.map((pattern) => ['rgb', 'uint8', ...pattern] as const),
    ...ofGrey.map((pattern) => ['grey', 'uint8', ...pattern] as const),
    ...patterns.map((pattern) => ['cmyk', 'uint8', ...pattern] as const),
    ...patterns.slice(0, 4).map((pattern) => ['rgb', 'uint16', ...pattern] as const),
  ])('%s of %s with %s', async (photometric, samples, __, kinds, left) => {
    const [odd, plain] = [photo(photometric, samples, kinds), photo(photometric, samples, left)];
    expect(await engine.inspect(odd, 'tiff', soon())).toMatchObject({
      hasAlpha: left.length > 0,
      colour: photometric,
    });
    const made = await renderAll(engine, odd, presets, { preview: true });
    const expected = await renderAll(engine, plain, presets, { preview: true });
    expect(made.preview).toEqual(expected.preview);
    for (const [index, thumbnail] of made.thumbnails.entries()) {
      expect(thumbnail.bytes).toEqual(expected.thumbnails[index]?.bytes);
      expect(thumbnail.warnings).toEqual([expect.stringContaining('besides its colours')]);
      expect(expected.thumbnails[index]?.warnings).toBeUndefined();
    }
  });

  test('alpha that is not declared as anything else is still alpha', async () => {
    const bytes = photo('rgb', 'uint8', [2], false);
    expect(await engine.inspect(bytes, 'tiff', soon())).toMatchObject({ hasAlpha: true });
    expect(await makeOne(engine, bytes, '60x40,png')).toEqual(
      await makeOne(engine, photo('rgb', 'uint8', [2]), '60x40,png'),
    );
  });

  test.each(['uint8', 'uint16'] as const)(
    'eight bands of %s that are no colours: the first three are shown',
    async (samples) => {
      const pixel = (bands: number) => (x: number, y: number) =>
        Array.from({ length: bands }, (__, band) => wave(x, y, band) * scale[samples]);
      const bytes = tiff({
        ...size,
        samples,
        photometric: 'grey',
        extra: [0, 0, 0, 0, 0, 0, 0],
        pixel: pixel(8),
      });
      const rgb = tiff({ ...size, samples, photometric: 'rgb', pixel: pixel(3) });
      const [odd, plain] = [await renderAll(engine, bytes, presets), await renderAll(engine, rgb, presets)];
      expect(odd.thumbnails.map((one) => one.bytes)).toEqual(plain.thumbnails.map((one) => one.bytes));
      expect(odd.thumbnails[0]?.warnings).toEqual([expect.stringContaining('first three')]);
    },
  );

  test('a watermark is drawn from a picture with a selection', async () => {
    const watermark = { etag: 'w', gravity: 'southeast', scale: 0.5, opacity: 1, tile: false } as const;
    const under = await sharp({ create: { ...size, channels: 3, background: '#357' } })
      .png()
      .toBuffer();
    const drawn = (picture: Buffer) => makeOne(engine, under, '60x40,png', { watermark, picture });
    expect(await drawn(photo('rgb', 'uint8', [2, 0]))).toEqual(await drawn(photo('rgb', 'uint8', [2])));
  });
});

test('two bands that are called RGB are shown as grey and its alpha', async () => {
  const odd = photo('grey', 'uint8', [2]);
  const photometric = odd.indexOf(Buffer.from([0x06, 0x01, 3, 0, 1, 0, 0, 0]));
  expect(photometric).toBeGreaterThan(0);
  odd.writeUInt16LE(2, photometric + 8);
  const made = await makeOne(engines.light, odd, '60x40,png');
  const plain = await makeOne(engines.light, photo('grey', 'uint8', [2]), '60x40,png');
  expect(made.bytes).toEqual(plain.bytes);
});
