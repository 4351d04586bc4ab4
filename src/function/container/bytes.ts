// What all readers and writers of metadata need of bytes that nobody has vouched for.

/** The same memory, whose own readers throw a RangeError past its end: see `attempt`. */
export function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** @returns undefined where the bytes end before what is read of them: odd metadata is no reason to refuse a photo. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Big-endian, as all containers but WebP and GIF count. */
export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value, 0);
  return bytes;
}

/** Big-endian. */
export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value, 0);
  return bytes;
}

/** One byte per character. */
export function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

/** UTF-8, which most write whatever their format says; else Latin-1, in which every byte is a character. */
export function decodeText(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

/** Does it begin with these characters there, one byte each? */
export function hasText(bytes: Buffer, at: number, text: string): boolean {
  return bytes.toString('latin1', at, at + text.length) === text;
}
