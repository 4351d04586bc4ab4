// Reads what libheif decodes of an AVIF and how much that is: the primary item, the tiles of which it consists, and their alpha
// (ISO/IEC 23008-12). The bitstreams are believed, not the boxes that describe them: libheif has the AV1 decoder allocate what the
// bitstream says, and compares it with the boxes afterwards.

import { type ItemProperties, readItemProperties } from '../../src/function/container/item-properties.ts';
import { referencesIn, withParts } from '../../src/function/container/item-references.ts';
import {
  childOf,
  findMeta,
  type Location,
  locationsIn,
  type Meta,
} from '../../src/function/container/items.ts';
import { type Coded, readAv1 } from './av1.ts';
import { Bytes } from './bytes.ts';
import { corrupt } from './facts.ts';

/** What the decoder holds of a picture. */
export interface DecodedAvif {
  /** Pixels that are decoded at a time. */
  readonly pixels: number;
  readonly bits: number;
  /** Samples per pixel, alpha included. */
  readonly samples: number;
}

/** Tiles that libheif decodes at a time. */
const threads = 4;
/** The most frames that a decoder keeps: eight to refer to, the current one, and that with film grain. */
const maxFrames = 10;

/**
 * @returns undefined if no AV1 is decoded, or the boxes cannot be followed: then libheif does not find the picture either.
 * @throws {SourceFault} for a bitstream that cannot be followed.
 */
export function readAvifDecoded(bytes: Uint8Array): DecodedAvif | undefined {
  const file = new Bytes(bytes);
  const meta = findMeta(file);
  const primary = meta && childOf(meta, 'pitm');
  const list = meta && childOf(meta, 'iloc');
  const locations = list && locationsIn(file, list);
  if (!meta || !primary || !locations) return undefined;
  const id = file.u8(primary.start) === 0 ? file.u16(primary.start + 4) : file.u32(primary.start + 4);
  const references = referencesIn(file, meta);
  const colour = withParts(references, [id]);
  const alpha = withParts(
    references,
    references
      .filter(({ type, to }) => type === 'auxl' && to.some((one) => colour.has(one)))
      .map(({ from }) => from),
  );
  const described = childOf(meta, 'iprp');
  const propertiesOf = described ? readItemProperties(file, described) : () => [];
  const read = (items: ReadonlySet<number>) =>
    locations.entries
      .filter((entry) => items.has(entry.id))
      .map((entry) => readAv1(new Bytes(bitstreamOf(file, meta, entry, propertiesOf))))
      .filter((one) => one !== undefined);
  const [pictures, alphas] = [read(colour), read(alpha)];
  const all = [...pictures, ...alphas];
  if (pictures.length === 0) return undefined;
  return {
    pixels: Math.max(atATime(pictures), atATime(alphas)),
    bits: Math.max(...all.map(({ bits }) => bits)),
    samples: Math.max(...pictures.map(({ samples }) => samples)) + (alphas.length > 0 ? 1 : 0),
  };
}

/** Bytes of `av1C` before the units that it holds. */
const configurationHead = 4;

/** What libheif gives to the AV1 decoder: the units in the item's `av1C`, and then its extents. */
function bitstreamOf(file: Bytes, meta: Meta, location: Location, propertiesOf: ItemProperties): Uint8Array {
  const [configuration] = propertiesOf(location.id, 'av1C');
  const units = configuration && file.slice(configuration.start + configurationHead, configuration.end);
  const content = contentOf(file, meta, location);
  return units && units.length > 0 ? new Uint8Array(Buffer.concat([units, content])) : content;
}

function contentOf(file: Bytes, meta: Meta, { method, base, extents }: Location): Uint8Array {
  const within = method === 1 ? childOf(meta, 'idat') : { start: 0, end: file.length };
  if (!within || method > 1) return new Uint8Array(0);
  const pieces = extents.map(({ offset, length }) => {
    const from = within.start + base.value + offset.value;
    // No length: to the end.
    return file.slice(from, length === 0 ? within.end : Math.min(from + length, within.end));
  });
  const total = pieces.reduce((sum, { length }) => sum + length, 0);
  if (total > file.length) throw corrupt('an AVIF whose picture consists of the same bytes several times');
  return pieces.length === 1 ? (pieces[0] as Buffer) : new Uint8Array(Buffer.concat(pieces));
}

/** Pixels of the largest that are decoded at a time; each frame beyond the first adds the samples alone. */
function atATime(coded: readonly Coded[]): number {
  const sizes = coded.map(
    ({ width, height, frames }) => width * height * (1 + (Math.min(frames, maxFrames) - 1) / 4),
  );
  return sizes
    .sort((a, b) => b - a)
    .slice(0, threads)
    .reduce((sum, size) => sum + size, 0);
}
