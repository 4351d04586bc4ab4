// Data that is nearly all literals, which the PNG decoder reads at two places at once: it inflates it as zlib does, also where it is
// damaged, and declines what zlib refuses.

import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { pngSignature } from '../../../src/function/container/png.ts';
import { Declined } from '../../../src/function/engine/declined.ts';
import { readStructure } from '../../../wasm/png/structure.ts';
import { pngChunk } from '../../support/png.ts';
import { openPngDecoder, pngModules } from '../../support/png-pair.ts';
import { createRandom, type Random } from '../../support/random.ts';

const decoders = await Promise.all(pngModules.map(openPngDecoder));

/** Bytes of which some are frequent, as in a photo, and a few were there before. The first one is a filter type. */
function noise(random: Random): Buffer {
  const bytes = Buffer.alloc(2000 + random.below(150_000));
  const spread = random.pick([20, 60, 120]);
  const matches = random.pick([0, 0.001, 0.01, 0.04, 0.1]);
  const longest = random.pick([4, 8, 300]);
  for (let at = 1; at < bytes.length; at++) {
    if (at > 300 && random.chance(matches)) {
      const distance = 1 + random.below(random.chance(0.2) ? 9 : Math.min(at, 40_000));
      const end = Math.min(bytes.length, at + 3 + random.below(longest));
      for (; at < end - 1; at++) bytes[at] = bytes[at - distance] ?? 0;
    }
    bytes[at] = random.below(spread) + random.below(spread);
  }
  return bytes;
}

function deflate(random: Random, bytes: Buffer): Buffer {
  return deflateRawSync(bytes, {
    level: random.pick([1, 6, 9]),
    memLevel: random.pick([1, 8, 9]),
    windowBits: random.pick([9, 12, 15]),
    strategy: random.pick([
      constants.Z_DEFAULT_STRATEGY,
      constants.Z_DEFAULT_STRATEGY,
      constants.Z_HUFFMAN_ONLY,
      constants.Z_RLE,
    ]),
  });
}

/** As zlib inflates it, if it is whole and has nothing behind it. */
function inflate(deflated: Buffer): Buffer | undefined {
  try {
    const { buffer, engine } = inflateRawSync(deflated, { info: true }) as unknown as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    return engine.bytesWritten === deflated.length ? buffer : undefined;
  } catch {
    return undefined;
  }
}

function adler(bytes: Uint8Array): number {
  let [first, second] = [1, 0];
  for (const byte of bytes) {
    first = (first + byte) % 65_521;
    second = (second + first) % 65_521;
  }
  return second * 65_536 + first;
}

/** A row of grey that begins with its filter type. */
function picture(random: Random, deflated: Buffer, row: Buffer, zlibHeader = [0x78, 0x9c]): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  header.writeUInt32BE(row.length - 1);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(adler(row));
  const data = Buffer.concat([Buffer.from(zlibHeader), deflated, checksum]);
  const parts: Buffer[] = [];
  const most = random.pick([500, 8192, 70_000]);
  for (let from = 0; from < data.length; ) {
    const to = from + 1 + random.below(most);
    parts.push(pngChunk('IDAT', data.subarray(from, to)));
    from = to;
  }
  return Buffer.concat([
    Buffer.from(pngSignature, 'latin1'),
    pngChunk('IHDR', header),
    ...parts,
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Grey of each pixel, as each of the decoders has it; undefined where it declines. */
function decode(file: Buffer): (Buffer | undefined)[] {
  return decoders.map((decoder) => {
    try {
      const { data } = decoder.decode(readStructure(file), { across: 1, down: 1 }, () => undefined);
      return Buffer.from(data.filter((_, at) => at % 4 === 0));
    } catch (error) {
      if (error instanceof Declined) return undefined;
      throw error;
    }
  });
}

test('whole and damaged', () => {
  let [whole, broken] = [0, 0];
  for (let seed = 0; seed < Number(process.env['COUNT'] ?? 150); seed++) {
    const random = createRandom(seed);
    const bytes = noise(random);
    const deflated = deflate(random, bytes);
    // Behind the lengths of the first block's codes, so that it stays what it is.
    for (let count = random.below(4); count > 0; count--) {
      const at = 200 + random.below(deflated.length - 200);
      deflated[at] = (deflated[at] ?? 0) ^ (1 << random.below(8));
    }
    const row = inflate(deflated);
    const isRight = row !== undefined && row.length > 1 && row[0] === 0;
    for (const pixels of decode(picture(random, deflated, row ?? bytes))) {
      if (isRight) expect(pixels?.equals(row.subarray(1)), `seed ${seed}`).toBe(true);
      else expect(pixels, `seed ${seed}`).toBeUndefined();
    }
    if (isRight) whole += 1;
    else broken += 1;
  }
  expect(whole).toBeGreaterThan(broken / 2);
  expect(broken).toBeGreaterThan(0);
});

/** Noise in which 8 bytes are as they were so many bytes before, which is its only match: this strategy wants more than 5 bytes. */
function withOneMatch(random: Random, distance: number, at: number) {
  const draw = (length: number) => Buffer.from(Array.from({ length }, () => random.below(100)));
  const before = draw(20_000);
  const row = draw(24_000);
  row[0] = 0;
  Buffer.concat([before, row]).copy(
    row,
    at,
    before.length + at - distance,
    before.length + at - distance + 8,
  );
  const options = { strategy: constants.Z_FILTERED, memLevel: 9 };
  return {
    row,
    deflated: deflateRawSync(row, options),
    /** Its matches may reach back to what is not there. */
    dictionary: deflateRawSync(row, { ...options, dictionary: before }),
  };
}

test('a match from before the data is declined, wherever it is', () => {
  for (let seed = 0; seed < 60; seed++) {
    const random = createRandom(seed);
    const at = 1 + random.below(10_000);
    const near = withOneMatch(random, 10 + random.below(at), at);
    const far = withOneMatch(random, at + 10 + random.below(5000), at);
    const [right, wrong] = [
      picture(random, near.deflated, near.row),
      picture(random, far.dictionary, far.row),
    ];
    for (const pixels of decode(right))
      expect(pixels?.equals(near.row.subarray(1)), `seed ${seed}`).toBe(true);
    expect(decode(wrong), `seed ${seed}`).toEqual([undefined, undefined]);
  }
});

test('a match from farther back than the header says is declined, wherever it is', () => {
  // A window of 512 bytes (RFC 1950, 2.2).
  const header = [0x18, 0x19];
  for (let seed = 0; seed < 60; seed++) {
    const random = createRandom(seed);
    const at = 2000 + random.below(20_000);
    const [near, far] = [withOneMatch(random, 500, at), withOneMatch(random, 520 + random.below(1000), at)];
    for (const pixels of decode(picture(random, near.deflated, near.row, header)))
      expect(pixels?.equals(near.row.subarray(1)), `seed ${seed}`).toBe(true);
    expect(decode(picture(random, far.deflated, far.row, header)), `seed ${seed}`).toEqual([
      undefined,
      undefined,
    ]);
  }
});
