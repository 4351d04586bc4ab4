// Pictures of 64x48 pixels in files of very many small parts: an attack on whoever makes an object of each part, or looks at each
// part again and again. Made by code, of any length.

import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { u16, u32 } from '../../src/function/container/bytes.ts';
import type { SourceFormat } from '../../src/function/format/format.ts';
import { heic, jxl } from '../fixtures/images/images.ts';
import { drawGeometry } from './geometry-picture.ts';
import { riffChunk, segment, u24, vp8x, webp } from './header-parts.ts';
import { pictureIn, writeHeif } from './heif.ts';
import { box, packet, photoshop, tiff } from './metadata-parts.ts';
import { pngChunk } from './png.ts';

export interface Crowd {
  /** `a JPEG of empty segments` */
  readonly name: string;
  readonly format: SourceFormat;
  /** @returns A file of about so many bytes; of fewer where its kind of parts has an end. */
  make(bytes: number): Buffer;
}

const width = 64;
const height = 48;

/** The picture in files of few parts. */
async function drawPlain() {
  const picture = await drawGeometry(width, height);
  const dot = sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } });
  return {
    jpeg: await sharp(picture).jpeg().toBuffer(),
    progressive: await sharp(picture).jpeg({ progressive: true }).toBuffer(),
    png: await sharp(picture).png().toBuffer(),
    webp: await sharp(picture).webp().toBuffer(),
    /** Of one pixel. */
    dot: await dot.webp({ lossless: true }).toBuffer(),
    gif: await sharp(picture).gif().toBuffer(),
    tiff: await sharp(picture).tiff({ compression: 'none' }).toBuffer(),
    avif: await sharp(picture).avif({ effort: 0 }).toBuffer(),
    heic: writeHeif([pictureIn(readFileSync(heic.alpha.path))]),
    jxl: readFileSync(jxl.landscape.path),
  };
}

type Plain = Awaited<ReturnType<typeof drawPlain>>;
/** By the name of what they make. */
type Makers = Readonly<Record<string, Crowd['make']>>;

/** Bytes, repeated to about so many. */
const fill = (part: Uint8Array | readonly number[], bytes: number) => {
  const one = Buffer.from(part);
  return Buffer.alloc(Math.max(1, Math.floor(bytes / one.length)) * one.length, one);
};
/** As many parts as fit, each by its number, at most `most`. */
const parts = (bytes: number, most: number, part: (n: number) => Buffer) => {
  const all: Buffer[] = [];
  for (let left = bytes, n = 0; left > 0 && n < most; n++) {
    const one = part(n);
    all.push(one);
    left -= one.length;
  }
  return Buffer.concat(all);
};
const insert = (file: Buffer, at: number, more: Uint8Array) =>
  Buffer.concat([file.subarray(0, at), more, file.subarray(at)]);

const exifOf = (content: Buffer) => segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), content]));
const rights = tiff('MM', [[{ tag: 0x013b, type: 2, value: 'Li Wei\0' }]]);

/** A directory of so many entries, all of which have the same value. */
function crowdedDirectory(entries: number, value: Buffer): Buffer {
  const at = 8 + 2 + entries * 12 + 4;
  const rows = Buffer.alloc(entries * 12);
  for (let n = 0; n < entries; n++) {
    rows.writeUInt16BE(0x010e, n * 12);
    rows.writeUInt16BE(2, n * 12 + 2);
    rows.writeUInt32BE(value.length, n * 12 + 4);
    rows.writeUInt32BE(at, n * 12 + 8);
  }
  return Buffer.concat([Buffer.from('MM\0*'), u32(8), u16(entries), rows, u32(0), value]);
}

