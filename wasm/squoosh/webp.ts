// Extracts the first frame of an animated WebP (RFC 9649, 2.7.1.1), because the decoder reads only still ones.

import { Bytes } from '../header/bytes.ts';
import { corrupt } from '../header/facts.ts';
import { animationFlag, frameHeadBytes, readChunks } from '../header/webp.ts';

export interface Frame {
  /** The frame as a still WebP; a copy. */
  readonly bytes: Uint8Array;
  /** Pixels: the frame's top left corner on the canvas. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const pictures: readonly string[] = ['ALPH', 'VP8 ', 'VP8L'];
const alphaFlag = 0x10;

/**
 * Whether the WebP is animated.
 *
 * @param bytes A WebP whose header has been read.
 */
export function isAnimatedWebp(bytes: Uint8Array): boolean {
  const file = new Bytes(bytes);
  return file.text(12, 4) === 'VP8X' && (file.u8(20) & animationFlag) !== 0;
}

/**
 * Makes a still WebP of the first frame.
 *
 * @param bytes An animated WebP whose header has been read.
 * @throws {SourceFault} `source-corrupt` if the frame is missing or cut off.
 */
export function firstFrame(bytes: Uint8Array): Frame {
  const file = new Bytes(bytes);
  const found = readChunks(file, 12, file.length).find(({ name }) => name === 'ANMF');
  if (!found || found.end > file.length) throw corrupt('an animated WebP without a whole first frame');
  const { start } = found;
  const parts = readChunks(file, start + frameHeadBytes, found.end)
    .filter(({ name }) => pictures.includes(name))
    .map((chunk) => file.slice(chunk.start - 8, chunk.end + ((chunk.end - chunk.start) % 2)));
  // The frame's sides are stored in the form that VP8X needs: less one, three bytes each.
  const sides = file.slice(start + 6, start + 12);
  const header = Buffer.concat([chunkHead('VP8X', 10), Uint8Array.of(alphaFlag, 0, 0, 0), sides]);
  const body = Buffer.concat([Buffer.from('WEBP'), header, ...parts]);
  return {
    bytes: new Uint8Array(Buffer.concat([chunkHead('RIFF', body.length), body])),
    // The corner is stored in units of two pixels.
    left: file.u24le(start) * 2,
    top: file.u24le(start + 3) * 2,
    width: file.u24le(start + 6) + 1,
    height: file.u24le(start + 9) + 1,
  };
}

function chunkHead(name: string, length: number): Buffer {
  const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(length, 4);
  return head;
}
