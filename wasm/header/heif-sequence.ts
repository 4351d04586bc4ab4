// Image sequences that hold no still picture (ISO/IEC 23008-12, 7): the first picture of their track becomes that of a HEIC, so that
// all that is known of stills holds for it. No other picture is looked at, and the decoder keeps none for reference.

import { findBox, writeBox } from '../../src/function/container/boxes.ts';
import { type ByteReader, latin1, u16, u32 } from '../../src/function/container/bytes.ts';
import { childOf, findMeta, primaryItem } from '../../src/function/container/items.ts';
import { findPictureTrack, firstPictureOf, type PictureTrack } from '../../src/function/container/track.ts';
import { Bytes } from './bytes.ts';
import { corrupt } from './facts.ts';

/** The kinds of `colr` that pictures have as well; those of QuickTime alone are left out. */
const colourKinds: readonly string[] = ['nclx', 'prof', 'rICC'];

/**
 * @param bytes A HEIC.
 * @returns The same bytes if the file names a picture, or has no track; else a HEIC of the first picture of its track.
 * @throws {SourceFault} `source-corrupt` if the track cannot be followed.
 */
export function asStill(bytes: Uint8Array): Uint8Array {
  const file = new Bytes(bytes);
  if (namesPicture(file) || !findBox(file, 0, file.length, 'moov')) return bytes;
  const track = findPictureTrack(file);
  if (!track) throw corrupt('it is a sequence without a track of pictures');
  return writeStill(track.type, propertiesOf(file, track), firstPictureOf(file, track));
}

function namesPicture(file: Bytes): boolean {
  const meta = findMeta(file);
  return meta !== undefined && primaryItem(file, meta) !== undefined && childOf(meta, 'iprp') !== undefined;
}

/** Those that crop and turn come last, in the order in which they are applied. Of each kind one is taken: more could not be numbered. */
function propertiesOf(file: ByteReader, track: PictureTrack): Buffer[] {
  const { properties, width, height } = track;
  const copy = (type: string, kind = '') => {
    const box = properties.find((one) => one.type === type && file.hasText(one.start, kind));
    return box ? [writeBox(type, file.slice(box.start, box.end))] : [];
  };
  return [
    ...copy('hvcC'),
    writeBox('ispe', u32(0), u32(width), u32(height)),
    ...([] as Buffer[]).concat(...colourKinds.map((kind) => copy('colr', kind))),
    ...copy('clap'),
    ...turns(track),
  ];
}

/** By how many quarters against the clock the axis to the right is turned, by where it points to. */
function quartersOf(x: number, y: number): number {
  if (x === 0) return y > 0 ? 3 : 1;
  return x > 0 ? 0 : 2;
}

/** A matrix that does more than turn and mirror, such as one that slants, is passed over. */
function turns({ matrix: { a, b, c, d } }: PictureTrack): Buffer[] {
  const isUpright = b === 0 && c === 0 && a !== 0 && d !== 0;
  const isLying = a === 0 && d === 0 && b !== 0 && c !== 0;
  if (!isUpright && !isLying) return [];
  // Mirrored, left and right change places first, so that the axis to the right points the other way before it is turned.
  const isMirrored = a * d - b * c < 0;
  const quarters = isMirrored ? quartersOf(-a, -b) : quartersOf(a, b);
  return [
    ...(isMirrored ? [writeBox('imir', Buffer.from([1]))] : []),
    ...(quarters > 0 ? [writeBox('irot', Buffer.from([quarters]))] : []),
  ];
}

/** @param properties As boxes; every one belongs to the picture. */
function writeStill(type: string, properties: readonly Buffer[], content: Uint8Array): Buffer {
  const brands = writeBox('ftyp', latin1('heic'), u32(0), latin1('mif1'), latin1('heic'));
  const place = Buffer.concat([u16(1), u16(0), u16(1), u32(brands.length + 8), u32(content.length)]);
  const numbers = Buffer.from(properties.map((_, index) => 0x80 | (index + 1)));
  return Buffer.concat([
    brands,
    // Not by writeBox: a picture of many megabytes is copied once.
    u32(content.length + 8),
    latin1('mdat'),
    content,
    writeBox(
      'meta',
      u32(0),
      writeBox('hdlr', u32(0), u32(0), latin1('pict'), Buffer.alloc(13)),
      writeBox('pitm', u32(0), u16(1)),
      writeBox('iloc', u32(0), Buffer.from([0x44, 0]), u16(1), place),
      writeBox(
        'iinf',
        u32(0),
        u16(1),
        writeBox('infe', Buffer.from([2, 0, 0, 0]), u16(1), u16(0), latin1(`${type}\0`)),
      ),
      writeBox(
        'iprp',
        writeBox('ipco', ...properties),
        writeBox('ipma', u32(0), u32(1), u16(1), Buffer.from([numbers.length]), numbers),
      ),
    ),
  ]);
}