const xmpSegment = (text: string) => segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${text}`));
/** What fits into one segment. */
const inSegment = (bytes: number) => Math.min(bytes, 65_000);

const jpegs = ({ jpeg, progressive }: Plain): Makers => {
  const behindSoi = (make: Crowd['make']) => (bytes: number) => insert(jpeg, 2, make(bytes));
  return {
    'a JPEG of empty segments': behindSoi((bytes) => fill([0xff, 0xef, 0, 2], bytes)),
    'a JPEG of empty comments': behindSoi((bytes) => fill([0xff, 0xfe, 0, 2], bytes)),
    'a JPEG of fill bytes': behindSoi((bytes) => fill([0xff], bytes)),
    'a JPEG of stuffed zeros before its picture': behindSoi((bytes) => fill([0xff, 0], bytes)),
    'a JPEG of restarts before its picture': behindSoi((bytes) => fill([0xff, 0xd0], bytes)),
    'a JPEG of tables': behindSoi((bytes) => fill(segment(0xdb, Buffer.alloc(65, 1)), bytes)),
    'a JPEG of empty tables': behindSoi((bytes) => fill([0xff, 0xc4, 0, 2], bytes)),
    'a JPEG of restart intervals': behindSoi((bytes) => fill([0xff, 0xdd, 0, 4, 0, 0], bytes)),
    'a JPEG of EXIF': behindSoi((bytes) => fill(exifOf(rights), bytes)),
    'a JPEG of a profile in pieces': behindSoi((bytes) =>
      parts(bytes, 255, (n) =>
        segment(
          0xe2,
          Buffer.concat([Buffer.from('ICC_PROFILE\0'), Buffer.from([n + 1, 255]), Buffer.alloc(65_000)]),
        ),
      ),
    ),
    'a JPEG of a profile in tiny pieces': behindSoi((bytes) =>
      fill(segment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x02x', 'latin1')), bytes),
    ),
    'a JPEG of a profile of 2^32 tags': behindSoi(() =>
      segment(
        0xe2,
        Buffer.concat([
          Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'),
          Buffer.alloc(128),
          u32(2 ** 32 - 1),
          Buffer.alloc(60_000),
        ]),
      ),
    ),
    'a JPEG of EXIF entries': behindSoi((bytes) =>
      exifOf(crowdedDirectory(Math.floor((inSegment(bytes) - 2000) / 12), Buffer.alloc(1000, 'x'))),
    ),
    'a JPEG of EXIF that points at itself': behindSoi(() =>
      exifOf(
        tiff('MM', [
          [
            { tag: 0x8769, to: 0 },
            { tag: 0x8825, to: 0 },
          ],
        ]),
      ),
    ),
    'a JPEG of XMP elements': behindSoi((bytes) =>
      xmpSegment(packet('<a/>'.repeat(inSegment(bytes - 500) / 4))),
    ),
    'a JPEG of XMP attributes': behindSoi((bytes) =>
      xmpSegment(
        packet(
          `${'<a:b xmlns:a="c">'.repeat(30)}<a${parts(inSegment(bytes) - 2000, 1e6, (n) => Buffer.from(` x${n}:y=""`))}/>`,
        ),
      ),
    ),
    'a JPEG of XMP in XMP': behindSoi((bytes) =>
      xmpSegment(packet('<a>'.repeat(inSegment(bytes - 500) / 3))),
    ),
    'a JPEG of IPTC': behindSoi((bytes) =>
      segment(0xed, photoshop(0x0404, fill([0x1c, 2, 80, 0, 1, 0x41], inSegment(bytes - 100)))),
    ),
    'a JPEG of resources of Photoshop': behindSoi((bytes) =>
      segment(
        0xed,
        Buffer.concat([
          Buffer.from('Photoshop 3.0\0'),
          fill(Buffer.from('8BIM\x01\0\0\0\0\0\0\0', 'latin1'), inSegment(bytes - 100)),
        ]),
      ),
    ),
    'a JPEG of extended XMP': behindSoi((bytes) =>
      fill(segment(0xe1, Buffer.from(`http://ns.adobe.com/xmp/extension/\0${'0'.repeat(40)}`)), bytes),
    ),
    'a JPEG of scans': (bytes) => {
      const end = progressive.length - 2;
      const last = progressive.lastIndexOf(Buffer.from([0xff, 0xda]));
      return insert(progressive, end, fill(progressive.subarray(last, end), bytes));
    },
    'a JPEG of stuffed zeros behind its picture': (bytes) =>
      insert(jpeg, jpeg.length - 2, fill([0xff, 0], bytes)),
    'a JPEG of pictures': (bytes) => fill(jpeg, bytes),
  };
};

const text = (content: Buffer) =>
  pngChunk('zTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0'), content]));
/** Sixteen KB that inflate to 16 MB. */
const bomb = deflateSync(Buffer.alloc(16_000_000));
const number = (length: number) => (n: number) => {
  const data = Buffer.alloc(length);
  data.writeUInt32BE(n, 0);
  return data;
};

