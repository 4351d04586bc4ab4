// What a preset asks for, encode by encode, on an encoder that is made of two formulas.

import { expect, test } from 'vitest';
import type { Encoding } from '../../../../src/function/engine/engine.ts';
import type { EncodeSettings } from '../../../../wasm/encode/encode-settings.ts';
import type { Coder } from '../../../../wasm/encode/quality/coder.ts';
import { encodeThumbnail } from '../../../../wasm/encode/quality/encode.ts';
import type { Pixels } from '../../../../wasm/picture/pixels.ts';
import type { Sides } from '../../../../wasm/picture/sides.ts';

const picture: Sides = { width: 64, height: 48 };

/** A gradient, and with each step of quality that it lacks a little more of a pattern on it. */
function seen({ width, height }: Sides, quality: number): Pixels {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const wrong = ((100 - quality) / 2) * ((x + y) % 3 === 0 ? 1 : -0.5);
    for (let band = 0; band < 3; band++) data[4 * i + band] = 60 + 2 * x + 20 * Math.sin(y / 3) + wrong;
  }
  return { data, width, height };
}

interface Nature {
  /** Bytes at quality 0, and of a file that holds nothing. */
  readonly weight: number;
  readonly header: number;
  readonly growth: number;
  /** Pixels of width above which nothing makes it smaller. */
  readonly cliff: number;
}

/** Bytes grow with the pixels and with quality or colours; a file's first byte says what quality it has. */
function createCoder({ weight = 400, header = 20, growth = 0.024, cliff = Infinity }: Partial<Nature> = {}) {
  const encodes: (EncodeSettings & Sides)[] = [];
  const coder: Coder<Sides> = {
    hasPalettes: true,
    sides: (sides) => sides,
    async encode({ width, height }, settings) {
      encodes.push({ ...settings, width, height });
      const { quality, colours } = settings;
      const detail = Math.exp(growth * (quality ?? (colours === undefined ? 90 : 8 * Math.log2(colours))));
      const share = (width * height) / (picture.width * picture.height);
      const bytes = new Uint8Array(
        width > cliff ? 3000 : Math.round(header + weight * share ** 0.8 * detail),
      );
      bytes[0] = quality ?? 0;
      return bytes;
    },
    pixelsFor: (sides) => seen(sides, 100),
    decode: (bytes) => seen(picture, bytes[0] ?? 0),
    withResized: (_, sides, use) => use(sides),
  };
  return { coder, encodes };
}

const lossy = ['jpeg', 'webp', 'avif'] as const;
const formats = [...lossy, 'png', 'gif'] as const;

async function encode(encoding: Partial<Encoding> & Pick<Encoding, 'format'>, nature?: Partial<Nature>) {
  const { coder, encodes } = createCoder(nature);
  const made = await encodeThumbnail(coder, picture, { quality: undefined, ...encoding });
  return { made, encodes };
}

test.each(formats)(
  '%s is encoded once, as the preset has it, where nothing is searched for',
  async (format) => {
    const { made, encodes } = await encode({ format, quality: 61, effort: 3 });
    expect(encodes).toEqual([expect.objectContaining({ format, quality: 61, effort: 3, ...picture })]);
    expect(made).toMatchObject({ ...picture, quality: undefined });
  },
);

test.each(['png', 'gif'] as const)('auto means nothing to a %s', async (format) => {
  const { made, encodes } = await encode({ format, quality: 'auto' });
  expect(encodes).toHaveLength(1);
  expect(made.quality).toBeUndefined();
});

test.each(['webp', 'avif'] as const)('auto means nothing to a lossless %s', async (format) => {
  const { encodes } = await encode({ format, quality: 'auto', lossless: true });
  expect(encodes).toEqual([expect.objectContaining({ lossless: true, quality: undefined })]);
});

test.each([
  { format: 'jpeg', most: 5 },
  { format: 'webp', most: 5 },
  { format: 'avif', most: 3 },
] as const)(
  'auto takes at most $most encodes of a $format and says what it chose',
  async ({ format, most }) => {
    const { made, encodes } = await encode({ format, quality: 'auto' });
    expect(encodes.length).toBeLessThanOrEqual(most);
    expect(made.quality).toBe(made.bytes[0]);
    expect(encodes.map(({ quality }) => quality)).toContain(made.quality);
  },
);

test('auto keeps the lowest quality that it tried and that looks the same', async () => {
  const { made, encodes } = await encode({ format: 'jpeg', quality: 'auto' });
  const tried = encodes.map(({ quality }) => quality ?? 0);
  expect(Math.min(...tried)).toBeLessThan(made.quality ?? 0);
  expect(made.quality).toBeLessThan(Math.max(...tried, 93));
});

test('auto does not measure what is too small to be seen', async () => {
  const { coder, encodes } = createCoder();
  const pixelsFor = () => {
    throw new Error('looked at');
  };
  await encodeThumbnail(
    { ...coder, pixelsFor },
    { width: 200, height: 20 },
    { format: 'webp', quality: 'auto' },
  );
  expect(encodes).toHaveLength(1);
});

