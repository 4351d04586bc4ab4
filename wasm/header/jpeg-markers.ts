// The markers of a JPEG (ITU-T T.81, table B.1), and what no file of a camera goes beyond.

export const marker = {
  temporary: 0x01,
  baseline: 0xc0,
  progressive: 0xc2,
  huffman: 0xc4,
  jpegExtension: 0xc8,
  arithmetic: 0xcc,
  lastFrame: 0xcf,
  restart0: 0xd0,
  start: 0xd8,
  end: 0xd9,
  scan: 0xda,
  quantisation: 0xdb,
  restartInterval: 0xdd,
  app0: 0xe0,
  app1: 0xe1,
  app2: 0xe2,
  app14: 0xee,
  app15: 0xef,
  comment: 0xfe,
} as const;

/**
 * Segments before the picture: photos have some dozens, with a long XMP some hundreds. Stops `ff ef 00 02` repeated, 157,286 in
 * 0.6 MB.
 */
export const maxSegments = 10_000;

/**
 * Scans of one picture, libvips' bound: cameras write ten. Stops progressive photos of endless scans, each of which the decoder
 * draws over all pixels.
 */
export const maxScans = 100;

/** The longest side that libjpeg decodes, in pixels. */
export const maxSide = 65_500;
