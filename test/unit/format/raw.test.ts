// Raw photos that begin like TIFF: refused by name, and pictures are not taken for them.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sniff } from '../../../src/function/format/sniff.ts';

type Tag = readonly [tag: number, type: 'short' | 'long' | 'text', value: number | string];

/** A TIFF of nothing but its first directory. */
function tiff(tags: readonly Tag[], isLittle = true): Uint8Array {
  const texts = 8 + 2 + tags.length * 12 + 4;
  const view = new DataView(new ArrayBuffer(texts + tags.length * 32));
  const bytes = new Uint8Array(view.buffer);
  bytes.set(new TextEncoder().encode(isLittle ? 'II' : 'MM'));
  view.setUint16(2, 42, isLittle);
  view.setUint32(4, 8, isLittle);
  view.setUint16(8, tags.length, isLittle);
  for (const [n, [tag, type, value]] of tags.entries()) {
    const at = 10 + n * 12;
    const where = texts + n * 32;
    view.setUint16(at, tag, isLittle);
    view.setUint16(at + 2, { text: 2, short: 3, long: 4 }[type], isLittle);
    view.setUint32(at + 4, typeof value === 'string' ? value.length : 1, isLittle);
    if (type === 'short') view.setUint16(at + 8, Number(value), isLittle);
    else view.setUint32(at + 8, typeof value === 'string' ? where : value, isLittle);
    if (typeof value === 'string') bytes.set(new TextEncoder().encode(value), where);
  }
  return bytes;
}

const preview = [254, 'long', 1] as const;
const subDirectories = [330, 'long', 500] as const;
const sensor = [262, 'short', 32803] as const;
const rgb = [262, 'short', 2] as const;
const make = (text: string): Tag => [271, 'text', text];

describe.each([true, false])('a TIFF, little-endian: %s', (isLittle) => {
  test.each<[string, Tag[]]>([
    ['Adobe DNG raw photo', [preview, rgb, make('NIKON CORPORATION\0'), [50706, 'long', 0x401]]],
    ['Nikon NEF raw photo', [preview, rgb, make('NIKON CORPORATION\0'), subDirectories]],
    ['Sony ARW raw photo', [preview, make('SONY\0'), subDirectories]],
    ['Pentax PEF raw photo', [sensor, make('PENTAX Corporation \0')]],
    ['Samsung SRW raw photo', [preview, make('SAMSUNG\0'), subDirectories]],
    ['raw photo', [sensor, make('Unknown\0')]],
    ['raw photo', [[262, 'short', 34892]]],
  ])('is refused as %s: %j', (name, tags) => {
    expect(sniff(tiff(tags, isLittle))).toEqual({
      kind: 'refused',
      name,
      advice: expect.stringMatching(/^Export it as JPEG or TIFF from a raw converter/),
    });
  });

  test.each<[string, Tag[]]>([
    ['a scan', [[254, 'long', 0], rgb, make('NIKON CORPORATION\0')]],
    ['a photo with smaller versions of itself', [[254, 'long', 0], rgb, subDirectories]],
    ['a small version of nothing', [preview, rgb]],
  ])('%s is a picture', (_, tags) => {
    expect(sniff(tiff(tags, isLittle))).toEqual({ kind: 'source', format: 'tiff' });
  });
});

test('whatever follows the signature, it is a TIFF or a raw photo', () => {
  const signature = fc.constantFrom('II*\0', 'MM\0*', 'II+\0', 'MM\0+');
  fc.assert(
    fc.property(
      signature,
      fc.uint8Array({ maxLength: 300 }),
      fc.integer({ min: 0, max: 40 }),
      (start, rest, at) => {
        const bytes = Uint8Array.from([...Buffer.from(start, 'latin1'), 0, 0, 0, 0, ...rest]);
        bytes[start.startsWith('II') ? 4 : 7] = at;
        expect(['source', 'refused']).toContain(sniff(bytes).kind);
      },
    ),
  );
});
