// Creator and rights are read wherever a format has a place for them.

import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { latin1, u32 } from '../../../src/function/container/bytes.ts';
import type { SourceFormat } from '../../../src/function/format/format.ts';
import { readMetadata } from '../../../src/function/metadata/metadata.ts';
import { textOf } from '../../../src/function/metadata/properties.ts';
import { jpeg, png, riffChunk, segment, vp8x, webp } from '../../support/header-parts.ts';
import { box, iptc, packet, photoshop, tiff } from '../../support/metadata-parts.ts';
import { pngChunk } from '../../support/png.ts';

const artist = { tag: 0x013b, type: 2, value: 'Li Wei\0' } as const;
const copyright = { tag: 0x8298, type: 2, value: '© Li Wei\0' } as const;
const exif = tiff('MM', [[artist, copyright]]);
const xmp = Buffer.from(
  packet(
    '<dc:creator><rdf:Seq><rdf:li>Li Wei</rdf:li></rdf:Seq></dc:creator><dc:rights>© Li Wei</dc:rights>',
  ),
);
const iim = iptc([80, 'Li Wei'], [116, '© Li Wei']);

const app1 = (name: string, content: Uint8Array) => segment(0xe1, Buffer.concat([latin1(name), content]));

/** An AVIF whose items are in its own box `idat`, of method 1; in version 1 with 4 bytes to each number. */
function avif(items: readonly (readonly [type: string, rest: string, content: Uint8Array])[]): Buffer {
  const infe = items.map(([type, rest], n) =>
    box('infe', Buffer.from([2, 0, 0, 0, 0, n + 1, 0, 0]), latin1(type + rest)),
  );
  const places = items.map(([, , content], n) => {
    const from = items.slice(0, n).reduce((sum, [, , before]) => sum + before.length, 0);
    return Buffer.concat([Buffer.from([0, n + 1, 0, 1, 0, 0, 0, 1]), u32(from), u32(content.length)]);
  });
  const iloc = box('iloc', Buffer.from([1, 0, 0, 0, 0x44, 0, 0, items.length]), ...places);
  const iinf = box('iinf', Buffer.from([0, 0, 0, 0, 0, items.length]), ...infe);
  const idat = box('idat', ...items.map(([, , content]) => content));
  return Buffer.concat([box('ftyp', latin1('avif\0\0\0\0')), box('meta', u32(0), iloc, iinf, idat)]);
}
const behindOffset = (distance: number) => Buffer.concat([u32(distance), Buffer.alloc(distance, 1), exif]);
const xmpGif = Buffer.concat([
  latin1('GIF89a\x01\0\x01\0\0\0\0'),
  latin1('\x21\xff\x0bXMP DataXMP'),
  xmp,
  Buffer.from([1, ...Array.from({ length: 256 }, (_, i) => 255 - i), 0]),
  latin1('\x3b'),
]);

test.each<[string, SourceFormat, Uint8Array]>([
  ['EXIF in a JPEG', 'jpeg', jpeg(app1('Exif\0\0', exif))],
  ['little-endian EXIF', 'jpeg', jpeg(app1('Exif\0\0', tiff('II', [[artist, copyright]])))],
  ['XMP in a JPEG', 'jpeg', jpeg(app1('http://ns.adobe.com/xap/1.0/\0', xmp))],
  ['IPTC in a JPEG', 'jpeg', jpeg(segment(0xed, photoshop(0x0404, iim)))],
  ['EXIF in a PNG', 'png', png({}, pngChunk('eXIf', exif))],
  [
    'XMP in a PNG',
    'png',
    png({}, pngChunk('iTXt', Buffer.concat([latin1('XML:com.adobe.xmp\0\0\0\0\0'), xmp]))),
  ],
  [
    'deflated XMP in a PNG',
    'png',
    png({}, pngChunk('iTXt', Buffer.concat([latin1('XML:com.adobe.xmp\0\x01\0\0\0'), deflateSync(xmp)]))),
  ],
  [
    "XMP in a PNG of sharp's",
    'png',
    png({}, pngChunk('zTXt', Buffer.concat([latin1('XML:com.adobe.xmp\0\0'), deflateSync(xmp)]))),
  ],
  [
    'words in a PNG',
    'png',
    png({}, pngChunk('tEXt', latin1('Author\0Li Wei')), pngChunk('tEXt', latin1('Copyright\0© Li Wei'))),
  ],
  [
    'words in UTF-8',
    'png',
    png(
      {},
      pngChunk('iTXt', Buffer.from('Author\0\0\0en\0Urheber\0Li Wei')),
      pngChunk('iTXt', Buffer.from('Copyright\0\0\0\0\0© Li Wei')),
    ),
  ],
  ['EXIF in a WebP', 'webp', webp(vp8x(8, 4, 4), riffChunk('EXIF', exif))],
  [
    "EXIF in a WebP with JPEG's name before it",
    'webp',
    webp(vp8x(8, 4, 4), riffChunk('EXIF', Buffer.concat([latin1('Exif\0\0'), exif]))),
  ],
  ['XMP in a WebP', 'webp', webp(vp8x(4, 4, 4), riffChunk('XMP ', xmp))],
  ['XMP in a GIF', 'gif', xmpGif],
  ['fields of a TIFF', 'tiff', exif],
  ['XMP in a TIFF', 'tiff', tiff('II', [[{ tag: 700, type: 1, value: xmp }]])],
  ['IPTC in a TIFF', 'tiff', tiff('MM', [[{ tag: 33_723, type: 7, value: iim }]])],
  ['EXIF in an AVIF', 'avif', avif([['Exif', '\0', behindOffset(0)]])],
  [
    'EXIF in an AVIF, some way off',
    'avif',
    avif([
      ['av01', '\0', latin1('?')],
      ['Exif', '\0', behindOffset(6)],
    ]),
  ],
  ['XMP in an AVIF', 'avif', avif([['mime', '\0application/rdf+xml\0', xmp]])],
  [
    'EXIF in a JPEG XL',
    'jxl',
    Buffer.concat([box('JXL ', latin1('\r\n\x87\n')), box('Exif', behindOffset(0))]),
  ],
  ['XMP in a JPEG XL', 'jxl', Buffer.concat([box('JXL ', latin1('\r\n\x87\n')), box('xml ', xmp)])],
])('%s', (_, format, bytes) => {
  const { properties } = readMetadata(bytes, format, 'copyright');
  expect(textOf(properties, 'dc:creator')).toBe('Li Wei');
  expect(textOf(properties, 'dc:rights')).toBe('© Li Wei');
  expect(readMetadata(bytes, format, 'strip').properties).toEqual([]);
});

