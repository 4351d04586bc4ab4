// Reads numbers and text out of bytes that an uploader controls, and writes some. Knows no format.

/**
 * The bytes cannot be read as their format says: they end too early, contradict themselves, or have more parts than a bound
 * allows.
 */
export class ContainerError extends Error {}

/** The bytes have more parts, or longer ones, than a bound allows. The message names them: `a JPEG of more than 10000 segments`. */
export class ExcessError extends ContainerError {}

/**
 * @returns undefined if the bytes cannot be read: odd metadata is no reason to refuse a photo. Other errors are bugs, and are
 * thrown.
 */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ContainerError) return undefined;
    throw error;
  }
}

/**
 * Does the same as `attempt`, for a caller that reports what a bound has left out.
 *
 * @throws {ExcessError}
 */
export function attemptWithinBounds<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ContainerError && !(error instanceof ExcessError)) return undefined;
    throw error;
  }
}

/** The same memory, not a copy. */
export function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Reads within its bytes, and nowhere else. Numbers are big-endian where their name does not say otherwise. */
export class ByteReader {
  readonly length: number;
  private readonly bytes: Buffer;

  /** @param bytes Not copied. */
  constructor(bytes: Uint8Array) {
    this.bytes = toBuffer(bytes);
    this.length = bytes.length;
  }

  /** What is thrown for bytes that cannot be read. A reader whose bytes are a photo says that it is the photo's fault. */
  fault(message: string): Error {
    return new ContainerError(message);
  }

  /** What is thrown for bytes that have more parts than a bound allows. */
  excess(message: string): Error {
    return new ExcessError(message);
  }

  u8(at: number): number {
    const byte = this.bytes[at];
    if (byte === undefined) throw this.fault(`the file ends after ${this.length} bytes`);
    return byte;
  }

  u16(at: number): number {
    return this.u8(at) * 256 + this.u8(at + 1);
  }

  u32(at: number): number {
    return this.u16(at) * 65_536 + this.u16(at + 2);
  }

  /** @param size Bytes, 0 to 15. Above 2^53 the result is rounded, which is beyond the end of any file. */
  uint(at: number, size: number): number {
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + this.u8(at + i);
    return value;
  }

  /** Signed, with 16 of its 32 bits behind the point. */
  fixed(at: number): number {
    return (this.u32(at) | 0) / 65_536;
  }

  u16le(at: number): number {
    return this.u8(at + 1) * 256 + this.u8(at);
  }

  u24le(at: number): number {
    return this.u8(at + 2) * 65_536 + this.u16le(at);
  }

  u32le(at: number): number {
    return this.u16le(at + 2) * 65_536 + this.u16le(at);
  }

  /** One character per byte (Latin-1); shorter at the end of the bytes. */
  text(at: number, length: number): string {
    return this.bytes.toString('latin1', at, at + length);
  }

  /** Do these characters stand there, one byte each? */
  hasText(at: number, text: string): boolean {
    return this.text(at, text.length) === text;
  }

  /** The same memory, not a copy; shorter at the end of the bytes, and empty where it ends before it begins. */
  slice(start: number, end: number): Buffer {
    // A negative place would be counted from the end.
    return this.bytes.subarray(start, Math.max(start, end));
  }

  /** Where the byte is next, at or after `start`; -1 if nowhere. */
  find(byte: number, start: number): number {
    return this.bytes.indexOf(byte, start);
  }
}

/** Big-endian, as all formats but WebP and GIF count. */
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
