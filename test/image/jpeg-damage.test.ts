// Damaged JPEGs in the JPEG engine: what it does not decline, libjpeg decodes without a warning, to the same samples.

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import Vips from 'wasm-vips';
import { Declined } from '../../src/function/engine/declined.ts';
import { buildJpegModules } from '../../wasm/bundle/jpeg.mjs';
import { createJpegDecoder, type Side } from '../../wasm/jpeg/decode.ts';
import { makeJpeg, seeded } from '../support/jpeg-maker.ts';

const vips = await Vips({ dynamicLibraries: [], printErr: () => undefined });
const { jpegDecode } = await buildJpegModules();
const decoder = createJpegDecoder(new WebAssembly.Module(jpegDecode));
const photo = await readFile('test/fixtures/images/landscape.jpg');

/** How many damaged files of each kind; `MUTANTS=20000` for a long run. */
const count = Number(process.env['MUTANTS'] ?? 300);
const width = 61;
const height = 45;

function encoded(options: Record<string, unknown>): Uint8Array {
  using small = vips.Image.thumbnailBuffer(photo, width, { height, size: 'force' });
  return small.jpegsaveBuffer(options);
}

const shape = { width, height, isInterleaved: true, restartInterval: 0 } as const;
const sources: Readonly<Record<string, Uint8Array>> = {
  baseline: encoded({}),
  'baseline with restarts': encoded({ restart_interval: 3 }),
  progressive: encoded({ interlace: true }),
  'progressive with restarts': encoded({ interlace: true, restart_interval: 3 }),
  'of several scans': makeJpeg(
    {
      ...shape,
      factors: [
        [2, 2],
        [1, 1],
        [1, 1],
      ],
      isInterleaved: false,
    },
    seeded(1),
  ),
  grey: makeJpeg({ ...shape, factors: [[1, 1]] }, seeded(2)),
};

type Damage = (bytes: Uint8Array, random: () => number) => Uint8Array;
const somewhere = (bytes: Uint8Array, random: () => number) => 2 + Math.floor(random() * (bytes.length - 2));

const damages: Readonly<Record<string, Damage>> = {
  'a bit': (bytes, random) => {
    const at = somewhere(bytes, random);
    return Uint8Array.from(bytes, (byte, n) => (n === at ? byte ^ (1 << Math.floor(random() * 8)) : byte));
  },
  'some bytes': (bytes, random) => {
    const copy = bytes.slice();
    for (let n = 0; n < 1 + random() * 4; n++) copy[somewhere(bytes, random)] = Math.floor(random() * 256);
    return copy;
  },
  'bytes taken out': (bytes, random) => {
    const at = somewhere(bytes, random);
    const gone = 1 + Math.floor(random() ** 3 * 200);
    return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + gone)]);
  },
  'bytes put in': (bytes, random) => {
    const at = somewhere(bytes, random);
    const from = somewhere(bytes, random);
    const more = bytes.subarray(from, from + 1 + Math.floor(random() ** 3 * 200));
    return Uint8Array.from([...bytes.subarray(0, at), ...more, ...bytes.subarray(at)]);
  },
  'its end cut off': (bytes, random) => bytes.slice(0, somewhere(bytes, random)),
  'a marker': (bytes, random) => {
    const copy = bytes.slice();
    const markers = [...bytes.keys()].filter((at) => bytes[at] === 0xff && (bytes[at + 1] ?? 0) >= 0xc0);
    const at = markers[Math.floor(random() * markers.length)] ?? 0;
    copy[at + 1] = 0xc0 + Math.floor(random() * 0x40);
    return copy;
  },
};

const pairs = Object.keys(sources).flatMap((source) =>
  Object.keys(damages).map((damage) => [source, damage]),
);

test.each(pairs)('%s: %s', (source = '', damage = '') => {
  const random = seeded(source.length * 100 + damage.length);
  for (let n = 0; n < count / 6; n++) {
    const bytes = (damages[damage] as Damage)(sources[source] as Uint8Array, random);
    for (const side of [1, 8] as const)
      check(bytes, side, `${source}, ${damage}, number ${n}, 1/${8 / side}`);
  }
});

function check(bytes: Uint8Array, side: Side, name: string): void {
  const sides = frameSides(bytes);
  if (!sides) return;
  const scaled = { width: Math.ceil((sides.width * side) / 8), height: Math.ceil((sides.height * side) / 8) };
  let ours: ReturnType<typeof decoder.decode>;
  try {
    ours = decoder.decode(bytes, scaled, () => undefined, side);
  } catch (error) {
    if (error instanceof Declined) return;
    throw error;
  }
  using image = vips.Image.newFromBuffer(bytes, `[shrink=${8 / side},fail_on=warning]`);
  const theirs = image.writeToMemory();
  let wrong = 0;
  for (let y = 0; y < image.height; y++) {
    for (let at = 0; at < image.width * image.bands; at++) {
      const [x, band] = [Math.floor(at / image.bands), at % image.bands];
      if (ours.data[(y * scaled.width + x) * 4 + band] !== theirs[y * image.width * image.bands + at])
        wrong += 1;
    }
  }
  expect(wrong, name).toBe(0);
}

/** The sides in the first frame header, as they are after the damage; undefined for a picture too large or too small to compare. */
function frameSides(bytes: Uint8Array) {
  for (let at = 2; at + 8 < bytes.length; at++) {
    if (bytes[at] !== 0xff || ![0xc0, 0xc1, 0xc2].includes(bytes[at + 1] ?? 0)) continue;
    const [height = 0, width = 0] = [at + 5, at + 7].map(
      (from) => ((bytes[from] ?? 0) << 8) | (bytes[from + 1] ?? 0),
    );
    return width >= 8 && height >= 8 && width * height < 1e6 ? { width, height } : undefined;
  }
  return undefined;
}
