// HEIF by hand, where no encoder would write what a test needs: the picture of a file that heif-enc wrote gets other properties, or is
// put together with others. Source: ISO/IEC 23008-12.

import { readFileSync } from 'node:fs';
import { findBox, writeBox } from '../../src/function/container/boxes.ts';
import { ByteReader, latin1, u16, u32 } from '../../src/function/container/bytes.ts';
import {
  childOf,
  findMeta,
  itemTypes,
  locationsIn,
  primaryItem,
} from '../../src/function/container/items.ts';

import { heic } from '../fixtures/images/images.ts';

export interface HeifProperty {
  readonly type: string;
  readonly content: Uint8Array;
}

export interface HeifItem {
  readonly type: string;
  readonly content: Uint8Array;
  readonly properties: readonly HeifProperty[];
}

export interface HeifReference {
  readonly type: string;
  readonly from: number;
  readonly to: readonly number[];
}

/** @returns The picture of a file that heif-enc or sharp wrote: HEVC or AV1, with its size and how it is to be decoded. */
export function pictureIn(heif: Uint8Array): HeifItem {
  const file = new ByteReader(heif);
  const meta = findMeta(file);
  const list = meta && childOf(meta, 'iloc');
  const described = meta && childOf(meta, 'iprp');
  const container = described && findBox(file, described.start, described.end, 'ipco');
  const locations = list && locationsIn(file, list);
  if (!meta || !container || !locations) throw new Error('no HEIF');
  const primary = primaryItem(file, meta);
  const type = itemTypes(file, meta).get(primary ?? 0) ?? '';
  const entry = locations.entries.find(({ id }) => id === primary);
  const content = (entry?.extents ?? []).map(({ offset, length }) => {
    const from = (entry?.base.value ?? 0) + offset.value;
    return file.slice(from, from + length);
  });
  const first = (type: string): HeifProperty => {
    const box = findBox(file, container.start, container.end, type);
    return { type, content: box ? file.slice(box.start, box.end) : new Uint8Array(0) };
  };
  const configuration = first(type === 'av01' ? 'av1C' : 'hvcC');
  return { type, content: Buffer.concat(content), properties: [configuration, first('ispe')] };
}

/** Turns by so many quarters, against the clock. */
export const turn = (quarters: number): HeifProperty => ({ type: 'irot', content: Buffer.from([quarters]) });
/** @param axis 0: top and bottom change places; 1: left and right do. */
export const mirror = (axis: 0 | 1): HeifProperty => ({ type: 'imir', content: Buffer.from([axis]) });

/** Cuts out a part; `x` and `y` are how far its middle is from that of the whole, in halves of a pixel. */
export function aperture(width: number, height: number, x: number, y: number): HeifProperty {
  const fractions = [width, 1, height, 1, x, 2, y, 2];
  return { type: 'clap', content: Buffer.concat(fractions.map((one) => u32(one >>> 0))) };
}

/**
 * What the colours are, by the code points of ITU-T H.273.
 *
 * @param range 128: all of the range is used; 0: that of video. libheif refuses what the bitstream contradicts.
 */
export const codePoints = (
  primaries: number,
  transfer: number,
  matrix: number,
  range = 128,
): HeifProperty => ({
  type: 'colr',
  content: Buffer.concat([latin1('nclx'), ...[primaries, transfer, matrix].map(u16), Buffer.from([range])]),
});

export const extents = (width: number, height: number): HeifProperty => ({
  type: 'ispe',
  content: Buffer.concat([u32(0), u32(width), u32(height)]),
});

/** A picture of tiles, which are the items from 2 on. */
export function grid(columns: number, rows: number, width: number, height: number): HeifItem {
  const content = Buffer.concat([Buffer.from([0, 0, rows - 1, columns - 1]), u16(width), u16(height)]);
  return { type: 'grid', content, properties: [extents(width, height)] };
}

/**
 * @param items Numbered from 1; the first is the file's picture.
 * @param brand The first of its brands.
 */
export function writeHeif(
  items: readonly HeifItem[],
  references: readonly HeifReference[] = [],
  brand = 'heic',
): Buffer {
  const brands = writeBox('ftyp', latin1(brand), u32(0), latin1(brand), latin1('mif1'));
  // What several items have is written once, so that a number of seven bits is enough for each.
  const properties = [...new Set(items.flatMap((item) => item.properties))];
  const entries = items.map(({ type }, index) =>
    writeBox('infe', Buffer.from([2, 0, 0, 0]), u16(index + 1), u16(0), latin1(`${type}\0`)),
  );
  const associations = items.map((item, index) => {
    const own = item.properties.map((one) => 0x80 | (properties.indexOf(one) + 1));
    return Buffer.concat([u16(index + 1), Buffer.from([own.length, ...own])]);
  });
  const links = references.map(({ type, from, to }) =>
    writeBox(type, u16(from), u16(to.length), ...to.map(u16)),
  );
  const meta = (dataAt: number) => {
    let at = dataAt;
    const places = items.map(({ content }, index) => {
      const place = Buffer.concat([u16(index + 1), u16(0), u16(1), u32(at), u32(content.length)]);
      at += content.length;
      return place;
    });
    return writeBox(
      'meta',
      u32(0),
      writeBox('hdlr', u32(0), u32(0), latin1('pict'), Buffer.alloc(13)),
      writeBox('pitm', u32(0), u16(1)),
      writeBox('iloc', u32(0), Buffer.from([0x44, 0]), u16(items.length), ...places),
      writeBox('iinf', u32(0), u16(items.length), ...entries),
      ...(links.length > 0 ? [writeBox('iref', u32(0), ...links)] : []),
      writeBox(
        'iprp',
        writeBox('ipco', ...properties.map(({ type, content }) => writeBox(type, content))),
        writeBox('ipma', u32(0), u32(items.length), ...associations),
      ),
    );
  };
  const dataAt = brands.length + meta(0).length + 8;
  return Buffer.concat([brands, meta(dataAt), writeBox('mdat', ...items.map(({ content }) => content))]);
}

/**
 * The quarters of the landscape, 128x96 each, as one picture.
 *
 * @param width Pixels of the picture: at most both columns', and so below.
 * @param properties Of the picture.
 */
export function tiledHeic(width = 256, height = 192, ...properties: readonly HeifProperty[]): Buffer {
  const whole = grid(2, 2, width, height);
  const tiles = heic.tiles.map(({ path }) => pictureIn(readFileSync(path)));
  const items = [{ ...whole, properties: [...whole.properties, ...properties] }, ...tiles];
  return writeHeif(items, [{ type: 'dimg', from: 1, to: [2, 3, 4, 5] }]);
}
