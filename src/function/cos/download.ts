// Where a download lands: shared memory, counted, capped and checksummed as it comes in. Knows HTTP, not the SDK.

import { createHash } from 'crypto';
import { Writable } from 'stream';
import { Crc64 } from '../checksum/crc64.ts';
import { md5Of, type Sums } from './integrity.ts';

/** One attempt to read one object. It takes only a success: the SDK pipes the XML of an error into it as well. */
export class Download extends Writable implements Sums {
  /**
   * HTTP status, 0 before the answer. The SDK's HTTP client sets this and calls `setHeader`, as it would on a
   * server's response that it pipes into, before the first byte of the body.
   */
  statusCode = 0;
  /** Content-Length; undefined when the answer has none. */
  declaredLength: number | undefined;
  /** It was given up because the object has more bytes than are allowed. */
  tooBig = false;
  readonly maxBytes: number;
  private readonly sizeHint: number;
  /** The checksum that will most likely be asked for, computed as the bytes come in; the other one takes them all again. */
  private md5Sum: ReturnType<typeof createHash> | undefined;
  private md5Hex: string | undefined;
  private readonly crc64Sum = new Crc64();
  private memory = new Uint8Array(new SharedArrayBuffer(0));
  private length = 0;

  /** @param sizeHint Bytes to expect when the answer does not say. */
  constructor(maxBytes: number, sizeHint = 0) {
    super();
    this.maxBytes = maxBytes;
    this.sizeHint = sizeHint;
  }

  setHeader(name: string, value: string): void {
    if (name.toLowerCase() === 'content-length') this.declaredLength = Number(value);
    if (name.toLowerCase() === 'etag' && md5Of(value) !== undefined) this.md5Sum = createHash('md5');
  }

  /** What has come in so far, in shared memory. */
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

  override _write(chunk: Uint8Array, _encoding: string, done: (error?: Error) => void): void {
    if (this.statusCode !== 200) {
      done();
      return;
    }
    const length = this.length + chunk.length;
    if (Math.max(length, this.declaredLength ?? 0) > this.maxBytes) {
      this.tooBig = true;
      done(new Error('too big'));
      return;
    }
    this.reserve(length);
    this.memory.set(chunk, this.length);
    (this.md5Sum ?? this.crc64Sum).update(chunk);
    this.length = length;
    done();
  }

  /** An announced length is believed up to the cap only: it comes from outside. */
  private reserve(length: number): void {
    if (length <= this.memory.length) return;
    const wanted = Math.max(length, this.declaredLength ?? this.sizeHint, this.memory.length * 2);
    const larger = new Uint8Array(new SharedArrayBuffer(Math.min(wanted, this.maxBytes)));
    larger.set(this.bytes);
    this.memory = larger;
  }
}
