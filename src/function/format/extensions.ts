// The file name extensions of image formats that are not read, as data. An object with one of them claims to be an image.

const heif = ['heic', 'heics', 'heif', 'heifs', 'hif'];
const otherCodecs = ['jp2', 'j2k', 'jpf', 'jpx', 'jxr', 'wdp', 'hdp', 'bpg'];
const bitmaps = ['bmp', 'dib', 'ico', 'cur', 'qoi', 'icns', 'flif', 'pgm', 'ppm', 'dds', 'mng', 'exr', 'hdr'];
const drawings = ['psd', 'psb', 'xcf', 'svg', 'svgz'];
/** Raw photos of the makers with most formats, and of the others. Several of these formats begin like TIFF. */
const canonNikonSony = ['cr2', 'cr3', 'crw', 'nef', 'nrw', 'arw', 'srf', 'sr2'];
const otherRaw = ['raw', 'dng', 'raf', 'orf', 'rw2', 'pef', 'x3f', 'mrw', 'srw', '3fr', 'iiq', 'rwl'];

/**
 * In lower case, without the dot. Extensions of documents and videos are left out, because such a file is no photo by its name.
 * Which format a file really has is told by its first bytes; see magic.ts.
 */
export const refusedExtensions: readonly string[] = [
  ...heif,
  ...otherCodecs,
  ...bitmaps,
  ...drawings,
  ...canonNikonSony,
  ...otherRaw,
];
