// Encoded bytes -> all pixels of a photo. What is the source's fault is told from what is the decoder's.

import type { SourceHeader } from './header.ts';
import { checkJpegIsWhole } from './header-jpeg.ts';
import { SourceFault } from './source-fault.ts';
import type { Codecs } from './squoosh-codecs.ts';
import type { Pixels } from './squoosh-glue.ts';

const decoders = { jpeg: 'mozjpeg', png: 'oxipng', webp: 'webp' } as const;

/**
 * @returns The photo as it is stored: not turned upright, colours as in its profile.
 * @throws {SourceFault} `source-corrupt` if the decoder refuses the bytes. Other errors are the decoder's own.
 */
export async function decode(codecs: Codecs, bytes: Uint8Array, header: SourceHeader): Promise<Pixels> {
  const { format } = header.info;
  if (format === 'jpeg') checkJpegIsWhole(bytes);
  if (format !== 'jpeg' && format !== 'png' && format !== 'webp') throw new Error(`no decoder for ${format}`);
  const name = decoders[format];
  const decoder = await codecs.decoder(name);
  let pixels: Pixels | null | undefined;
  try {
    pixels = decoder.decode(bytes);
  } catch (error) {
    codecs.drop(name);
    throw isOwnFailure(error) ? error : new SourceFault('source-corrupt', messageOf(error));
  }
  const expected = header.info.width * header.info.height * 4;
  if (!pixels || pixels.data.length !== expected) {
    throw new SourceFault('source-corrupt', `the ${format} decoder could not read the picture`);
  }
  return pixels;
}

/** A trap, or no memory left: says nothing about the source. */
function isOwnFailure(error: unknown): boolean {
  return (
    error instanceof WebAssembly.RuntimeError ||
    error instanceof RangeError ||
    /memory/i.test(messageOf(error))
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
