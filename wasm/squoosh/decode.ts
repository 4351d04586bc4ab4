// Decodes a photo to pixels, and distinguishes faults of the source from those of the decoder.

import { corrupt, oriented } from '../header/facts.ts';
import { withEssentialChunks } from '../header/png-picture.ts';
import { checkPixels, type Pixels } from '../picture/pixels.ts';
import type { Sides } from '../picture/sides.ts';
import { onCanvas } from '../raster/frame.ts';
import { damaged } from '../thread/source-fault.ts';
import { checkJpegData, checkJpegScans, quicklyFollowed } from '../whole/jpeg.ts';
import type { Codecs } from './codecs.ts';
import { console as codecConsole } from './globals.ts';
import type { SourceHeader } from './header.ts';
import { firstFrame, isAnimatedWebp } from './webp.ts';

/**
 * Decodes the whole photo at its full size.
 *
 * @returns The photo as stored: not upright, in the colours of its profile; of an animation, the first frame.
 * @throws {SourceFault} `source-corrupt` if the decoder refuses the bytes. Other errors are failures of the decoder.
 */
export async function decode(codecs: Codecs, bytes: Uint8Array, header: SourceHeader): Promise<Pixels> {
  const { format, width, height } = header.info;
  const stored = oriented(width, height, header.orientation);
  switch (format) {
    case 'jpeg':
      return decodeJpeg(codecs, bytes, stored);
    case 'png':
      return decodeAs(codecs, 'oxipng', withEssentialChunks(bytes), stored);
    case 'webp':
      return isAnimatedWebp(bytes)
        ? decodeAnimation(codecs, bytes, stored)
        : decodeAs(codecs, 'webp', bytes, stored);
    default:
      throw new Error(`the Squoosh engine has no decoder for ${format}`);
  }
}

/**
 * The decoder draws grey what is missing, and only warns. What it warns of may be harmless, so the data itself is looked at.
 */
async function decodeJpeg(codecs: Codecs, bytes: Uint8Array, stored: Sides): Promise<Pixels> {
  checkJpegScans(bytes);
  const isQuick = bytes.length <= quicklyFollowed;
  if (isQuick) checkJpegData(bytes);
  codecConsole.takeWarning();
  const pixels = await decodeAs(codecs, 'mozjpeg', bytes, stored);
  if (codecConsole.takeWarning() !== '' && !isQuick) checkJpegData(bytes);
  return pixels;
}

/** Decodes the first frame onto its canvas. A frame may cover only a part of it; the rest is transparent. */
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
    // The decoder was interrupted: its stack and its memory are in an unknown state.
    codecs.drop(name);
    if (isDecoderFailure(error)) throw error;
    // MozJPEG's message says what is wrong. The PNG decoder's does not; it exists only once and cannot be dropped, so
    // the memory of the interrupted decode is lost.
    if (name === 'mozjpeg') throw corrupt(messageOf(error));
    throw damaged('the decoder could not read the picture', true);
  }
  if (!pixels || pixels.width !== width || pixels.height !== height) {
    throw corrupt('the decoder could not read the picture');
  }
  return checkPixels(pixels);
}

/** Whether the decoder trapped or ran out of memory, which says nothing about the source. */
function isDecoderFailure(error: unknown): boolean {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
