// PNG headers, from chunks by hand.

import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Header } from '../../../wasm/header/facts.ts';
import { readPngHeader } from '../../../wasm/header/png.ts';
import { readHeader } from '../../../wasm/squoosh/header.ts';
import { exif, png } from '../../support/header-parts.ts';
import { pngChunk } from '../../support/png.ts';

const u32 = (value: number) => [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];

function headerOf(bytes: Uint8Array): Header {
  const header = readPngHeader(bytes);
  if ('unusual' in header) throw new Error(`one of the ${header.unusual}`);
  return header;
}

test.each([
  ['grey', png({ colourType: 0 }), { colour: 'grey', hasAlpha: false, bitDepth: 8 }],
  ['grey of 1 bit', png({ colourType: 0, depth: 1 }), { colour: 'grey', bitDepth: 8 }],
  ['grey of 16 bits', png({ colourType: 0, depth: 16 }), { colour: 'grey', bitDepth: 16 }],
  ['RGB', png(), { colour: 'rgb', hasAlpha: false, width: 640, height: 480, pages: 1, interlaced: false }],
  ['with a palette', png({ colourType: 3, depth: 4 }), { colour: 'rgb', hasAlpha: false }],
  ['grey with alpha', png({ colourType: 4 }), { colour: 'grey', hasAlpha: true }],
  ['RGBA of 16 bits', png({ colourType: 6, depth: 16 }), { hasAlpha: true, bitDepth: 16 }],
  ['with a transparent colour', png({}, pngChunk('tRNS', Buffer.alloc(6))), { hasAlpha: true }],
  ['with a transparent colour of 5 bytes', png({}, pngChunk('tRNS', Buffer.alloc(5))), { hasAlpha: false }],
  [
    'with transparency for no palette',
    png({ colourType: 3 }, pngChunk('tRNS', Buffer.alloc(2))),
    { hasAlpha: false },
  ],
  ['interlaced', png({ interlace: 1 }), { interlaced: true }],
  ['animated', png({}, pngChunk('acTL', Buffer.from([...u32(12), ...u32(0)]))), { pages: 1 }],
  ['on its side', png({}, pngChunk('eXIf', exif(8, 'II'))), { width: 480, height: 640 }],
])('reads one that is %s', (_, bytes, says) => {
  expect(headerOf(bytes).info).toMatchObject(says);
});

const profile = (content: Uint8Array) => pngChunk('iCCP', Buffer.concat([Buffer.from('name\0\0'), content]));
const longName = Buffer.concat([Buffer.from(`${'n'.repeat(80)}\0\0`), deflateSync('profile')]);
const srgb = pngChunk('sRGB', Buffer.from([0]));

test.each([
  ['none', [], undefined],
  ['one', [profile(deflateSync('profile'))], 'profile'],
  ['one whose name is longer than may be', [pngChunk('iCCP', longName)], undefined],
  ['one that does not inflate', [profile(Buffer.from('profile'))], undefined],
  ['one, and sRGB by a chunk of its own', [profile(deflateSync('profile')), srgb], undefined],
  ['cICP that says sRGB', [pngChunk('cICP', Buffer.from([1, 13, 0, 1]))], undefined],
])('reads the profile: %s', (_, chunks, expected) => {
  const found = headerOf(png({}, ...chunks)).profile;
  expect(found && Buffer.from(found).toString()).toBe(expected);
});

test('names a profile of 65 KB compressed, and the engine for old runtimes refuses it by that name', () => {
  const bytes = png({}, profile(Buffer.alloc(65 * 1024)));
  expect(readPngHeader(bytes)).toEqual({ unusual: expect.stringMatching(/tables/) });
  expect(() => readHeader(bytes, 'png')).toThrow(
    expect.objectContaining({ code: 'source-unsupported', message: expect.stringMatching(/tables/) }),
  );
});

test.each([
  ['has another signature', Buffer.from('\x89PNG\r\n\x1a\r....IHDR', 'latin1')],
  ['ends within IHDR', png().subarray(0, 20)],
  ['has no picture', Buffer.concat([png().subarray(0, 33), pngChunk('IEND', Buffer.alloc(0))])],
  ['ends before its picture', png().subarray(0, 33)],
  ['has no width', png({ width: 0 })],
  ['has no height', png({ height: 0 })],
  ['is wider than 2^31 - 1', png({ width: 0x80000000 })],
  ['has RGB of 4 bits', png({ depth: 4 })],
  ['has colour type 5', png({ colourType: 5 })],
  ['has interlace method 2', png({ interlace: 2 })],
  [
    'has a chunk that reaches beyond the file',
    png({}, Buffer.from([0x7f, 255, 255, 255, 0x74, 0x45, 0x58, 0x74])),
  ],
])('calls corrupt what %s', (_, bytes) => {
  expect(() => readPngHeader(bytes)).toThrow(expect.objectContaining({ code: 'source-corrupt' }));
});
