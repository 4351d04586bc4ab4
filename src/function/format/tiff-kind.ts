// Recognises TIFFs that are whole, but of a kind that libvips and the libtiff in it do not read: the tags of their first directory
// say it (TIFF 6.0, and the list of compression schemes in libtiff's tiff.h).

import { openDirectory, type TiffDirectory } from '../container/tiff-directory.ts';

const tag = {
  imageWidth: 256,
  imageLength: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  samplesPerPixel: 277,
  planarConfiguration: 284,
  tileWidth: 322,
  tileLength: 323,
  sampleFormat: 339,
  chromaSubsampling: 530,
} as const;

/**
 * Compression schemes that are read, as tried with the libtiff in wasm-vips: none, CCITT (four numbers), LZW, JPEG, Deflate (two),
 * PackBits, NeXT, ThunderScan, SGI Log (two) and WebP.
 */
const readSchemes: readonly number[] = [
  ...[1, 2, 3, 4, 5, 7, 8, 32_766, 32_771, 32_773, 32_809, 32_946],
  ...[34_676, 34_677, 50_001],
];

const schemeNames: Readonly<Record<number, string>> = {
  6: 'old-style JPEG',
  9: 'JBIG',
  10: 'JBIG',
  32909: 'PixarLog',
  33003: 'JPEG 2000',
  33005: 'JPEG 2000',
  34661: 'JBIG',
  34712: 'JPEG 2000',
  34887: 'LERC',
  34892: 'lossy JPEG of DNG',
  34925: 'LZMA',
  50000: 'ZSTD',
  50002: 'JPEG XL',
  52546: 'JPEG XL',
};

const schemesOf = { jpeg: 7, webp: 50_001 } as const;
/** In whose place libtiff gives black where a picture has no alpha, as tried with the libtiff in wasm-vips. */
const samplesOfWebp = 4;

const yCbCr = 6;
/** How many pixels across and down share a sample of colour, as libtiff turns them into RGB; of others it gives no or wrong colours. */
const readSubsampling: readonly string[] = ['2x1', '1x2', '2x2', '4x1', '4x2', '4x4'];
const planes = 2;

const cieLab = 8;
/** libvips would show these colours as if they were red, green and blue. */
const photometricNames: Readonly<Record<number, string>> = {
  4: 'a transparency mask',
  9: 'ICC Lab colours',
  10: 'ITU Lab colours',
};

const integers = [1, 2];
const float = 3;

/**
 * @param bytes A TIFF; what it says of itself is not trusted.
 * @returns `TIFF with ZSTD compression`; undefined for one that is read, and for one whose tags cannot be read.
 */
export function nameUnreadTiff(bytes: Uint8Array): string | undefined {
  const directory = openDirectory(bytes);
  if (!directory) return undefined;
  const value = (wanted: number, otherwise: number) => directory.number(wanted) ?? otherwise;
  const scheme = value(tag.compression, 1);
  if (!readSchemes.includes(scheme))
    return `TIFF with ${schemeNames[scheme] ?? `unknown (${scheme})`} compression`;
  const longest = Math.max(value(tag.imageWidth, 0), value(tag.imageLength, 0));
  if (Math.max(value(tag.tileWidth, 0), value(tag.tileLength, 0)) > maxTileSide(longest))
    return 'TIFF in tiles that are much larger than the picture';
  // Strips of planes are read, but no tiles of them, also where there is one plane only.
  if (isTiled(directory) && isInPlanes(directory))
    return 'TIFF in tiles that hold one colour each (separate planes)';
  const photometric = value(tag.photometric, 1);
  const colours = photometricNames[photometric];
  if (colours !== undefined) return `TIFF of ${colours}`;
  const bits = directory.number(tag.bitsPerSample);
  if (bits === undefined) return undefined;
  const samples = value(tag.samplesPerPixel, 1);
  if (scheme === schemesOf.webp && samples !== samplesOfWebp) return 'TIFF with WebP compression';
  if (photometric === yCbCr && scheme !== schemesOf.jpeg && !isReadYCbCr(directory)) {
    return 'TIFF of YCbCr colours that are sampled in an unusual way';
  }
  if (firstOf(directory, tag.bitsPerSample, samples).some((one) => one !== bits)) {
    return 'TIFF of samples that have different bits';
  }
  const format = value(tag.sampleFormat, 1);
  if (photometric === cieLab && bits === 8) return 'TIFF of CIELab colours of 8 bits';
  if (isRead(bits, samples, format)) return undefined;
  return `TIFF of ${bits} bits per sample${format === float ? ' (floating point)' : ''}`;
}

/** At most so many numbers of an entry: a file may say that it has any number. */
function firstOf(directory: TiffDirectory, wanted: number, most: number): number[] {
  const first: number[] = [];
  for (const one of directory.numbers(wanted)) {
    if (first.length >= most) break;
    first.push(one);
  }
  return first;
}

function isReadYCbCr(directory: TiffDirectory): boolean {
  const [across = 2, down = 2] = firstOf(directory, tag.chromaSubsampling, 2);
  return !isInPlanes(directory) && readSubsampling.includes(`${across}x${down}`);
}

function isInPlanes(directory: TiffDirectory): boolean {
  return directory.number(tag.planarConfiguration) === planes;
}

function isTiled(directory: TiffDirectory): boolean {
  return directory.number(tag.tileWidth) !== undefined && directory.number(tag.tileLength) !== undefined;
}

/** libvips' bound on a tile's side, as tried with pictures of 100, 600 and 1000 pixels: larger tiles would only take memory. */
function maxTileSide(longestSide: number): number {
  return Math.ceil((2 * longestSide) / 256) * 256;
}

function isRead(bits: number, samples: number, format: number): boolean {
  if (format === float) return bits === 16 || bits === 32;
  if (!integers.includes(format) && format !== 4) return false;
  return (
    bits === 8 || bits === 16 || bits === 32 || (samples === 1 && (bits === 1 || bits === 2 || bits === 4))
  );
}
