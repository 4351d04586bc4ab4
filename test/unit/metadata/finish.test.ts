// Which thumbnails are the photo itself, encoded once more, so that its own picture may take their place.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Encoded, RenderSpec, SourceInfo } from '../../../src/function/engine/engine.ts';
import type { OutputFormat } from '../../../src/function/format/format.ts';
import { finish } from '../../../src/function/metadata/finish.ts';
import { readMetadata } from '../../../src/function/metadata/metadata.ts';
import { exif, frame, jpeg, png, riffChunk, segment, vp8x, webp } from '../../support/header-parts.ts';
import { ordinaryPhoto } from '../../support/photo.ts';
import { pngChunk } from '../../support/png.ts';

const blank = sharp({ create: { width: 40, height: 30, channels: 4, background: '#10203080' } });
const photo = await blank
  .png({ palette: true })
  .withExif({ IFD0: { Artist: 'Li Wei' } })
  .toBuffer();
const info: SourceInfo = { ...ordinaryPhoto, format: 'png', width: 40, height: 30, hasAlpha: true };
const size = { resizedWidth: 40, resizedHeight: 30, width: 40, height: 30 };
const spec: RenderSpec = { fit: 'cover', gravity: 'centre', format: 'png', quality: undefined, ...size };
const encoded: Encoded = {
  width: 40,
  height: 30,
  quality: 70,
  sourceDecodesStrictly: true,
  bytes: new Uint8Array(photo.length),
};
const metadata = readMetadata(photo, 'png', 'strip');
const greyJpeg = await sharp(photo).flatten().greyscale().jpeg().toBuffer();
const white = { red: 255, green: 255, blue: 255, alpha: 1 };
const watermark = { etag: '"a"', gravity: 'southeast', scale: 0.2, opacity: 1, tile: false } as const;

interface Changes {
  readonly spec?: Partial<RenderSpec>;
  readonly info?: Partial<SourceInfo>;
  readonly encoded?: Partial<Encoded>;
}

function finishWith(changes: Changes, bytes: Uint8Array = photo) {
  const made = { ...encoded, ...changes.encoded };
  return finish(made, { ...spec, ...changes.spec }, { bytes, info: { ...info, ...changes.info }, metadata });
}

test('the source is kept, without what a quality or a crop would say of it', () => {
  const { bytes, ...rest } = finishWith({});
  expect(rest).toEqual({ width: 40, height: 30, kept: 'source' });
  expect(bytes.length).toBeLessThan(photo.length);
});

test.each<[string, Changes]>([
  ['a part of it was trimmed away', { spec: { region: { left: 0, top: 0, width: 40, height: 29 } } }],
  ['it was cropped out of something larger', { spec: { resizedWidth: 41 } }],
  ['it is put on a background', { spec: { background: white } }],
  ['it carries a watermark', { spec: { watermark } }],
  ['it is of another format', { info: { format: 'gif' } }],
  ['the source has 16 bits', { info: { bitDepth: 16 } }],
  ['the source is for printers', { info: { colour: 'cmyk' } }],
  ['the source moves', { info: { pages: 2 } }],
  ['it is smaller', { encoded: { width: 39 }, spec: { width: 39, resizedWidth: 39 } }],
  ['the source is damaged', { encoded: { sourceDecodesStrictly: false } }],
  ['it is not known whether the source is', { encoded: { sourceDecodesStrictly: undefined } }],
  ['it has fewer bytes', { encoded: { bytes: new Uint8Array(10) } }],
])('what was encoded is stored where %s', (_, changes) => {
  const { kept, ...stored } = finishWith(changes);
  expect(kept).toBeUndefined();
  expect(stored).toMatchObject({ bytes: changes.encoded?.bytes ?? encoded.bytes, quality: 70 });
});

test('a background behind an opaque photo is not seen', () => {
  expect(finishWith({ spec: { background: white }, info: { hasAlpha: false } }).kept).toBe('source');
});

/** Any picture of this format has fewer bytes. */
const long = { bytes: new Uint8Array(10_000) };
const kind = (format: OutputFormat): Changes => ({ spec: { format }, info: { format } });

const end = pngChunk('IEND', Buffer.alloc(0));
const whole = (...chunks: Buffer[]) => Buffer.concat([png({}, ...chunks), end]);
const gamma = (value: number) =>
  pngChunk('gAMA', Buffer.from([0, value >> 16, (value >> 8) & 255, value & 255]));
