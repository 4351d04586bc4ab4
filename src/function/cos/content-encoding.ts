// Undoes the Content-Encoding that an object is stored with: a program compressed the photo before it uploaded it. Bounded, because
// a small file may stand for a thousand times as many bytes.

import type { Transform } from 'stream';
import zlib from 'zlib';
import { sniff } from '../format/sniff.ts';
import { GrowingBytes } from './growing-bytes.ts';

/** Bytes that the decoder is given at a time. */
const pieceBytes = 64 * 1024;
/** One encoding upon another is a mistake of two programs; more is an attack. */
const maxEncodings = 3;

/** The decoders, by the word in the header. A runtime that is too old for one does not have its function. */
const decoders = new Map<string, (bytes: Uint8Array) => Transform | undefined>([
  ['gzip', () => zlib.createGunzip()],
  ['x-gzip', () => zlib.createGunzip()],
  // Some programs leave out the two bytes of zlib around it.
  ['deflate', (bytes) => (isZlib(bytes) ? zlib.createInflate() : zlib.createInflateRaw())],
  ['br', () => zlib.createBrotliDecompress?.()],
  ['zstd', () => (zlib as { createZstdDecompress?: () => Transform }).createZstdDecompress?.()],
]);

/** Why an encoding cannot be undone. */
export class EncodingError extends Error {
  readonly code: 'source-too-big' | 'source-corrupt' | 'source-unsupported';
  /** The first few bytes of the object, decoded as far as that is possible. */
  readonly bytes: Uint8Array;

  /** @param message A sentence that begins with the object's address, which the caller knows. */
  constructor(code: EncodingError['code'], message: string, bytes: Uint8Array, cause?: unknown) {
    super(message);
    this.code = code;
    this.bytes = bytes;
    this.cause = cause;
  }
}

/**
 * @param encoding The header; words that do not mean compression, like `utf-8` and `aws-chunked`, are ignored.
 * @param maxBytes The most bytes of the object and of what it is decoded to, together: both are in memory for a while.
 * @returns What the object was before; the same bytes if there is nothing to undo, as where the header is wrong and they are those
 * of an image.
 * @throws {EncodingError}
 */
export async function undoEncoding(
  bytes: Uint8Array,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Uint8Array> {
  const words = (encoding ?? '').toLowerCase().split(',');
  const known = words.map((word) => word.trim()).filter((word) => decoders.has(word));
  let found = bytes;
  let held = bytes.length;
  for (const word of known.slice(-maxEncodings).reverse()) {
    if (found.length === 0 || sniff(found).kind === 'source') break;
    found = await decode(found, word, { maxBytes, left: Math.max(0, maxBytes - held) });
    held += found.length;
  }
  return found;
}

/** The size of the content as gzip's last four bytes say it (RFC 1952); it is a hint only. */
function gzipSize(bytes: Uint8Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(-4);
  return a + b * 256 + c * 65_536 + d * 16_777_216;
}

function isZlib(bytes: Uint8Array): boolean {
  const [method = 0, flags = 0] = bytes;
  return (method & 15) === 8 && (method * 256 + flags) % 31 === 0;
}

/** @param left How many bytes of `maxBytes` are not in use yet. */
function decode(
  bytes: Uint8Array,
  word: string,
  { maxBytes, left }: { readonly maxBytes: number; readonly left: number },
): Promise<Uint8Array> {
  const cure = 'Upload the photo as it is, without that header.';
  const stored = `is stored with "Content-Encoding: ${word}"`;
  const decoder = decoders.get(word)?.(bytes);
  if (!decoder) {
    const message = `${stored}, which Node.js ${process.version} cannot undo. ${cure}`;
    return Promise.reject(new EncodingError('source-unsupported', message, bytes));
  }
  return new Promise((resolve, reject) => {
    const found = new GrowingBytes(left, word.endsWith('gzip') ? gzipSize(bytes) : bytes.length);
    let isOver = false;
    const end = (settle: () => void) => {
      if (isOver) return;
      isOver = true;
      decoder.destroy();
      settle();
    };
    const finish = () => {
      if (!found.tooBig) return resolve(found.bytes);
      const message = `${stored}, and has more than ${maxBytes} bytes with what it is unpacked to: the limit that THUMB_MAX_SOURCE_MB sets, or without it the function's memory.`;
      reject(new EncodingError('source-too-big', message, found.bytes));
    };
    let at = 0;
    const feed = () => {
      while (!isOver && at < bytes.length) {
        // A copy: zlib of some runtimes does not read shared memory.
        const piece = Buffer.from(bytes.subarray(at, at + pieceBytes));
        at += piece.length;
        if (!decoder.write(piece)) return void decoder.once('drain', feed);
      }
      if (!isOver) decoder.end();
    };
    decoder.on('data', (piece: Buffer) => {
      if (!isOver && !found.append(piece)) end(finish);
    });
    decoder.on('end', () => end(finish));
    decoder.on('error', (cause) =>
      end(() => {
        const message = `${stored}, but its data is not, or is damaged. ${cure}`;
        reject(new EncodingError('source-corrupt', message, bytes, cause));
      }),
    );
    feed();
  });
}
