// The file name extensions of images that are not read, as data: by them an object claims to be an image.

/** Lower case, no dot; no documents and videos, which nobody takes for photos. What such a file is, its first bytes say: see magic.ts. */
export const refusedExtensions: readonly string[] = [
  ...['heic', 'heics', 'heif', 'heifs', 'hif'],
  ...['jp2', 'j2k', 'jpf', 'jpx', 'jxr', 'wdp', 'hdp', 'bpg'],
  ...['bmp', 'dib', 'ico', 'cur', 'qoi', 'icns', 'flif', 'pgm', 'ppm', 'dds', 'mng', 'exr', 'hdr'],
  ...['psd', 'psb', 'xcf', 'svg', 'svgz'],
  // Raw photos. Several are TIFF by their first bytes.
  ...['raw', 'dng', 'cr2', 'cr3', 'crw', 'nef', 'nrw', 'arw', 'srf', 'sr2', 'raf', 'orf', 'rw2', 'pef'],
  ...['x3f', 'mrw', 'srw', '3fr', 'iiq', 'rwl'],
];
