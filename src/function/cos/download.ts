// Takes in the body of a download: with a limit on its size, and checksummed as it arrives. Knows HTTP headers, but neither COS
// nor connections.

import { createHash } from 'crypto';
import { Crc64 } from '../checksum/crc64.ts';
import type { Sink } from './exchange.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { md5Of, type Sums } from './integrity.ts';
import type { ResponseHeaders } from './object-headers.ts';

/** Bytes after which what they came in is collected. */
const collectedAtOnce = 2 * 1024 * 1024;

/** The body of one attempt to read one object. */
export class Download implements Sink, Sums {
  /** The answer's headers; empty before it has begun. */
  headers: ResponseHeaders = {};
  /** The answer's Content-Length; undefined when it has none. */
  declaredLength: number | undefined;
  readonly maxBytes: number;
  /** Whether this has ended the answer, because its object is too big, and has the beginning of it. */
  isCutOff = false;
  /**
   * The MD5, computed as the bytes arrive, if the ETag looks like one; otherwise it is the CRC-64 that is computed as they
   * arrive. Whichever was not is computed from all bytes at once when it is asked for.
   */
  private md5Sum: ReturnType<typeof createHash> | undefined;
  private md5Hex: string | undefined;
  private readonly crc64Sum = new Crc64();
  private readonly body: GrowingBytes;
  private readonly collect: () => void;
  private uncollected = 0;

  /**
   * @param maxBytes If the object has more, `write` throws once it has its beginning, and `tooBig` is set.
   * @param sizeHint How many bytes to expect when the answer does not say.
   * @param collect As in `CosStoreOptions`.
   */
  constructor(maxBytes: number, sizeHint = 0, collect: () => void = () => undefined) {
    this.maxBytes = maxBytes;
    this.collect = collect;
    this.body = new GrowingBytes(maxBytes, sizeHint);
  }

  begin(headers: ResponseHeaders): void {
    this.headers = headers;
    const length = headers['content-length'];
    if (length !== undefined) {
      this.declaredLength = Number(length);
      this.body.expect(this.declaredLength);
    }
    if (md5Of(headers.etag) !== undefined) this.md5Sum = createHash('md5');
  }

  write(chunk: Uint8Array): void {
    const wantsMore = this.body.append(chunk);
    this.isCutOff = this.tooBig && !wantsMore;
    if (this.isCutOff) throw new Error('too big');
    if (!this.tooBig) (this.md5Sum ?? this.crc64Sum).update(chunk);
    this.uncollected += chunk.length;
    if (this.uncollected < collectedAtOnce) return;
    this.uncollected = 0;
    this.collect();
  }

  /** Whether the object has more bytes than are allowed. */
  get tooBig(): boolean {
    return this.body.tooBig;
  }

  /** The bytes that have arrived so far, in shared memory; of an object that is too big, the first few. */
  get bytes(): Uint8Array {
    return this.body.bytes;
  }

  md5(): string {
    this.md5Hex = this.md5Hex ?? (this.md5Sum ?? createHash('md5').update(this.bytes)).digest('hex');
    return this.md5Hex;
  }

  crc64(): string {
    return (this.md5Sum ? new Crc64().update(this.bytes) : this.crc64Sum).digest();
  }
}
