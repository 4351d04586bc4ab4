// Reads the header of a HEIC: the picture that the file names as its own, which is one of HEVC, or a grid of such (ISO/IEC
// 23008-12). Thumbnails and other pictures in the file are passed over. EXIF says nothing about its orientation: its properties do.

import { type Box, boxesIn, findBox } from '../../src/function/container/boxes.ts';
import { readItemProperties } from '../../src/function/container/item-properties.ts';
import { type Reference, referencesIn, withParts } from '../../src/function/container/item-references.ts';
import { childOf, findMeta, itemTypes, type Meta, primaryItem } from '../../src/function/container/items.ts';
import type { Region } from '../../src/function/engine/engine.ts';
import type { Sides } from '../picture/sides.ts';
import { SourceFault } from '../thread/source-fault.ts';
import { Bytes } from './bytes.ts';
import { corrupt, type Header } from './facts.ts';
import { type CodedHevc, readHevcConfiguration } from './hevc-parameters.ts';
import { profileBytesOf } from './icc.ts';

/** HEVC itself, and pictures that consist of others: in tiles, one over the other, or as one of them is, but turned. */
const codedTypes: readonly string[] = ['hvc1', 'hev1'];
const derivedTypes: readonly string[] = ['grid', 'iovl', 'iden'];

/** How `auxC` names alpha, in HEVC's own way and in that of H.273. */
const alphaNames: readonly string[] = [
  'urn:mpeg:hevc:2015:auxid:1',
  'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha',
];
const maxName = 64;

/** The longest side; libheif admits as much. */
const maxSide = 65_535;
/**
 * How many times the pixels of a picture its bitstream may have, and how many more in any case: pictures are coded in whole blocks and
 * tiles, which may be larger than a small picture, and what is beyond the picture is cut off.
 */
const codedRatio = 1.5;
const codedMargin = 1_100_000;

/** How the picture that is seen lies in the one that is decoded, which is turned and mirrored, but not cropped. */
export interface HeicLayout {
  readonly whole: Sides;
  readonly kept: Region;
  /** The `clap` properties: where the content of each begins in the file, and the sides of what it crops. */
  readonly apertures: readonly { readonly at: number; readonly whole: Sides }[];
}

export interface HeicHeader extends Header {
  readonly layout: HeicLayout;
}

/**
 * @throws {SourceFault} `source-corrupt` or `source-unsupported`.
 */
export function readHeicHeader(bytes: Uint8Array): HeicHeader {
  const file = new Bytes(bytes);
  const meta = findMeta(file);
  const id = meta && primaryItem(file, meta);
  const described = meta && childOf(meta, 'iprp');
  if (!meta || id === undefined || !described) throw corrupt('the file names no picture');
  const references = referencesIn(file, meta);
  const parts = checkTypes(file, meta, id, references);
  const propertiesOf = readItemProperties(file, described);
  const own = propertiesOf(id);
  const stored = storedSides(file, own);
  // Tiles may say what is the same for all of them.
  const first = parts[0] === undefined ? own : propertiesOf(parts[0]);
  const coded = largestCoded(file, described, stored);
  const hasAlpha = references.some(
    ({ type, from, to }) => type === 'auxl' && to.includes(id) && isAlpha(file, propertiesOf(from, 'auxC')),
  );
  const profile = readProfile(file, own) ?? readProfile(file, first);
  const samples = coded?.samples ?? 1.5;
  const colour = samples === 1 ? 'grey' : 'rgb';
  const uncropped = { whole: stored, kept: { left: 0, top: 0, ...stored }, apertures: [] };
  const layout = own.reduce<HeicLayout>((one, property) => transformed(file, one, property), uncropped);
  return {
    info: {
      format: 'heic',
      width: layout.kept.width,
      height: layout.kept.height,
      pages: 1,
      hasAlpha,
      colour,
      interlaced: false,
      bitDepth: (coded?.bits ?? 8) > 8 ? 16 : 8,
      samples: samples + (hasAlpha ? 1 : 0),
      decodedPixels: area(stored) + Math.max(coded ? area(coded) : 0, isTurned(file, own) ? area(stored) : 0),
      ...profileBytesOf(profile, colour),
    },
    orientation: 1,
    layout,
    profile,
  };
}

const area = ({ width, height }: Sides) => width * height;

/** Then the decoder holds the picture twice, before and after. */
function isTurned(file: Bytes, properties: readonly Box[]): boolean {
  return properties.some(({ type, start }) => type === 'irot' && (file.u8(start) & 3) !== 0);
}

/** @returns The coded pictures of which the item consists. */
function checkTypes(
  file: Bytes,
  meta: Meta,
  id: number,
  references: readonly Reference[],
): readonly number[] {
  const types = itemTypes(file, meta);
  const items = Array.from(withParts(references, [id]));
  const coded = items.filter((item) => codedTypes.includes(types.get(item) ?? ''));
  const other = items.find((item) => {
    const type = types.get(item) ?? '';
    return !codedTypes.includes(type) && !derivedTypes.includes(type);
  });
  if (other !== undefined || coded.length === 0) {
    const type = other === undefined ? 'no' : JSON.stringify(types.get(other) ?? 'unnamed');
    throw new SourceFault(
      'source-unsupported',
      `this HEIC consists of ${type} pictures, and only those of HEVC are read. Export it as JPEG and upload that.`,
    );
  }
  return coded;
}

