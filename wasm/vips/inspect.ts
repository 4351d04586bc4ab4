// Reads a source's header by libvips. No pixel is decoded.

import type { Orientation } from '../../src/function/container/orientation.ts';
import type { SourceInfo } from '../../src/function/engine/engine.ts';
import type { SourceFormat } from '../../src/function/format/format.ts';
import { checkAvifKind } from '../header/avif.ts';
import { readAvifDecoded } from '../header/avif-coded.ts';
import { turned } from '../header/facts.ts';
import { profileBytesOf } from '../header/icc.ts';
import { checkJpegKind, readJpegFacts } from '../header/jpeg.ts';
import { readPngFacts } from '../header/png.ts';
import { readWebpHeader } from '../header/webp.ts';
import { damaged } from '../thread/source-fault.ts';
import { colourOf, layoutOf } from './layout.ts';
import { loadRaw } from './load.ts';
import { orientationOf } from './orientation.ts';
import { profileIn } from './profile.ts';
import { checkSamples } from './samples.ts';
import type { Image, Module, Source } from './types.ts';

/** The values of the field `vips-loader` that fit each format. */
const loaderNames: Readonly<Record<SourceFormat, readonly string[]>> = {
  jpeg: ['jpegload_source'],
  png: ['pngload_source'],
  webp: ['webpload_source'],
  gif: ['gifload_source'],
  tiff: ['tiffload_source'],
  avif: ['heifload_source'],
  heic: [],
  jxl: ['jxlload_source'],
};

/**
 * Reads the header.
 *
 * @param source libvips' view of `bytes`.
 * @throws {SourceFault} if the bytes are of another format than they began like; libvips' own error if they are
 * unreadable.
 */
export function inspect(vips: Module, bytes: Uint8Array, source: Source, format: SourceFormat): SourceInfo {
  clearErrorBuffer(vips);
  // libvips allocates all pixels of a WebP when it opens it, so its header is read without libvips.
  if (format === 'webp') return readWebpHeader(bytes).info;
  if (format === 'jpeg') checkJpegKind(bytes);
  if (format === 'avif') checkAvifKind(bytes);
  using image = loadRaw(vips, { source });
  const loader = image.getString('vips-loader');
  if (!loaderNames[format].includes(loader)) {
    throw damaged(`it begins like ${format}, but libvips reads it as ${loader.replace(/load.*/, '')}`);
  }
  checkSamples(image);
  const layout = layoutOf(image, bytes, format);
  const colour = colourOf(layout);
  const { orientation, profile, ...decoded } = readFacts(image, bytes, format);
  return {
    format,
    ...turned(image, orientation),
    pages: has(image, 'n-pages') ? image.getInt('n-pages') : 1,
    hasAlpha: layout.alpha !== undefined,
    colour,
    interlaced: has(image, 'interlaced') && image.getInt('interlaced') !== 0,
    bitDepth: depths[image.format] ?? 64,
    ...decoded,
    ...profileBytesOf(profile, colour),
  };
}

function has(image: Image, field: string): boolean {
  return image.getTypeof(field) !== 0;
}

/** Bits of one sample, by libvips' names; those that are not here are complex numbers and double precision. */
const depths: Readonly<Record<string, SourceInfo['bitDepth']>> = {
  uchar: 8,
  char: 8,
  ushort: 16,
  short: 16,
  uint: 32,
  int: 32,
  float: 32,
};

/**
 * Reads what libvips does not tell, or tells wrongly, and from which follows how much memory a decode takes. The orientation of
 * formats that the engine for older runtimes reads, too, is read by the same reader as there.
 */
function readFacts(
  image: Image,
  bytes: Uint8Array,
  format: SourceFormat,
): Partial<SourceInfo> & { readonly orientation: Orientation; readonly profile: Uint8Array | undefined } {
  switch (format) {
    case 'jpeg': {
      // libvips reports every chroma subsampling as 4:2:0.
      const { layout, orientation, profile } = readJpegFacts(bytes);
      return { ...layout, orientation, profile };
    }
    case 'png': {
      const { orientation, profile } = readPngFacts(bytes);
      return { orientation, profile };
    }
    case 'tiff':
      return {
        orientation: orientationOf(image),
        profile: profileIn(image),
        samples: image.bands,
        ...(has(image, 'tile-width') && { decodedPixels: pixelsOfTiles(image) }),
      };
    case 'jxl':
      return { orientation: orientationOf(image), profile: profileIn(image), samples: image.bands };
    case 'avif': {
      const decoded = readAvifDecoded(bytes);
      const sizes = decoded ? { samples: decoded.samples, decodedPixels: decoded.pixels } : {};
      return { orientation: orientationOf(image), profile: profileIn(image), ...sizes };
    }
    default:
      return { orientation: orientationOf(image), profile: profileIn(image) };
  }
}

/** Pixels of two rows of a TIFF's tiles, which libvips holds; tiles may be larger than the picture. */
function pixelsOfTiles(image: Image): number {
  const [width, height] = [image.getInt('tile-width'), image.getInt('tile-height')];
  const rows = Math.min(2, Math.ceil(image.height / height));
  return rows * height * width * Math.ceil(image.width / width);
}

/**
 * Empties libvips' error buffer, which keeps warnings and adds them to the next error, even to that of another photo.
 * Any error empties it, so this causes one.
 */
function clearErrorBuffer(vips: Module): void {
  try {
    vips.Image.newFromBuffer(new Uint8Array(1)).delete();
  } catch {
    // The error is intended.
  }
}
