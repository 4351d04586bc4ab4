// Header readers meet any bytes: they answer or name the source's fault, and never do anything else.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withEssentialChunks } from '../../../wasm/header/png-picture.ts';
import { readHeader } from '../../../wasm/squoosh/header.ts';
import { firstFrame } from '../../../wasm/squoosh/webp.ts';
import { SourceFault } from '../../../wasm/thread/source-fault.ts';
import { samples } from '../../fixtures/images/images.ts';
import {
  exif,
  exifSegment,
  frame,
  jpeg,
  png,
  riffChunk,
  u24,
  vp8x,
  webp,
} from '../../support/header-parts.ts';
import { pngChunk } from '../../support/png.ts';

const animated = webp(
  vp8x(0x1a, 64, 64),
  riffChunk('ANMF', [
    ...u24(0),
    ...u24(0),
    ...u24(63),
    ...u24(63),
    ...u24(9),
    0,
    ...riffChunk('VP8L', [0x2f, 0, 0, 0, 0]),
  ]),
  riffChunk('EXIF', exif(6)),
);
const seeds = {
  jpeg: [jpeg(exifSegment(6), frame()), readFileSync(samples.wideGamut.path).subarray(0, 4096)],
  png: [png({ colourType: 6 }, pngChunk('eXIf', exif(3)), pngChunk('tRNS', Buffer.alloc(6)))],
  webp: [animated],
} as const;

const faults = ['source-corrupt', 'source-unsupported'];

function expectAnswer(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(SourceFault);
    expect(faults).toContain((error as SourceFault).code);
  }
}

/** A seed with some bytes changed, and cut off somewhere. */
const mutated = (seed: Uint8Array) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { maxLength: 12 }),
      fc.oneof(
        { weight: 3, arbitrary: fc.constant(seed.length) },
        { weight: 1, arbitrary: fc.nat(seed.length) },
      ),
    )
    .map(([changes, length]) => {
      const bytes = new Uint8Array(seed);
      for (const [at, value] of changes) bytes[at] = value;
      return bytes.subarray(0, length);
    });

const settings = { numRuns: 400, seed: 20_250_102 };

describe.each(['jpeg', 'png', 'webp'] as const)('%s', (format) => {
  test('mutations of good headers', () => {
    for (const seed of seeds[format]) {
      fc.assert(
        fc.property(mutated(seed), (bytes) => expectAnswer(() => readHeader(bytes, format))),
        settings,
      );
    }
  });

  test('any bytes behind a good start', () => {
    const start = seeds[format][0].subarray(0, 16);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (rest) =>
        expectAnswer(() => readHeader(Buffer.concat([start, rest]), format)),
      ),
      settings,
    );
  });
});

test.each([
  ["a PNG's essentials", withEssentialChunks, seeds.png[0]],
  ["a WebP's first frame", firstFrame, seeds.webp[0]],
] as const)('%s, of mutations', (_, read, seed) => {
  fc.assert(
    fc.property(mutated(seed), (bytes) => expectAnswer(() => read(bytes))),
    settings,
  );
});
