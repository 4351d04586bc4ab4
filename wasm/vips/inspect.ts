// Reads a source's header by libvips. No pixel is decoded.

import type { SourceInfo } from '../../src/function/engine/engine.ts';
import type { SourceFormat } from '../../src/function/format/format.ts';
import { checkJpegKind, readJpegSamples } from '../header/jpeg.ts';
import { readWebpHeader } from '../header/webp.ts';
import { damaged } from '../thread/source-fault.ts';
import type { Module, Source } from './types.ts';

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
  // libvips reports every chroma subsampling as 4:2:0, so the samples of a JPEG are counted here.
  const samples = format === 'jpeg' ? readJpegSamples(bytes) : format === 'tiff' ? image.bands : undefined;
  const has = (field: string) => image.getTypeof(field) !== 0;
  // EXIF orientations 5 to 8 exchange width and height.
  const isSideways = has('orientation') && image.getInt('orientation') >= 5;
  return {
    format,
    width: isSideways ? image.height : image.width,
    height: isSideways ? image.width : image.height,
    pages: has('n-pages') ? image.getInt('n-pages') : 1,
    hasAlpha: image.hasAlpha(),
    colour: image.interpretation === 'cmyk' ? 'cmyk' : image.bands < 3 ? 'grey' : 'rgb',
    interlaced: has('interlaced') && image.getInt('interlaced') !== 0,
    bitDepth: image.format === 'uchar' ? 8 : 16,
    ...(samples !== undefined && { samples }),
  };
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
