// A photo that is stored in place of its thumbnail brings nothing along: a text is planted in every place that a format leaves
// for one, and does not come out, whether the photo's own picture is stored or another one. The pixels stay what they are.

import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { OutputFormat } from '../../src/function/format/format.ts';
import { storeThumbnails } from '../support/decorated.ts';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { riffChunk, segment } from '../support/header-parts.ts';
import { pngChunk } from '../support/png.ts';

const engine = await sharedEngine();
const planted = 'PlantedText';
const text = Buffer.from(planted);
const [width, height] = [120, 90];
const picture = await drawGeometry(width, height);
const hues = [0, 120, 240].map((hue) => sharp(picture).modulate({ hue }).png().toBuffer());
const frames = await Promise.all(hues);
const translucent = await sharp(picture).ensureAlpha(0.5).png().toBuffer();

/** Poor, so that encoding it anew makes it longer. */
const photos = {
  'a JPEG': await sharp(picture).jpeg({ quality: 10 }).toBuffer(),
  'a JPEG of codes that fit any picture': await sharp(picture)
    .jpeg({ quality: 10, optimiseCoding: false })
    .toBuffer(),
  'a progressive JPEG': await sharp(picture).jpeg({ quality: 10, progressive: true }).toBuffer(),
  'a JPEG of full colours': await sharp(picture).jpeg({ quality: 10, chromaSubsampling: '4:4:4' }).toBuffer(),
  'a grey JPEG': await sharp(picture).greyscale().jpeg({ quality: 10 }).toBuffer(),
  'a JPEG by mozjpeg': await sharp(picture).jpeg({ quality: 10, mozjpeg: true }).toBuffer(),
  'a PNG': await sharp(picture).png({ compressionLevel: 9, palette: true, colours: 4 }).toBuffer(),
  'a WebP': await sharp(picture).webp({ quality: 1 }).toBuffer(),
  'a translucent WebP': await sharp(translucent).webp({ quality: 1 }).toBuffer(),
  'a lossless WebP': await sharp(picture).webp({ lossless: true }).toBuffer(),
  'an animated WebP': await sharp(frames, { join: { animated: true } })
    .webp({ quality: 1 })
    .toBuffer(),
  'a GIF': await sharp(picture).gif({ colours: 4 }).toBuffer(),
  'an animated GIF': await sharp(frames, { join: { animated: true } })
    .gif({ colours: 4 })
    .toBuffer(),
} as const;
type Name = keyof typeof photos;

const formatOf = (name: string): OutputFormat =>
  (/JPEG|PNG|WebP|GIF/.exec(name)?.[0] ?? '').toLowerCase() as OutputFormat;
const isAnimated = (name: string) => name.includes('animated');

const insert = (file: Buffer, at: number, more: Uint8Array) =>
  Buffer.concat([file.subarray(0, at), more, file.subarray(at)]);

/** Makes the segment that begins at `at` longer, by the text. */
function lengthen(file: Buffer, at: number): Buffer {
  const length = file.readUInt16BE(at + 2);
  const longer = insert(file, at + 2 + length, text);
  longer.writeUInt16BE(length + text.length, at + 2);
  return longer;
}
/** Where the first segment of this marker begins. */
const segmentAt = (file: Buffer, marker: number) => file.indexOf(Buffer.from([0xff, marker]));
const scan = (file: Buffer) => segmentAt(file, 0xda);
/** Where the first segment of a table of codes for coefficients begins: of libjpeg's, each has one table. */
function firstAcTable(file: Buffer): number {
  let at = segmentAt(file, 0xc4);
  while (file[at + 4] !== 0x10) at = file.indexOf(Buffer.from([0xff, 0xc4]), at + 1);
  return at;
}
const padded = (length: number) => Buffer.concat([text, Buffer.alloc(length - text.length, 0x7a)]);

type Plant = (file: Buffer) => Buffer;
const endOfFirstScan = (file: Buffer) => {
  let at = scan(file) + 2 + file.readUInt16BE(scan(file) + 2);
  while (!(file[at] === 0xff && file[at + 1] !== 0)) at += 1;
  return at;
};
/** The first place where a text would be read as the end of the data of a scan. */
const behindFirstScan: Plant = (file) => insert(file, endOfFirstScan(file), text);
/** Behind the last scan, one of these components and tables. */
const withLastScan = (file: Buffer, parts: readonly number[]) => {
  const header = Buffer.from([parts.length / 2, ...parts, 0, 63, 0]);
  return insert(file, file.length - 2, Buffer.concat([segment(0xda, header), text]));
};
/** In place of the first table, which follows behind the frame. */
const beforeFrame: Plant = (file) => {
  const at = segmentAt(file, 0xdb);
  const end = at + 2 + file.readUInt16BE(at + 2);
  const other = Buffer.from(file);
  other.set(text, at + 5);
  return insert(other, scan(other), file.subarray(at, end));
};