const pngs = ({ png }: Plain): Makers => {
  /** Behind the signature and IHDR. */
  const inPng = (make: Crowd['make']) => (bytes: number) => insert(png, 33, make(bytes));
  const idat = png.subarray(png.indexOf('IDAT') + 4, png.indexOf('IEND') - 8);
  return {
    'a PNG of empty chunks': inPng((bytes) => fill(pngChunk('aaAa', Buffer.alloc(0)), bytes)),
    'a PNG of empty data': inPng((bytes) => fill(pngChunk('IDAT', Buffer.alloc(0)), bytes)),
    'a PNG of texts': inPng((bytes) => fill(pngChunk('tEXt', Buffer.from('Author\0Li')), bytes)),
    'a PNG of EXIF': inPng((bytes) => fill(pngChunk('eXIf', rights), bytes)),
    'a PNG of texts that inflate': inPng((bytes) => fill(text(bomb), bytes)),
    'a PNG of profiles that inflate': inPng((bytes) =>
      fill(pngChunk('iCCP', Buffer.concat([Buffer.from('x\0\0'), bomb])), bytes),
    ),
    'a PNG of one profile that inflates': inPng(() =>
      pngChunk('iCCP', Buffer.concat([Buffer.from('x\0\0'), deflateSync(Buffer.alloc(64_000_000))])),
    ),
    'a PNG of palettes': inPng((bytes) => fill(pngChunk('PLTE', Buffer.alloc(3)), bytes)),
    'a PNG of suggested palettes': inPng((bytes) =>
      parts(bytes, 1e6, (n) => pngChunk('sPLT', Buffer.from(`${n}\0\x08`))),
    ),
    'a PNG of a frame a pixel': (bytes) => {
      const frame = (n: number) =>
        Buffer.concat([
          pngChunk('fcTL', Buffer.concat([number(4)(2 * n + 1), u32(1), u32(1), Buffer.alloc(14)])),
          pngChunk('fdAT', Buffer.concat([number(4)(2 * n + 2), idat])),
        ]);
      const frames = parts(bytes, 1e6, frame);
      const count = Math.floor(frames.length / frame(0).length);
      const behind = insert(png, png.length - 12, frames);
      return insert(behind, 33, pngChunk('acTL', Buffer.concat([u32(Math.min(count, 9000)), u32(0)])));
    },
    'a PNG of empty data behind its picture': (bytes) =>
      insert(png, png.length - 12, fill(pngChunk('IDAT', Buffer.alloc(0)), bytes)),
    'a PNG of chunks behind its end': (bytes) =>
      Buffer.concat([png, fill(pngChunk('aaAa', Buffer.alloc(0)), bytes)]),
  };
};

const still = vp8x(0, width, height);
const frameOf = (body: Uint8Array) =>
  riffChunk('ANMF', [...u24(0), ...u24(0), ...u24(0), ...u24(0), ...u24(9), 0, ...body]);
const animation = riffChunk('ANIM', [0, 0, 0, 0, 0, 0]);

const webps = (plain: Plain): Makers => {
  const vp8 = plain.webp.subarray(12);
  const dot = plain.dot.subarray(12);
  return {
    'a WebP of empty chunks': (bytes) => webp(still, vp8, fill(riffChunk('junk', []), bytes)),
    'a WebP of empty chunks before its picture': (bytes) =>
      webp(still, fill(riffChunk('junk', []), bytes), vp8),
    'a WebP of EXIF': (bytes) => webp(vp8x(8, width, height), vp8, fill(riffChunk('EXIF', rights), bytes)),
    'a WebP of alpha': (bytes) => webp(vp8x(16, width, height), fill(riffChunk('ALPH', [0]), bytes), vp8),
    'a WebP of profiles': (bytes) => webp(vp8x(32, width, height), fill(riffChunk('ICCP', []), bytes), vp8),
    'a WebP of a frame a pixel': (bytes) =>
      webp(vp8x(2, width, height), animation, fill(frameOf(dot), bytes)),
    'a WebP of a frame of empty chunks': (bytes) =>
      webp(
        vp8x(2, width, height),
        animation,
        frameOf(Buffer.concat([fill(riffChunk('junk', []), bytes), dot])),
      ),
    'a WebP of pictures': (bytes) => webp(still, fill(vp8, bytes)),
    'a WebP of chunks behind its end': (bytes) =>
      Buffer.concat([plain.webp, fill(riffChunk('junk', []), bytes)]),
  };
};

const subBlocks = (bytes: number) => fill([1, 0], bytes);
const behind = (head: string, body: Buffer) =>
  Buffer.concat([Buffer.from(head, 'latin1'), body, Buffer.alloc(1)]);

