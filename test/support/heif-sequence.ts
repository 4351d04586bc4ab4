// Image sequences by hand (ISO/IEC 23008-12, 7): tracks of pictures, and no still picture beside them.

import { writeBox } from '../../src/function/container/boxes.ts';
import { latin1, u16, u32 } from '../../src/function/container/bytes.ts';
import type { HeifItem } from './heif.ts';

export interface SequenceTrack {
  /** Of all its pictures, which are the same; its properties but the size are said of the track. */
  readonly picture: HeifItem;
  /** How many there are. Default: 3. */
  readonly count?: number;
  /** What the track is for; thumbnails are `pict` as well. Default: `pict`. */
  readonly handler?: 'pict' | 'vide' | 'auxv' | 'meta';
  /** How it serves the first track. */
  readonly reference?: 'thmb' | 'auxl';
  /** How pictures are turned when they are shown: a place (x, y) becomes (ax + cy, bx + dy). Default: not at all. */
  readonly matrix?: readonly [a: number, b: number, c: number, d: number];
  /** Lengths of pictures in 16 bits, and places in 64. */
  readonly isCompact?: boolean;
}

/** @param brands The first is the major one. */
export function writeSequence(
  tracks: readonly SequenceTrack[],
  brands: readonly string[] = ['msf1', 'hevc', 'iso8'],
): Buffer {
  const [major = ''] = brands;
  const head = writeBox('ftyp', latin1(major), u32(0), ...brands.map(latin1));
  let at = head.length + 8;
  const contents: Uint8Array[] = [];
  const boxes = tracks.map((track, index) => {
    const { picture, count = 3 } = track;
    const box = trackBox(track, index + 1, at);
    for (let left = count; left > 0; left--) contents.push(picture.content);
    at += picture.content.length * count;
    return box;
  });
  const movie = writeBox('mvhd', Buffer.alloc(100));
  return Buffer.concat([head, writeBox('mdat', ...contents), writeBox('moov', movie, ...boxes)]);
}

/** @param at Where its first picture is. */
function trackBox(track: SequenceTrack, id: number, at: number): Buffer {
  const { handler = 'pict', reference } = track;
  return writeBox(
    'trak',
    trackHeader(track, id),
    ...(reference ? [writeBox('tref', writeBox(reference, u32(1)))] : []),
    writeBox(
      'mdia',
      writeBox('mdhd', Buffer.alloc(24)),
      writeBox('hdlr', u32(0), u32(0), latin1(handler), Buffer.alloc(13)),
      writeBox('minf', table(track, at)),
    ),
  );
}

/** 14496-12, 8.3.2. */
function trackHeader({ picture, matrix = [1, 0, 0, 1] }: SequenceTrack, id: number): Buffer {
  const fixed = (value: number) => u32((value * 65_536) >>> 0);
  const [a, b, c, d] = matrix.map(fixed) as [Buffer, Buffer, Buffer, Buffer];
  const zero = u32(0);
  const { width, height } = sidesOf(picture);
  const times = Buffer.concat([zero, zero, u32(id), zero, zero]);
  return writeBox(
    'tkhd',
    Buffer.from([0, 0, 0, 3]),
    times,
    Buffer.alloc(16),
    ...[a, b, zero, c, d, zero, zero, zero, u32(2 ** 30)],
    fixed(width),
    fixed(height),
  );
}

/** The size of a picture, which stands behind a version. */
function sidesOf({ properties }: HeifItem): { width: number; height: number } {
  const extents = Buffer.from(properties.find(({ type }) => type === 'ispe')?.content ?? Buffer.alloc(12));
  return { width: extents.readUInt32BE(4), height: extents.readUInt32BE(8) };
}

function table(track: SequenceTrack, at: number): Buffer {
  const { picture, count = 3, isCompact = false } = track;
  const { width, height } = sidesOf(picture);
  const entry = writeBox(
    picture.type,
    Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]),
    Buffer.alloc(16),
    u16(width),
    u16(height),
    Buffer.alloc(50),
    ...picture.properties
      .filter(({ type }) => type !== 'ispe')
      .map(({ type, content }) => writeBox(type, content)),
  );
  const length = picture.content.length;
  const lengths = Array.from({ length: count }, () => (isCompact ? u16(length) : u32(length)));
  const chunks = count > 0 ? 1 : 0;
  return writeBox(
    'stbl',
    writeBox('stsd', u32(0), u32(1), entry),
    writeBox('stts', u32(0), u32(1), u32(count), u32(100)),
    writeBox('stsc', u32(0), u32(1), u32(1), u32(count), u32(1)),
    isCompact
      ? writeBox('stz2', u32(0), u32(16), u32(count), ...lengths)
      : writeBox('stsz', u32(0), u32(0), u32(count), ...lengths),
    isCompact
      ? writeBox('co64', u32(0), u32(chunks), u32(0), u32(at))
      : writeBox('stco', u32(0), u32(chunks), u32(at)),
  );
}
