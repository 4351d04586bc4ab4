// Takes in the body of a download: into shared memory, with a limit on its size, and checksummed as it arrives. Knows HTTP
// headers, but neither COS nor connections.

import { createHash } from 'crypto';
import { Crc64 } from '../checksum/crc64.ts';
import type { Sink } from './exchange.ts';
import { md5Of, type Sums } from './integrity.ts';
import type { ResponseHeaders } from './object-headers.ts';

/** The body of one attempt to read one object. */
export class Download implements Sink, Sums {
  /** The answer's Content-Length; undefined when it has none. */
  declaredLength: number | undefined;
  /** Whether the download was stopped because the object has more bytes than are allowed. */
  tooBig = false;
  readonly maxBytes: number;
  private readonly sizeHint: number;
  /**
   * The MD5, computed as the bytes arrive, if the ETag looks like one; otherwise it is the CRC-64 that is computed as they
   * arrive. Whichever was not is computed from all bytes at once when it is asked for.
   */
  private md5Sum: ReturnType<typeof createHash> | undefined;
  private md5Hex: string | undefined;
  private readonly crc64Sum = new Crc64();
  private memory = new Uint8Array(new SharedArrayBuffer(0));
  private length = 0;

  /**
   * @param maxBytes `write` throws, and `tooBig` is set, if the object has more bytes.
   * @param sizeHint How many bytes to expect when the answer does not say.
   */
  constructor(maxBytes: number, sizeHint = 0) {
    this.maxBytes = maxBytes;
    this.sizeHint = sizeHint;
  }

  begin(headers: ResponseHeaders): void {
    const length = headers['content-length'];
    if (length !== undefined) this.declaredLength = Number(length);
    if (md5Of(headers.etag) !== undefined) this.md5Sum = createHash('md5');
  }

  write(chunk: Uint8Array): void {
    const length = this.length + chunk.length;
    if (Math.max(length, this.declaredLength ?? 0) > this.maxBytes) {
      this.tooBig = true;
      throw new Error('too big');
    }
    this.reserve(length);
    this.memory.set(chunk, this.length);
    (this.md5Sum ?? this.crc64Sum).update(chunk);
    this.length = length;
  }

  /** The bytes that have arrived so far, in shared memory. Later bytes may move to another allocation. */
  get bytes(): Uint8Array {
    return this.memory.subarray(0, this.length);
  }

  md5(): string {
    this.md5Hex = this.md5Hex ?? (this.md5Sum ?? createHash('md5').update(this.bytes)).digest('hex');
    return this.md5Hex;
  }

  crc64(): string {
    return (this.md5Sum ? new Crc64().update(this.bytes) : this.crc64Sum).digest();
  }

  /** Makes room for `length` bytes. The announced length is trusted up to `maxBytes` only, because it comes from outside. */
  private reserve(length: number): void {
    if (length <= this.memory.length) return;
    const wanted = Math.max(length, this.declaredLength ?? this.sizeHint, this.memory.length * 2);
    const larger = new Uint8Array(new SharedArrayBuffer(Math.min(wanted, this.maxBytes)));
    larger.set(this.bytes);
    this.memory = larger;
  }
}