const gifs = ({ gif }: Plain): Makers => {
  /** Behind header and colours. */
  const colours = 13 + 3 * 2 ** ((gif.readUInt8(10) & 7) + 1);
  const inGif = (make: Crowd['make']) => (bytes: number) => insert(gif, colours, make(bytes));
  return {
    'a GIF of empty extensions': inGif((bytes) => fill([0x21, 0xfe, 0], bytes)),
    'a GIF of a comment in bytes': inGif((bytes) => behind('\x21\xfe', subBlocks(bytes))),
    'a GIF of loops in bytes': inGif((bytes) => behind('\x21\xff\x0bNETSCAPE2.0', subBlocks(bytes))),
    'a GIF of XMP': inGif((bytes) => fill(Buffer.from('\x21\xff\x0bXMP DataXMP\0', 'latin1'), bytes)),
    'a GIF of delays': inGif((bytes) => fill([0x21, 0xf9, 4, 0, 0, 0, 0, 0], bytes)),
    'a GIF of a frame a pixel': inGif((bytes) =>
      fill(Buffer.from('\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0', 'latin1'), bytes),
    ),
    'a GIF of frames without data': inGif((bytes) =>
      fill(Buffer.from('\x2c\0\0\0\0\x01\0\x01\0\0\x02\0', 'latin1'), bytes),
    ),
    'a GIF of data in bytes': (bytes) => insert(gif, gif.length - 2, subBlocks(bytes)),
    'a GIF of blocks behind its end': (bytes) => Buffer.concat([gif, fill([0x21, 0xfe, 0], bytes)]),
  };
};

const nested = (bytes: number) => {
  let inner: Buffer = Buffer.alloc(0);
  for (let depth = Math.min(5000, Math.floor(bytes / 8)); depth > 0; depth--) inner = box('iprp', inner);
  return inner;
};

/** @param what `an AVIF` */
const heifs = (what: string, plain: Buffer): Makers => {
  /** The file with more before its picture's data, whose place is said anew. */
  const beforeData = (at: number, more: Buffer): Buffer => {
    const grown = insert(plain, at, more);
    // Behind version, sizes, one item's number, reference, base and count of extents.
    const extent = grown.indexOf('iloc') + 22;
    grown.writeUInt32BE(grown.readUInt32BE(extent) + more.length, extent);
    return grown;
  };
  /** Behind all that `meta` has. */
  const inMeta = (more: Buffer): Buffer => {
    const meta = plain.indexOf('meta') - 4;
    const length = plain.readUInt32BE(meta);
    const grown = beforeData(meta + length, more);
    grown.writeUInt32BE(length + more.length, meta);
    return grown;
  };
  return {
    [`${what} of empty boxes`]: (bytes) => beforeData(plain.readUInt32BE(0), fill(box('skip'), bytes)),
    [`${what} of empty boxes behind its picture`]: (bytes) =>
      Buffer.concat([plain, fill(box('skip'), bytes)]),
    [`${what} of empty boxes in its description`]: (bytes) => inMeta(fill(box('skip'), bytes)),
    [`${what} of boxes in boxes`]: (bytes) => inMeta(nested(bytes)),
    [`${what} of items`]: (bytes) =>
      inMeta(
        box(
          'iinf',
          Buffer.alloc(4),
          u16(0xffff),
          fill(box('infe', Buffer.from('\x02\0\0\0\0\x01\0\0mime\0', 'latin1')), bytes),
        ),
      ),
    [`${what} of properties`]: (bytes) =>
      inMeta(box('iprp', box('ipco', fill(box('irot', Buffer.alloc(1)), bytes)))),
    [`${what} of references`]: (bytes) =>
      inMeta(box('iref', Buffer.alloc(4), fill(box('cdsc', u16(1), u16(1), u16(1)), bytes))),
  };
};

const jxlHead = Buffer.concat([
  box('JXL ', Buffer.from('\r\n\x87\n', 'latin1')),
  box('ftyp', Buffer.from('jxl \0\0\0\0jxl ')),
]);

const jxls = (plain: Plain): Makers => ({
  'a JPEG XL of empty boxes': (bytes) => {
    return Buffer.concat([jxlHead, fill(box('skip'), bytes), box('jxlc', plain.jxl)]);
  },
  'a JPEG XL of EXIF': (bytes) => {
    return Buffer.concat([jxlHead, fill(box('Exif', u32(0), rights), bytes), box('jxlc', plain.jxl)]);
  },
  'a JPEG XL of pieces': (bytes) => {
    const pieces = parts(bytes, 1e6, (n) => box('jxlp', u32(n)));
    const count = pieces.length / 12;
    return Buffer.concat([jxlHead, pieces, box('jxlp', u32(0x80000000 + count), plain.jxl)]);
  },
});