describe('EXIF', () => {
  test.each<[string, readonly Parameters<typeof tiff>[1][number][number][], string, string]>([
    [
      "Windows' author where there is no other",
      [{ tag: 0x9c9d, type: 1, value: Buffer.from('李伟\0', 'utf16le') }],
      '李伟',
      '',
    ],
    [
      'a copyright of photographer and editor',
      [{ tag: 0x8298, type: 2, value: 'Li Wei\0Xinhua\0' }],
      '',
      'Li Wei; Xinhua',
    ],
    ['a copyright of the editor alone', [{ tag: 0x8298, type: 2, value: ' \0Xinhua\0' }], '', 'Xinhua'],
    [
      'text in Latin-1',
      [{ tag: 0x013b, type: 2, value: Buffer.from('J\xfcrgen\0', 'latin1') }],
      'Jürgen',
      '',
    ],
    ['a field that is full of blanks', [{ tag: 0x013b, type: 2, value: '          \0' }], '', ''],
  ])('has %s', (_, fields, creator, rights) => {
    const { properties } = readMetadata(tiff('MM', [fields]), 'tiff', 'copyright');
    expect([textOf(properties, 'dc:creator'), textOf(properties, 'dc:rights')]).toEqual([creator, rights]);
  });
});

describe('of several that say it', () => {
  const said = (...segments: Buffer[]) => {
    const { properties } = readMetadata(jpeg(...segments), 'jpeg', 'copyright');
    return [
      textOf(properties, 'dc:creator'),
      textOf(properties, 'dc:rights'),
      textOf(properties, 'photoshop:Credit'),
    ];
  };
  const inExif = app1(
    'Exif\0\0',
    tiff('II', [
      [
        { ...artist, value: 'EXIF\0' },
        { ...copyright, value: 'EXIF\0' },
      ],
    ]),
  );
  const inIptc = segment(
    0xed,
    photoshop(0x0404, iptc([80, 'IPTC 1'], [80, 'IPTC 2'], [110, 'Agency'], [116, 'IPTC'])),
  );
  const inXmp = app1('http://ns.adobe.com/xap/1.0/\0', Buffer.from(packet('<dc:rights>XMP</dc:rights>')));

  test('XMP comes first, then IPTC, then EXIF', () => {
    expect(said(inExif)).toEqual(['EXIF', 'EXIF', '']);
    expect(said(inExif, inIptc)).toEqual(['IPTC 1; IPTC 2', 'IPTC', 'Agency']);
    expect(said(inExif, inXmp)).toEqual(['EXIF', 'XMP', '']);
    expect(said(inExif, inXmp, inIptc)).toEqual(['IPTC 1; IPTC 2', 'XMP', 'Agency']);
  });

  test('what Photoshop keeps of other things is no IPTC', () => {
    expect(said(segment(0xed, photoshop(0x0405, iim)))).toEqual(['', '', '']);
  });
});
