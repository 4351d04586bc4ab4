// AVIF by hand, where no encoder would write what a test needs. Source: ISO/IEC 23008-12.

/** Bytes of an `nclx` box, and of its number in a list. */
const boxLength = 19;
const growth = boxLength + 1;

/**
 * @param avif As sharp writes it: one item, without colour information, whose list of properties is the last box in `meta`.
 * @returns A copy that says what its colours are (ITU-T H.273).
 */
export function withCodePoints(avif: Buffer, primaries: number, transfer: number): Buffer {
  const copy = Buffer.from(avif);
  const grow = (name: string, by: number) => {
    const at = copy.indexOf(name) - 4;
    copy.writeUInt32BE(copy.readUInt32BE(at) + by, at);
  };
  grow('meta', growth);
  grow('iprp', growth);
  grow('ipco', boxLength);
  grow('ipma', 1);
  // Where the item's data begins: behind version, sizes, one item's number, reference, base and count of extents.
  const extent = copy.indexOf('iloc') + 22;
  copy.writeUInt32BE(copy.readUInt32BE(extent) + growth, extent);
  const list = copy.indexOf('ipma');
  const count = list + 14;
  const properties = copy.readUInt8(count);
  copy.writeUInt8(properties + 1, count);
  const box = Buffer.from('\0\0\0\x13colrnclx\0\0\0\0\0\x06\x80', 'latin1');
  box.writeUInt16BE(primaries, 12);
  box.writeUInt16BE(transfer, 14);
  const end = count + 1 + properties;
  // sharp's are av1C, ispe and pixi.
  return Buffer.concat([
    copy.subarray(0, list - 4),
    box,
    copy.subarray(list - 4, end),
    Buffer.from([4]),
    copy.subarray(end),
  ]);
}