const inJpeg: Readonly<Record<string, Plant>> = {
  'a comment': (file) => insert(file, 2, segment(0xfe, text)),
  'application data': (file) => insert(file, 2, segment(0xe7, text)),
  'application data that begins like that of Adobe': (file) =>
    insert(file, 2, segment(0xee, Buffer.concat([Buffer.from('Adobe\0\x64\0\0\0\0\x01'), text]))),
  'the flags of Adobe': (file) =>
    insert(
      file,
      2,
      segment(0xee, Buffer.concat([Buffer.from('Adobe'), text.subarray(0, 6), Buffer.from([1])])),
    ),
  'the preview of JFIF': (file) =>
    insert(
      file,
      2,
      segment(0xe0, Buffer.concat([Buffer.from('JFIF\0\x01\x02\0\0\x01\0\x01\x01\x04'), padded(12)])),
    ),
  'a second JFIF': (file) =>
    insert(file, scan(file), segment(0xe0, Buffer.concat([Buffer.from('JFIF\0'), text]))),
  'a restart interval that is too long': (file) =>
    insert(file, scan(file), segment(0xdd, Buffer.concat([Buffer.alloc(2), text]))),
  'a frame header that is too long': (file) =>
    lengthen(file, file.indexOf(Buffer.from([0xff, file.includes(Buffer.from([0xff, 0xc2])) ? 0xc2 : 0xc0]))),
  'a scan header that is too long': (file) => lengthen(file, scan(file)),
  'a table of quantities that is too long': (file) => lengthen(file, segmentAt(file, 0xdb)),
  'a table of codes that is too long': (file) => lengthen(file, segmentAt(file, 0xc4)),
  'a table of quantities that is not used': (file) =>
    insert(file, scan(file), segment(0xdb, Buffer.concat([Buffer.from([3]), padded(64)]))),
  'a table of codes that is not used': (file) =>
    insert(
      file,
      scan(file),
      segment(0xc4, Buffer.concat([Buffer.from([0x13, 0, 0, 0, 11]), Buffer.alloc(12), text])),
    ),
  'a table of quantities that another replaces': (file) =>
    insert(file, segmentAt(file, 0xdb), segment(0xdb, Buffer.concat([Buffer.from([0]), padded(64)]))),
  'a table of quantities before the frame, that another replaces behind it': beforeFrame,
  'a table of quantities between two scans': (file) =>
    insert(file, endOfFirstScan(file), segment(0xdb, Buffer.concat([Buffer.from([0]), padded(64)]))),
  'the symbols of codes that no data uses': (file) => {
    const at = firstAcTable(file);
    const symbols = file.readUInt16BE(at + 2) - 19;
    // The longest codes of a table for any picture are not used in this one; another table has room behind its codes.
    if (symbols < 162)
      return lengthen(file, at).fill(file.readUInt8(at + 20) + text.length, at + 20, at + 21);
    return Buffer.from(file).fill(text, at + 21 + symbols - text.length, at + 21 + symbols);
  },
  'a segment of the number of lines': (file) => {
    const lines = Buffer.concat([Buffer.from([0, height]), text]);
    return insert(file, file.length - 2, segment(0xdc, lines));
  },
  'data behind the last block': (file) => insert(file, file.length - 2, text),
  'data behind the first scan': behindFirstScan,
  'the data of a scan of no component': (file) => withLastScan(file, []),
  'the data of a scan of a component that there is not': (file) => withLastScan(file, [0x58, 0x00]),
  'restarts behind the last block': (file) =>
    insert(file, file.length - 2, Buffer.concat([Buffer.from([0xff, 0xd0]), text])),
  'what follows its end': (file) => Buffer.concat([file, text]),
  'a profile in sRGB, among its tags': (file) => insert(file, 2, withProfile(file, text)),
};

