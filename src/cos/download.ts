// Where a download lands: shared memory, counted, capped and checksummed as it comes in. Knows HTTP, not the SDK.

import { Writable } from 'stream';
import { Crc64 } from '../crc64.ts';

/** One attempt to read one object. It takes only a success: the SDK pipes the XML of an error into it as well. */
export class Download extends Writable {
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
  private readonly crc = new Crc64();
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
  }

  /** What has come in so far, in shared memory. */
  get bytes(): Uint8Array {
    return this.memory.subarray(0, this.length);
  }

  /** CRC64 of `bytes`, decimal. */
  get crc64(): string {
    return this.crc.digest();
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
    this.crc.update(chunk);
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
