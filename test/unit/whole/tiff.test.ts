// A TIFF's strips of JPEG compression are followed to their ends, whatever its directory says of them.

import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type DirectoryEntry, writeTiff } from '../../../src/function/container/tiff.ts';
import { SourceFault } from '../../../wasm/thread/source-fault.ts';
import { checkTiff } from '../../../wasm/whole/tiff.ts';

const jpeg = await sharp({ create: { width: 24, height: 16, channels: 3, background: '#804020' } })
  .jpeg()
  .toBuffer();

const long = (tag: number, value: number): DirectoryEntry => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return { tag, type: 4, count: 1, value: bytes };
};

interface Strip {
  readonly tables: Uint8Array;
  readonly from?: number;
  readonly length?: number;
}

/** One strip behind the directory; `from` and `length` are what the directory says of it, if that is not the truth. */
function withStrip(strip: Uint8Array, { tables, from, length = strip.length }: Strip): Buffer {
  const shared = { tag: 347, type: 7, count: tables.length, value: Buffer.from(tables) };
  const file = (at: number) =>
    writeTiff({
      order: 'II',
      first: [long(259, 7), long(273, at), long(279, length), ...(tables.length > 0 ? [shared] : [])],
      second: [],
      secondTag: 0,
    });
  return Buffer.concat([file(from ?? file(0).length), strip]);
}

/** A JPEG of tables alone, as libtiff writes them. */
const emptyTables = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9);

test.each([new Uint8Array(0), emptyTables])('takes a whole strip', (tables) => {
  expect(() => checkTiff(withStrip(jpeg, { tables }))).not.toThrow();
});

test('refuses a strip that is too short for its markers, or not all there, with tables or without', () => {
  const corrupt = expect.objectContaining({ code: 'source-corrupt' });
  for (const tables of [new Uint8Array(0), emptyTables, new Uint8Array(20)]) {
    for (const length of [0, 1, 2, 3, 20]) {
      expect(() => checkTiff(withStrip(jpeg.subarray(0, length), { tables })), `${length}`).toThrow(corrupt);
    }
  }
});

test('finds nothing but faults of the source, whatever the directory says and the strip holds', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.nat(jpeg.length).map((end) => new Uint8Array(jpeg.subarray(0, end))),
  );
  const place = fc.option(fc.oneof(fc.nat(700), fc.integer({ min: 0, max: 2 ** 32 - 1 })), {
    nil: undefined,
  });
  const strip = fc.record({ tables: bytes, from: place, length: place });
  const of = (
    content: Uint8Array,
    { tables, from, length }: { [K in keyof Strip]-?: Strip[K] | undefined },
  ) =>
    withStrip(content, {
      tables: tables ?? emptyTables,
      ...(from !== undefined && { from }),
      ...(length !== undefined && { length }),
    });
  fc.assert(
    fc.property(bytes, strip, (content, lies) => {
      try {
        checkTiff(of(content, lies));
      } catch (error) {
        expect(error).toBeInstanceOf(SourceFault);
      }
    }),
    { numRuns: 2000 },
  );
});