const vp8 = riffChunk('VP8L', Buffer.alloc(12, 1));
/** Its last byte would be taken for what fills up to an even length. */
const shortened = Buffer.from(webp(vp8));
shortened.writeUInt32LE(11, 16);
const gif = (...blocks: string[]) => Buffer.from(`GIF89a\x01\0\x01\0\0\0\0${blocks.join('')}\x3b`, 'latin1');
const image = '\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0';

test.each<[string, OutputFormat, Uint8Array, boolean]>([
  ['a plain PNG', 'png', whole(), true],
  ['a PNG of the usual gamma', 'png', whole(gamma(45_455)), true],
  ['a PNG of another gamma', 'png', whole(gamma(100_000)), false],
  ['a PNG with colours of its own', 'png', whole(pngChunk('cHRM', Buffer.alloc(32))), false],
  ['an HDR PNG', 'png', whole(pngChunk('cICP', Buffer.from([9, 16, 0, 1]))), false],
  ['a PNG with a profile that is none', 'png', whole(pngChunk('iCCP', Buffer.from('x\0\0x'))), false],
  ['a PNG with an unknown critical chunk', 'png', whole(pngChunk('QQQQ', Buffer.alloc(1))), false],
  ['a PNG turned by EXIF', 'png', whole(pngChunk('eXIf', exif(6))), false],
  ['a PNG without an end', 'png', png(), false],
  ['a plain WebP', 'webp', webp(vp8), true],
  ['a WebP with a wrong length of its picture', 'webp', shortened, false],
  ['a WebP turned by EXIF', 'webp', webp(vp8x(8, 40, 30), vp8, riffChunk('EXIF', exif(3))), false],
  [
    'a WebP in a space of its own',
    'webp',
    webp(vp8x(32, 40, 30), riffChunk('ICCP', Buffer.alloc(9)), vp8),
    false,
  ],
  ['a plain GIF', 'gif', gif(image), true],
  ['a GIF with text over it', 'gif', gif(image, '\x21\x01\x01x\0'), false],
  ['a GIF without an end', 'gif', gif(image).subarray(0, -1), false],
  ['a plain JPEG', 'jpeg', jpeg(frame()), true],
  ['a grey JPEG', 'jpeg', greyJpeg, true],
  ['a grey JPEG with a scan of colours', 'jpeg', jpeg(frame({ components: 1 })), false],
  ['a JPEG of 12 bits', 'jpeg', jpeg(frame({ precision: 12 })), false],
  ['a JPEG of four inks', 'jpeg', jpeg(frame({ components: 4 })), false],
  ['a JPEG without an end', 'jpeg', jpeg(frame()).subarray(0, -2), false],
  [
    'a JPEG with a part of a profile',
    'jpeg',
    jpeg(segment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x02')), frame()),
    false,
  ],
])('%s', (_, format, bytes, isKept) => {
  const { kept } = finishWith({ ...kind(format), encoded: long }, bytes);
  expect(kept === 'source').toBe(isKept);
});

test('of a JPEG stays what its colours need, and no preview', () => {
  const jfif = Buffer.concat([
    Buffer.from('JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01', 'latin1'),
    Buffer.from('sec'),
  ]);
  const adobe = segment(0xee, Buffer.from('Adobe\0\x64\0\0\0\0\0', 'latin1'));
  const others = [0xe0, 0xe2, 0xef, 0xfe].map((marker) => segment(marker, Buffer.from('JFXX\0secret')));
  const bytes = jpeg(segment(0xe0, jfif), ...others, adobe, frame());
  const changes: Changes = { ...kind('jpeg'), encoded: long };
  const left = Buffer.from(finishWith(changes, bytes).bytes);
  expect(left).toEqual(
    jpeg(segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')), adobe, frame()),
  );
});

test('the header of a WebP announces no metadata that is gone', () => {
  const upright = riffChunk('EXIF', exif(1));
  const bytes = webp(vp8x(0x1c, 40, 30), vp8, upright, riffChunk('XMP ', Buffer.from('<secret/>')));
  const changes: Changes = { ...kind('webp'), encoded: long };
  expect(Buffer.from(finishWith(changes, bytes).bytes)).toEqual(webp(vp8x(0x10, 40, 30), vp8));
});