function storedSides(file: Bytes, properties: readonly Box[]): Sides {
  const extents = properties.find(({ type }) => type === 'ispe');
  if (!extents) throw corrupt('its picture has no size');
  return checked({ width: file.u32(extents.start + 4), height: file.u32(extents.start + 8) });
}

function checked(sides: Sides): Sides {
  const { width, height } = sides;
  if (width > 0 && height > 0 && width <= maxSide && height <= maxSide) return sides;
  throw corrupt(`its picture has ${width}x${height} pixels`);
}

/** The layout after one property: those that turn or crop come in the order in which they are applied (9.3.1). */
function transformed(file: Bytes, layout: HeicLayout, { type, start }: Box): HeicLayout {
  switch (type) {
    case 'irot':
      return turnedBy(layout, file.u8(start) & 3);
    case 'imir':
      return mirrored(layout, (file.u8(start) & 1) === 1);
    case 'clap':
      return cropped(file, layout, start);
    default:
      return layout;
  }
}

/** @param quarters Against the clock. */
function turnedBy(layout: HeicLayout, quarters: number): HeicLayout {
  if (quarters === 0) return layout;
  const { whole, kept } = layout;
  const turned = {
    ...layout,
    whole: { width: whole.height, height: whole.width },
    kept: {
      left: kept.top,
      top: whole.width - kept.left - kept.width,
      width: kept.height,
      height: kept.width,
    },
  };
  return turnedBy(turned, quarters - 1);
}

function mirrored(layout: HeicLayout, isAcross: boolean): HeicLayout {
  const { whole, kept } = layout;
  const left = isAcross ? whole.width - kept.left - kept.width : kept.left;
  const top = isAcross ? kept.top : whole.height - kept.top - kept.height;
  return { ...layout, kept: { ...kept, left, top } };
}

/** 14496-12, 12.1.4, with libheif's roundings. */
function cropped(file: Bytes, { whole, kept, apertures }: HeicLayout, start: number): HeicLayout {
  const fraction = (at: number) => (file.u32(at) | 0) / (file.u32(at + 4) | 0);
  const first = (length: number, part: number, centre: number) => centre + (length - 1) / 2 - (part - 1) / 2;
  const [width, height] = [fraction(start), fraction(start + 8)];
  const left = Math.floor(first(kept.width, width, fraction(start + 16)));
  const top = Math.round(first(kept.height, height, fraction(start + 24)));
  const right = Math.min(kept.width - 1, Math.round(left + width - 1));
  const bottom = Math.min(kept.height - 1, Math.round(top + height - 1));
  const [x, y] = [Math.max(0, left), Math.max(0, top)];
  const sides = checked({ width: right - x + 1, height: bottom - y + 1 });
  return {
    whole,
    kept: { left: kept.left + x, top: kept.top + y, ...sides },
    apertures: [...apertures, { at: start, whole }],
  };
}

/**
 * The largest picture of HEVC in the file. All are looked at, so that no item need be followed to the one that a decoder takes.
 *
 * @throws {SourceFault} if one is much larger than the whole picture is said to be.
 */
function largestCoded(file: Bytes, described: Box, { width, height }: Sides): CodedHevc | undefined {
  const container = findBox(file, described.start, described.end, 'ipco');
  let largest: CodedHevc | undefined;
  for (const box of container ? boxesIn(file, container.start, container.end) : []) {
    const coded = box.type === 'hvcC' ? readHevcConfiguration(file, box) : undefined;
    if (!coded) continue;
    if (coded.width * coded.height > width * height * codedRatio + codedMargin) {
      throw corrupt(
        `its bitstream has pictures of ${coded.width}x${coded.height} pixels, the file says ${width}x${height}`,
      );
    }
    largest = merged(largest, coded);
  }
  return largest;
}

function merged(one: CodedHevc | undefined, other: CodedHevc): CodedHevc {
  if (!one) return other;
  return {
    width: Math.max(one.width, other.width),
    height: Math.max(one.height, other.height),
    bits: Math.max(one.bits, other.bits),
    samples: Math.max(one.samples, other.samples),
  };
}

function isAlpha(file: Bytes, names: readonly Box[]): boolean {
  return names.some(({ start, end }) => {
    const [name = ''] = file.text(start + 4, Math.min(maxName, end - start - 4)).split('\0');
    return alphaNames.includes(name);
  });
}

function readProfile(file: Bytes, properties: readonly Box[]): Uint8Array | undefined {
  const profile = properties.find(
    ({ type, start }) => type === 'colr' && (file.hasText(start, 'prof') || file.hasText(start, 'rICC')),
  );
  return profile && file.slice(profile.start + 4, profile.end);
}