/** A profile that calls itself sRGB, with a tag of its own. */
function withProfile(_: Buffer, more: Buffer): Buffer {
  const name = Buffer.concat([Buffer.from('desc\0\0\0\0\0\0\0\x05sRGB\0')]);
  const u32 = (value: number) => Buffer.from([0, 0, value >> 8, value & 255]);
  const tag = (signature: string, at: number, length: number) =>
    Buffer.concat([Buffer.from(signature), u32(at), u32(length)]);
  const table = Buffer.concat([
    u32(2),
    tag('desc', 156, name.length),
    tag('PRIV', 156 + name.length, more.length),
  ]);
  const profile = Buffer.concat([Buffer.alloc(128), table, name, more]);
  profile.write('RGB ', 16);
  return segment(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01'), profile]));
}

const chunkAt = (file: Buffer, type: string) => file.indexOf(type) - 4;
/** Replaces the data of the only chunk of a type. */
function replaceChunk(file: Buffer, type: string, change: (data: Buffer) => Buffer): Buffer {
  const at = chunkAt(file, type);
  const end = at + 8 + file.readUInt32BE(at);
  const chunk = pngChunk(type, change(file.subarray(at + 8, end)));
  return Buffer.concat([file.subarray(0, at), chunk, file.subarray(end + 4)]);
}
const behindHeader = (chunk: Buffer) => (file: Buffer) => insert(file, 33, chunk);

const inPng: Readonly<Record<string, Plant>> = {
  'a text': behindHeader(pngChunk('tEXt', Buffer.concat([Buffer.from('Comment\0'), text]))),
  'a private chunk': behindHeader(pngChunk('prIv', text)),
  'a gamma that is too long': behindHeader(
    pngChunk('gAMA', Buffer.concat([Buffer.from([0, 0, 0xb1, 0x8f]), text])),
  ),
  'the time, which is too long': behindHeader(pngChunk('tIME', text)),
  'the name of a profile': behindHeader(
    pngChunk('iCCP', Buffer.concat([text, Buffer.from('\0\0'), deflateSync(text)])),
  ),
  'the header, which is too long': (file) =>
    replaceChunk(file, 'IHDR', (data) => Buffer.concat([data, text])),
  'the end, which is too long': (file) => replaceChunk(file, 'IEND', () => text),
  'what follows its end': (file) => Buffer.concat([file, text]),
  'data behind the compressed data': (file) =>
    replaceChunk(file, 'IDAT', (data) => Buffer.concat([data, text])),
  'a chunk behind the compressed data': (file) => insert(file, chunkAt(file, 'IEND'), pngChunk('IDAT', text)),
  'rows behind the last one': (file) =>
    replaceChunk(file, 'IDAT', (data) => deflateSync(Buffer.concat([inflateSync(data), text]), { level: 0 })),
  'colours that no pixel has': (file) =>
    replaceChunk(file, 'PLTE', (data) => Buffer.concat([data, padded(24)])),
  'colours that no pixel can have': (file) =>
    replaceChunk(file, 'PLTE', (data) => Buffer.concat([data, padded(768 - 3 * 16)])),
  'transparency that is too long': (file) =>
    insert(file, chunkAt(file, 'IDAT'), pngChunk('tRNS', Buffer.concat([Buffer.alloc(4, 255), padded(280)]))),
};

function replaceRiff(file: Buffer, change: (body: Buffer) => Buffer): Buffer {
  return riffChunk('RIFF', change(file.subarray(8)));
}
/** Replaces the data of the first chunk of a type, at any depth that is as deep as the file is. */
function replaceRiffChunk(file: Buffer, name: string, change: (data: Buffer) => Buffer): Buffer {
  return replaceRiff(file, (body) => {
    const at = body.indexOf(name);
    const length = body.readUInt32LE(at + 4);
    const end = at + 8 + length;
    const chunk = riffChunk(name, change(body.subarray(at + 8, end)));
    return Buffer.concat([body.subarray(0, at), chunk, body.subarray(end + (length % 2))]);
  });
}
const compressedAlpha = riffChunk('ALPH', Buffer.concat([Buffer.from([1]), text]));
const pictureOf = (file: Buffer) => (file.includes('VP8L') ? 'VP8L' : 'VP8 ');
/** sharp's stills have no VP8X. */
function extended(file: Buffer): Buffer {
  if (file.includes('VP8X')) return file;
  const sides = [width - 1, 0, 0, height - 1, 0, 0];
  return replaceRiff(file, (body) => insert(body, 4, riffChunk('VP8X', [0, 0, 0, 0, ...sides])));
}

const inWebp: Readonly<Record<string, Plant>> = {
  'a chunk of no known kind': (file) =>
    replaceRiff(extended(file), (body) => Buffer.concat([body, riffChunk('text', text)])),
  'an extended header that is too long': (file) =>
    replaceRiffChunk(extended(file), 'VP8X', (data) => Buffer.concat([data, text])),
  'what follows its end': (file) => Buffer.concat([file, text]),
  'a second picture': (file) =>
    replaceRiff(extended(file), (body) => Buffer.concat([body, riffChunk('VP8 ', text)])),
};
const inStillWebp: Readonly<Record<string, Plant>> = {
  'data behind the picture': (file) =>
    replaceRiffChunk(file, pictureOf(file), (data) => Buffer.concat([data, text])),
  'the end of the first partition': (file) =>
    pictureOf(file) === 'VP8L'
      ? file
      : replaceRiffChunk(file, 'VP8 ', (data) => {
          const tag = data.readUIntLE(0, 3);
          const longer = insert(data, 10 + (tag >> 5), text);
          longer.writeUIntLE(tag + text.length * 32, 0, 3);
          return longer;
        }),
  'alpha that the header does not announce': (file) =>
    file.includes('ALPH') || pictureOf(file) === 'VP8L'
      ? file
      : replaceRiff(extended(file), (body) => insert(body, body.indexOf('VP8 '), compressedAlpha)),
  'data behind the alpha': (file) =>
    file.includes('ALPH') ? replaceRiffChunk(file, 'ALPH', (data) => Buffer.concat([data, text])) : file,
};
const inAnimatedWebp: Readonly<Record<string, Plant>> = {
  'the loops, which are too long': (file) =>
    replaceRiffChunk(file, 'ANIM', (data) => Buffer.concat([data, text])),
  'alpha of a frame that the header does not announce': (file) => {
    const hasNone = !file.includes('ALPH') && file.includes('VP8 ');
    return hasNone ? replaceRiffChunk(file, 'ANMF', (data) => insert(data, 16, compressedAlpha)) : file;
  },
  'a chunk in a frame': (file) =>
    replaceRiffChunk(file, 'ANMF', (data) => Buffer.concat([data, riffChunk('text', text)])),
  'data behind the picture of a frame': (file) =>
    replaceRiffChunk(file, 'ANMF', (data) => {
      const at = data.indexOf('VP8');
      const longer = Buffer.concat([data.subarray(at + 8, at + 8 + data.readUInt32LE(at + 4)), text]);
      return Buffer.concat([data.subarray(0, at), riffChunk(data.toString('latin1', at, at + 4), longer)]);
    }),
};

const gifColours = (file: Buffer) => 13 + 3 * 2 ** ((file.readUInt8(10) & 7) + 1);
const subBlock = Buffer.concat([Buffer.from([text.length]), text]);
const controlAt = (file: Buffer) => file.indexOf(Buffer.from([0x21, 0xf9, 4]));

const inGif: Readonly<Record<string, Plant>> = {
  'a comment': (file) =>
    insert(file, gifColours(file), Buffer.concat([Buffer.from([0x21, 0xfe]), subBlock, Buffer.alloc(1)])),
  "an application's data": (file) =>
    insert(
      file,
      gifColours(file),
      Buffer.concat([Buffer.from('!\xff\x0bPLANTEDTEXT', 'latin1'), subBlock, Buffer.alloc(1)]),
    ),
  'the loops, which are too long': (file) =>
    insert(
      file,
      gifColours(file),
      Buffer.concat([Buffer.from('!\xff\x0bNETSCAPE2.0\x03\x01\0\0', 'latin1'), subBlock, Buffer.alloc(1)]),
    ),
  'another control of the next picture': (file) =>
    insert(file, gifColours(file), Buffer.from('!\xf9\x04Plan\0!\xf9\x04tedT\0!\xf9\x04ext.\0', 'latin1')),
  'a control that is too long': (file) =>
    controlAt(file) < 0
      ? insert(
          file,
          gifColours(file),
          Buffer.concat([Buffer.from([0x21, 0xf9, 4, 0, 0, 0, 0]), subBlock, Buffer.alloc(1)]),
        )
      : insert(file, controlAt(file) + 7, subBlock),
  'data behind the last pixel': (file) => insert(file, file.length - 2, subBlock),
  'colours that no pixel has': (file) => {
    const longer = insert(file, gifColours(file), padded(3 * 2 ** ((file.readUInt8(10) & 7) + 1)));
    longer.writeUInt8(file.readUInt8(10) + 1, 10);
    return longer;
  },
  'what follows its end': (file) => Buffer.concat([file, text]),
};

const plants = (name: string): Readonly<Record<string, Plant>> => {
  if (name.includes('JPEG')) return inJpeg;
  if (name.includes('PNG')) return inPng;
  if (name.includes('GIF')) return inGif;
  return { ...inWebp, ...(isAnimated(name) ? inAnimatedWebp : inStillWebp) };
};

async function store(name: string, photo: Buffer, metadata: 'strip' | 'copyright') {
  const format = formatOf(name);
  const quality = format === 'jpeg' || format === 'webp' ? ',q100' : '';
  const env = {
    THUMB_PRESETS: `200x200,${format}${quality}${isAnimated(name) ? ',pages=all' : ''}`,
    THUMB_METADATA: metadata,
  };
  const all = await storeThumbnails(engine, photo, env);
  const stored = all.get('');
  if (!stored) throw new Error('nothing was stored');
  return stored;
}

const pixelsOf = (file: Uint8Array) => sharp(file, { animated: true }).raw().toBuffer();

describe.each(Object.keys(photos) as Name[])('%s', (name) => {
  const photo = photos[name];

  test('without anything planted is stored itself', async () => {
    const { bytes, outcome } = await store(name, photo, 'strip');
    expect(outcome.kept).toBe('source');
    expect(await pixelsOf(bytes)).toEqual(await pixelsOf(photo));
  });

  test.each(Object.keys(plants(name)))('loses a text in %s', async (place) => {
    const changed = plants(name)[place]?.(photo) ?? photo;
    for (const metadata of ['strip', 'copyright'] as const) {
      let stored: Awaited<ReturnType<typeof store>>;
      try {
        stored = await store(name, changed, metadata);
      } catch (error) {
        // A decoder may find that it is no photo any more.
        expect(error).toMatchObject({ code: 'source-corrupt' });
        return;
      }
      const { bytes, outcome } = stored;
      expect([bytes.includes(planted.slice(0, 4)), outcome.kept]).toEqual([false, outcome.kept]);
      if (outcome.kept) expect(await pixelsOf(bytes)).toEqual(await pixelsOf(photo));
    }
  });
});

/** Where a part has its length, and how long and in which order that is. */
function lengthsOf(name: string, file: Buffer): (readonly [at: number, change: (by: number) => Buffer])[] {
  const pattern = name.includes('WebP')
    ? /(?<=VP8X|ANIM|ANMF|ALPH|VP8 |VP8L)/g
    : name.includes('PNG')
      ? /(?=....(?:IHDR|PLTE|IDAT|IEND))/gs
      : /(?<=\xff[\xc0\xc2\xc4\xda\xdb\xe0])/g;
  return [...file.toString('latin1').matchAll(pattern)].map(({ index }) => [
    index,
    (by) => {
      const changed = Buffer.from(file);
      if (name.includes('WebP')) changed.writeUInt32LE((file.readUInt32LE(index) + by) >>> 0, index);
      else if (name.includes('PNG')) changed.writeUInt32BE((file.readUInt32BE(index) + by) >>> 0, index);
      else changed.writeUInt16BE(file.readUInt16BE(index) + by, index);
      return changed;
    },
  ]);
}

test.each((Object.keys(photos) as Name[]).filter((name) => !name.includes('GIF')))(
  '%s with a wrong length anywhere is stored whole or not at all',
  async (name) => {
    for (const [at, change] of lengthsOf(name, photos[name])) {
      for (const by of [-2, -1, 1, 2]) {
        const changed = await store(name, change(by), 'strip').catch((error) => {
          expect(error).toMatchObject({
            code: expect.stringMatching(/^source-(corrupt|unsupported|too-big)$/),
          });
        });
        if (changed) await expect(pixelsOf(changed.bytes), `${by} at ${at}`).resolves.toBeDefined();
      }
    }
  },
);

test('a text in any two places does not come out', async () => {
  const names = Object.keys(photos) as Name[];
  const cases = names.flatMap((name) => Object.keys(plants(name)).map((place) => ({ name, place })));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...cases), fc.nat(), async ({ name, place }, other) => {
      const own = plants(name);
      const second = Object.keys(own)[other % Object.keys(own).length] ?? place;
      const changed = own[second]?.(own[place]?.(photos[name]) ?? photos[name]) ?? photos[name];
      const stored = await store(name, changed, 'strip').catch((error) => {
        expect(error).toMatchObject({ code: 'source-corrupt' });
      });
      expect(stored?.bytes.includes(planted) ?? false, `${name}: ${place}, ${second}`).toBe(false);
    }),
    { numRuns: 60, seed: 20_261_128 },
  );
});
