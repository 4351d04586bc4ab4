// Inflates a WebAssembly module of the bundle piece by piece. In one piece, its text, its compressed bytes and the module itself would
// each be an allocation of megabytes, and glibc keeps such memory when it is freed: it has seen Node.js free the text of the bundle's
// file, and takes for usual what is not larger. An instance held 11 MB of it ever after.

import { closeSync, fstatSync, openSync, readSync } from 'fs';
import { pipeline, Readable, type Transform, Writable } from 'stream';
import { promisify } from 'util';
import { gunzipSync, type ZlibOptions } from 'zlib';
import type { Place } from '../bundle/payload.mjs';
import { collectYoung } from '../thread/gc.ts';

/** Bytes; of base64 a multiple of four. Each piece returns to this thread once, for some 0.1 ms. */
const pieceBytes = 256 * 1024;
/** V8 does not see how many bytes the pieces are, and is told to collect them after so many. */
const collectedBytes = 1024 * 1024;
const pageBytes = 65_536;

/**
 * Inflates one module outside this thread.
 *
 * @param file The path of the bundle.
 * @param create Creates what inflates it.
 * @returns Its bytes, where `isShared` in memory that threads share, else in memory that can be transferred.
 */
export async function inflate(
  place: Place,
  file: string,
  create: (options: ZlibOptions) => Transform,
  isShared: boolean,
): Promise<Uint8Array> {
  const module = isShared ? mapped(place.bytes) : new Uint8Array(place.bytes);
  let length = 0;
  let uncollected = 0;
  const gather = new Writable({
    write(piece: Buffer, _encoding, done) {
      module.set(piece, length);
      length += piece.length;
      uncollected += piece.length;
      if (uncollected >= collectedBytes) {
        collectYoung();
        uncollected = 0;
      }
      done();
    },
  });
  const opened = openSync(file, 'r');
  try {
    await promisify(pipeline)(readPieces(opened, place), create({ chunkSize: pieceBytes }), gather);
  } finally {
    closeSync(opened);
  }
  return module;
}

/** Memory that the system has back as soon as nobody uses it: V8 maps it, and it is none of the allocator's. */
function mapped(bytes: number): Uint8Array {
  const pages = Math.ceil(bytes / pageBytes);
  const { buffer } = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  return new Uint8Array(buffer, 0, bytes);
}

/** Inflates a module of some KB, by gzip, in this thread. */
export function inflateSmall(place: Place, file: string): Uint8Array {
  const opened = openSync(file, 'r');
  try {
    return gunzipSync(readPiece(opened, place, 0, place.length));
  } finally {
    closeSync(opened);
  }
}

function readPieces(file: number, place: Place): Readable {
  let at = 0;
  return new Readable({
    read() {
      const piece = readPiece(file, place, at, pieceBytes);
      at += pieceBytes;
      this.push(piece.length === 0 ? null : piece);
    },
  });
}

/**
 * @param at Where the piece begins, and `most` how long it is if there is so much, in bytes of base64.
 * @returns The compressed bytes; none behind the end.
 */
function readPiece(file: number, { fromEnd, length }: Place, at: number, most: number): Buffer {
  const text = Buffer.allocUnsafe(Math.max(0, Math.min(most, length - at)));
  readSync(file, text, 0, text.length, fstatSync(file).size - fromEnd + at);
  return Buffer.from(text.toString('latin1'), 'base64');
}
