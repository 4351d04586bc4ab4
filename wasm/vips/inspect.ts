// Reads a source's header by libvips. No pixel is decoded.

import type { SourceInfo } from '../../src/function/engine/engine.ts';
import type { SourceFormat } from '../../src/function/format/format.ts';
import { readAvifDecoded } from '../header/avif-coded.ts';
import { checkJpegKind, readJpegLayout } from '../header/jpeg.ts';
import { readWebpHeader } from '../header/webp.ts';
import { damaged } from '../thread/source-fault.ts';
import type { Image, Module, Source } from './types.ts';

/** The values of the field `vips-loader` that fit each format. */
const loaderNames: Readonly<Record<SourceFormat, readonly string[]>> = {
  jpeg: ['jpegload_source', 'uhdrload_source'],
  png: ['pngload_source'],
  webp: ['webpload_source'],
  gif: ['gifload_source'],
  tiff: ['tiffload_source'],
  avif: ['heifload_source'],
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
  using image = vips.Image.newFromSource(source, '[fail_on=error]', { access: 'sequential' });
  const loader = image.getString('vips-loader');
  if (!loaderNames[format].includes(loader)) {
    throw damaged(`it begins like ${format}, but libvips reads it as ${loader.replace(/load.*/, '')}`);
  }
  // EXIF orientations 5 to 8 exchange width and height.
  const isSideways = has(image, 'orientation') && image.getInt('orientation') >= 5;
  return {
    format,
    width: isSideways ? image.height : image.width,
    height: isSideways ? image.width : image.height,
    pages: has(image, 'n-pages') ? image.getInt('n-pages') : 1,
    hasAlpha: image.hasAlpha(),
    colour: image.interpretation === 'cmyk' ? 'cmyk' : image.bands < 3 ? 'grey' : 'rgb',
    interlaced: has(image, 'interlaced') && image.getInt('interlaced') !== 0,
    bitDepth: depths[image.format] ?? 64,
    ...whatIsDecoded(bytes, image, format),
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

/** The facts that libvips does not tell, or tells wrongly, from which follows how much memory a decode takes. */
function whatIsDecoded(bytes: Uint8Array, image: Image, format: SourceFormat): Partial<SourceInfo> {
  switch (format) {
    case 'jpeg':
      // libvips reports every chroma subsampling as 4:2:0, and not whether an UltraHDR photo is progressive.
      return readJpegLayout(bytes) ?? {};
    case 'tiff':
      return {
        samples: image.bands,
        ...(has(image, 'tile-width') && { decodedPixels: pixelsOfTiles(image) }),
      };
    case 'jxl':
      return { samples: image.bands };
    case 'avif': {
      const decoded = readAvifDecoded(bytes);
      return decoded ? { samples: decoded.samples, decodedPixels: decoded.pixels } : {};
    }
    default:
      return {};
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
