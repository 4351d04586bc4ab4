// Puts a file together out of parts of another.

import type { ByteReader } from './bytes.ts';

/** Twice the frames of the longest animation that is admitted by default, each of which may have something left out before it. */
export const maxPieces = 20_000;

/** Parts that touch each other are kept as one, so that a file of many small parts takes no more memory than one of few. */
export class Pieces {
  private readonly file: ByteReader;
  private readonly pieces: Uint8Array[] = [];
  /** Bytes that may still be added. */
  private left: number;
  /** The part of the file that was kept last and may grow. */
  private start = 0;
  private end = 0;

  /** @param maxBytes Of all pieces together. */
  constructor(file: ByteReader, maxBytes = Number.POSITIVE_INFINITY) {
    this.file = file;
    this.left = maxBytes;
  }

  /**
   * Adds a part of the file.
   *
   * @throws {Error} The file's excess, like `add`, for more than `maxBytes` and `maxPieces`.
   */
  keep(start: number, end: number): void {
    this.count(end - start);
    if (start !== this.end) {
      this.close();
      this.start = start;
    }
    this.end = end;
  }

  /** Adds bytes that are not in the file. */
  add(bytes: Uint8Array): void {
    this.count(bytes.length);
    this.close();
    this.push(bytes);
  }

  /** @returns A copy of all pieces in the order in which they came. */
  join(): Buffer {
    this.close();
    return Buffer.concat(this.pieces);
  }

  private close(): void {
    if (this.end > this.start) this.push(this.file.slice(this.start, this.end));
    this.start = this.end;
  }

  private count(bytes: number): void {
    this.left -= bytes;
    if (this.left < 0) throw this.file.excess('more bytes than are wanted');
  }

  private push(bytes: Uint8Array): void {
    if (this.pieces.length === maxPieces) throw this.file.excess(`more than ${maxPieces} pieces to keep`);
    this.pieces.push(bytes);
  }
}
