// AVIF by hand, where no encoder would write what a test needs. Source: ISO/IEC 23008-12.

import { writeBox } from '../../src/function/container/boxes.ts';

/** @returns A copy of what sharp wrote that says what its colours are (ITU-T H.273). */
export function withCodePoints(avif: Buffer, primaries: number, transfer: number): Buffer {
  return withColour(
    avif,
    Buffer.concat([Buffer.from('nclx'), Buffer.from([0, primaries, 0, transfer, 0, 6, 0x80])]),
  );
}

/**
 * @param avif As sharp writes it: one item, without colour information, whose list of properties is the last box in `meta`.
 * @param colour The content of its `colr` box.
 */
export function withColour(avif: Buffer, colour: Buffer): Buffer {
  return withProperty(avif, 'colr', colour);
}

/**
 * @param avif As sharp writes it, without colour information.
 * @param isEssential Whether readers that do not know the property are to leave the picture alone.
 */
export function withProperty(avif: Buffer, type: string, content: Buffer, isEssential = false): Buffer {
  const copy = Buffer.from(avif);
  const box = writeBox(type, content);
  const grow = (name: string, by: number) => {
    const at = copy.indexOf(name) - 4;
    copy.writeUInt32BE(copy.readUInt32BE(at) + by, at);
  };
  // Beside the box itself one more number in the item's list.
  const growth = box.length + 1;
  grow('meta', growth);
  grow('iprp', growth);
  grow('ipco', box.length);
  grow('ipma', 1);
  // Where the item's data begins: behind version, sizes, one item's number, reference, base and count of extents.
  const extent = copy.indexOf('iloc') + 22;
  copy.writeUInt32BE(copy.readUInt32BE(extent) + growth, extent);
  const list = copy.indexOf('ipma');
  const count = list + 14;
  const properties = copy.readUInt8(count);
  copy.writeUInt8(properties + 1, count);
  const end = count + 1 + properties;
  // sharp's are av1C, ispe and pixi.
  const own = Buffer.from([isEssential ? 0x84 : 4]);
  return Buffer.concat([
    copy.subarray(0, list - 4),
    box,
    copy.subarray(list - 4, end),
    own,
    copy.subarray(end),
  ]);
}
