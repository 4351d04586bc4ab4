// Puts a file together out of parts of another.

import type { ByteReader } from './bytes.ts';

/** Twice the frames of the longest animation that is admitted by default, each of which may have something left out before it. */
export const maxPieces = 20_000;

/** Parts that touch each other are kept as one, so that a file of many small parts takes no more memory than one of few. */
export class Pieces {
  private readonly file: ByteReader;
  private readonly pieces: Uint8Array[] = [];
  /** The part of the file that was kept last and may grow. */
  private start = 0;
  private end = 0;

  constructor(file: ByteReader) {
    this.file = file;
  }

  /** Adds a part of the file. */
  keep(start: number, end: number): void {
    if (start !== this.end) {
      this.close();
      this.start = start;
    }
    this.end = end;
  }

  /** Adds bytes that are not in the file. */
  add(bytes: Uint8Array): void {
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

  /** @throws {Error} The file's fault, for one piece more than `maxPieces`. */
  private push(bytes: Uint8Array): void {
    if (this.pieces.length === maxPieces) throw this.file.fault(`more than ${maxPieces} pieces to keep`);
    this.pieces.push(bytes);
  }
}
