// Encoded bytes -> all pixels of a photo. What is the source's fault is told from what is the decoder's.

import { corrupt, oriented } from '../header/facts.ts';
import { checkJpegIsWhole } from '../header/jpeg.ts';
import type { Pixels } from '../picture/pixels.ts';
import type { Sides } from '../picture/sides.ts';
import { SourceFault } from '../thread/source-fault.ts';
import type { Codecs } from './codecs.ts';
import { onCanvas } from './frame.ts';
import type { SourceHeader } from './header.ts';
import { withEssentialChunks } from './png.ts';
import { firstFrame, isAnimatedWebp } from './webp.ts';

/**
 * @returns The photo as it is stored: not turned upright, colours as in its profile; of an animation, the first frame.
 * @throws {SourceFault} `source-corrupt` if the decoder refuses the bytes. Other errors are the decoder's own.
 */
export async function decode(codecs: Codecs, bytes: Uint8Array, header: SourceHeader): Promise<Pixels> {
  const { format, width, height } = header.info;
  const stored = oriented(width, height, header.orientation);
  switch (format) {
    case 'jpeg':
      checkJpegIsWhole(bytes);
      return decodeAs(codecs, 'mozjpeg', bytes, stored);
    case 'png':
      return decodeAs(codecs, 'oxipng', withEssentialChunks(bytes), stored);
    case 'webp':
      return isAnimatedWebp(bytes)
        ? decodeAnimation(codecs, bytes, stored)
        : decodeAs(codecs, 'webp', bytes, stored);
    default:
      throw new Error(`no decoder for ${format}`);
  }
}

/** A frame may cover only a part of the canvas; the rest is clear. */
async function decodeAnimation(codecs: Codecs, bytes: Uint8Array, canvas: Sides): Promise<Pixels> {
  const frame = firstFrame(bytes);
  if (frame.left + frame.width > canvas.width || frame.top + frame.height > canvas.height) {
    throw corrupt('an animated WebP whose first frame reaches beyond its canvas');
  }
  const pixels = await decodeAs(codecs, 'webp', frame.bytes, frame);
  const isWhole = frame.width === canvas.width && frame.height === canvas.height;
  return isWhole ? pixels : onCanvas(pixels, frame.left, frame.top, canvas);
}

async function decodeAs(
  codecs: Codecs,
  name: 'mozjpeg' | 'oxipng' | 'webp',
  bytes: Uint8Array,
  { width, height }: Sides,
): Promise<Pixels> {
  const decoder = await codecs.decoder(name);
  let pixels: Pixels | null | undefined;
  try {
    pixels = decoder.decode(bytes);
  } catch (error) {
    // It was left in the middle of its work: neither its stack nor its memory is as it was.
    codecs.drop(name);
    if (isDecoderFailure(error)) throw error;
    // MozJPEG names what is wrong; png does not, and cannot be dropped: what it held when it gave up is lost.
    if (name === 'mozjpeg') throw corrupt(messageOf(error));
    throw new SourceFault('source-corrupt', 'the decoder could not read the picture', true);
  }
  if (!pixels || pixels.width !== width || pixels.height !== height) {
    throw corrupt('the decoder could not read the picture');
  }
  return pixels;
}

/** A trap, or no memory left: says nothing about the source. */
function isDecoderFailure(error: unknown): boolean {
  return (
    error instanceof WebAssembly.RuntimeError ||
    error instanceof RangeError ||
    /memory/i.test(messageOf(error))
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