test.each(formats)('a budget that a %s meets at once costs one encode', async (format) => {
  const quality = format === 'png' || format === 'gif' ? undefined : 80;
  const { made, encodes } = await encode({ format, quality, maxBytes: 4000 });
  expect(encodes).toHaveLength(1);
  expect(made).toMatchObject({ ...picture, quality });
});

test.each(lossy)('a budget takes quality from a %s before it takes pixels', async (format) => {
  const { made, encodes } = await encode({ format, quality: 90, maxBytes: 2000 });
  expect(made.bytes.length).toBeLessThanOrEqual(2000);
  expect(made.bytes.length).toBeGreaterThan(1700);
  expect(made).toMatchObject(picture);
  expect(made.quality).toBe(made.bytes[0]);
  expect(encodes.every(({ width }) => width === picture.width)).toBe(true);
});

test.each(formats)(
  'a small budget takes pixels from a %s, at a quality that can be looked at',
  async (format) => {
    const { made } = await encode({ format, quality: 80, maxBytes: 300 });
    expect(made.bytes.length).toBeLessThanOrEqual(300);
    expect(made.width).toBeLessThan(picture.width);
    expect(made.width / made.height).toBeCloseTo(picture.width / picture.height, 0);
    const usual = { jpeg: 55, webp: 50, avif: 42, png: undefined, gif: undefined }[format];
    expect(made.quality).toBe(usual);
  },
);

test.each(['png', 'gif'] as const)(
  'a budget takes colours from a %s before it takes pixels',
  async (format) => {
    const { made, encodes } = await encode({ format, maxBytes: 2000 });
    // And no more than need be.
    expect(encodes).toHaveLength(2);
    expect(made).toMatchObject(picture);
    expect(made.bytes.length).toBeLessThanOrEqual(2000);
    expect(encodes.map(({ colours }) => colours).slice(0, 2)).toEqual([
      undefined,
      format === 'png' ? 256 : 128,
    ]);
  },
);

test('what cannot be written with fewer colours is made smaller at once', async () => {
  const { coder, encodes } = createCoder();
  await encodeThumbnail({ ...coder, hasPalettes: false }, picture, {
    format: 'png',
    quality: undefined,
    maxBytes: 2000,
  });
  expect(encodes.every(({ colours }) => colours === undefined)).toBe(true);
});

test.each(lossy)('before a budget auto takes at most three encodes of a %s', async (format) => {
  for (const growth of [0.01, 0.03]) {
    const { made, encodes } = await encode({ format, quality: 'auto', maxBytes: 1e6 }, { growth });
    expect(encodes.length).toBeLessThanOrEqual(3);
    expect(made).toMatchObject(picture);
  }
});

test('a budget starts from what auto found', async () => {
  const auto = await encode({ format: 'jpeg', quality: 'auto' });
  const { made } = await encode({ format: 'jpeg', quality: 'auto', maxBytes: 4000 });
  expect(made.quality).toBeGreaterThanOrEqual((auto.made.quality ?? 0) - 2);
  const tight = await encode({ format: 'jpeg', quality: 'auto', maxBytes: auto.made.bytes.length - 100 });
  expect(tight.made.bytes.length).toBeLessThanOrEqual(auto.made.bytes.length - 100);
});

const natures: readonly Partial<Nature>[] = [
  {},
  { growth: 0.005 },
  { growth: 0.08, weight: 10 },
  { weight: 20_000 },
  { header: 150 },
  { cliff: 20 },
];

test.each(formats.flatMap((format) => natures.map((nature) => ({ format, nature }))))(
  '$format takes at most ten encodes and keeps every budget that can be kept: $nature',
  async ({ format, nature }) => {
    for (const maxBytes of [200, 300, 500, 800, 1300, 2500]) {
      for (const quality of ['auto', 80, 35] as const) {
        const { coder, encodes } = createCoder(nature);
        const making = encodeThumbnail(coder, picture, { format, quality, maxBytes });
        const length = await making.then(
          ({ bytes }) => bytes.length,
          () => 0,
        );
        expect(length).toBeLessThanOrEqual(maxBytes);
        expect(encodes.length).toBeLessThanOrEqual(10);
        if (length > 0) continue;
        // Given up, but not before the smallest was tried.
        expect(Math.max(...encodes.slice(-1).map(({ width }) => width))).toBeLessThan(20);
      }
    }
  },
);

test('what does not fit even when tiny says how many bytes it took and how many it may take', async () => {
  const encoding = { format: 'jpeg', quality: 80, maxBytes: 300 } as const;
  const { coder } = createCoder({ header: 500 });
  const making = encodeThumbnail(coder, picture, encoding);
  await expect(making).rejects.toMatchObject({ code: 'rendition-impossible' });
  await expect(making).rejects.toThrow(/jpeg of 1\dx1\d it takes [56]\d\d bytes.* leaves 300 .*Allow more/);
});