/** The tags of a grey picture of one pixel a strip. */
function stripedTiff(strips: number): Buffer {
  const short = (tag: number, value: number) => Buffer.concat([u16(tag), u16(3), u32(1), u16(value), u16(0)]);
  const long = (tag: number, count: number, value: number) =>
    Buffer.concat([u16(tag), u16(4), u32(count), u32(value)]);
  const rows = 9;
  const at = 8 + 2 + rows * 12 + 4;
  const directory = Buffer.concat([
    u16(rows),
    short(256, 1),
    long(257, 1, strips),
    short(258, 8),
    short(259, 1),
    short(262, 1),
    long(273, strips, at),
    short(277, 1),
    short(278, 1),
    long(279, strips, at + 4 * strips),
    u32(0),
  ]);
  return Buffer.concat([
    Buffer.from('MM\0*'),
    u32(8),
    directory,
    fill(u32(8), 4 * strips),
    fill(u32(1), 4 * strips),
  ]);
}

/** Directories one behind the other, each the start of the next; the last is the picture's. */
function chained(file: Buffer, bytes: number, isLoop: boolean): Buffer {
  const first = file.readUInt32LE(4);
  const entries = file.readUInt16LE(first);
  const own = file.subarray(first, first + 2 + entries * 12);
  const count = Math.max(1, Math.floor(bytes / (own.length + 4)));
  const copies = Buffer.alloc(count * (own.length + 4));
  for (let n = 0; n < count; n++) {
    const at = n * (own.length + 4);
    own.copy(copies, at);
    const next = n + 1 < count ? file.length + at + own.length + 4 : isLoop ? first : 0;
    copies.writeUInt32LE(next, at + own.length);
  }
  const chain = Buffer.concat([file, copies]);
  chain.writeUInt32LE(file.length, first + 2 + entries * 12);
  return chain;
}

const tiffs = (plain: Plain): Makers => ({
  'a TIFF of entries': (bytes) =>
    crowdedDirectory(Math.min(65_535, Math.floor(bytes / 12)), Buffer.alloc(1000, 'x')),
  'a TIFF of directories': (bytes) => chained(plain.tiff, bytes, false),
  'a TIFF of directories in a circle': (bytes) => chained(plain.tiff, bytes, true),
  'a TIFF of strips': (bytes) => stripedTiff(Math.floor(bytes / 8)),
  'a TIFF of IPTC': (bytes) =>
    insertTag(plain.tiff, 0x83bb, 7, fill([0x1c, 2, 80, 0, 1, 0x41], Math.min(bytes, 250_000))),
  'a TIFF of XMP': (bytes) =>
    insertTag(
      plain.tiff,
      0x02bc,
      1,
      Buffer.from(packet(`<a${parts(Math.min(bytes, 250_000), 1e6, (n) => Buffer.from(` x${n}:y=""`))}/>`)),
    ),
});

/** The plain TIFF with one more tag in its first directory, which moves to the end. */
function insertTag(file: Buffer, tag: number, type: number, value: Buffer): Buffer {
  const first = file.readUInt32LE(4);
  const entries = file.readUInt16LE(first);
  const rows = Array.from({ length: entries }, (_, n) =>
    file.subarray(first + 2 + n * 12, first + 14 + n * 12),
  );
  const row = Buffer.alloc(12);
  row.writeUInt16LE(tag, 0);
  row.writeUInt16LE(type, 2);
  row.writeUInt32LE(value.length, 4);
  row.writeUInt32LE(file.length, 8);
  const sorted = [...rows, row].sort((a, b) => a.readUInt16LE(0) - b.readUInt16LE(0));
  const count = Buffer.alloc(2);
  count.writeUInt16LE(entries + 1, 0);
  const padded = Buffer.concat([value, Buffer.alloc(value.length % 2)]);
  const moved = Buffer.concat([file, padded, count, ...sorted, Buffer.alloc(4)]);
  moved.writeUInt32LE(file.length + padded.length, 4);
  return moved;
}

const makers: Readonly<Record<SourceFormat, (plain: Plain) => Makers>> = {
  jpeg: jpegs,
  png: pngs,
  webp: webps,
  gif: gifs,
  avif: ({ avif }) => heifs('an AVIF', avif),
  heic: ({ heic }) => heifs('a HEIC', heic),
  jxl: jxls,
  tiff: tiffs,
};

export async function makeCrowds(): Promise<readonly Crowd[]> {
  const plain = await drawPlain();
  return (Object.keys(makers) as SourceFormat[]).flatMap((format) =>
    Object.entries(makers[format](plain)).map(([name, make]) => ({ name, format, make })),
  );
}
