// How long the codecs' instances live.

import { beforeEach, expect, test } from 'vitest';
import { type Codecs, createCodecs } from '../../wasm/squoosh/codecs.ts';
import type { Decoder, Encoder, Heap } from '../../wasm/squoosh/glue.ts';

const MB = 1024 * 1024;

// Instances are compared by hand: they hold megabytes, which a failing assertion would print.

/** Bytes of linear memory of the next instance. */
let heap: number;
let made: number;
let codecs: Codecs;

function make(): Promise<Decoder & Encoder & Heap> {
  made += 1;
  return Promise.resolve({ decode: () => null, encode: () => null, HEAPU8: new Uint8Array(heap) });
}
const codec = { defaultEncoderOptions: {}, dec: make, enc: make };

beforeEach(() => {
  heap = 16 * MB;
  made = 0;
  codecs = createCodecs({ mozjpeg: codec, webp: codec, oxipng: codec }, () => 3 * MB);
});

test('a codec is made when it is first wanted, and once', async () => {
  expect(made).toBe(0);
  const first = await codecs.decoder('webp');
  expect((await codecs.decoder('webp')) === first).toBe(true);
  expect(((await codecs.encoder('webp')) as unknown) === first).toBe(false);
  expect(made).toBe(2);
});

test('one that was dropped is made anew', async () => {
  const first = await codecs.decoder('webp');
  codecs.drop('webp');
  expect((await codecs.decoder('webp')) === first).toBe(false);
});

test('tidying lets go of those whose memory has grown, and of no others', async () => {
  const small = await codecs.decoder('webp');
  heap = 33 * MB;
  const large = await codecs.decoder('mozjpeg');
  codecs.dropLarge();
  expect((await codecs.decoder('webp')) === small).toBe(true);
  expect((await codecs.decoder('mozjpeg')) === large).toBe(false);
});

test('memory is that of all instances, and of what they share', async () => {
  expect(codecs.memoryBytes()).toBe(3 * MB);
  await codecs.decoder('webp');
  await codecs.encoder('mozjpeg');
  expect(codecs.memoryBytes()).toBe(35 * MB);
});
