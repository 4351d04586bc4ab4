// The sample photos that the commands show and send, by path. test/fixtures/images/README.md says where they come from.

import { fileURLToPath } from 'node:url';

export interface SamplePhoto {
  /** Absolute. */
  readonly path: string;
  readonly file: string;
  /** Pixels after EXIF orientation. */
  readonly width: number;
  readonly height: number;
  /** What is special about the photo. */
  readonly notable: string;
}

function photo(file: string, width: number, height: number, notable: string): SamplePhoto {
  const url = new URL(`../../test/fixtures/images/${file}`, import.meta.url);
  return { path: fileURLToPath(url), file, width, height, notable };
}

/** `npm start` shows them in this order. */
export const samplePhotos = {
  landscape: photo('landscape.jpg', 1600, 900, 'baseline JPEG'),
  portrait: photo('portrait-orientation-6.jpg', 800, 1067, 'EXIF orientation 6'),
  transparent: photo('transparent.png', 800, 600, 'PNG, translucent and clear'),
  wideGamut: photo('wide-gamut.jpg', 1200, 800, 'Display P3 profile'),
  cmyk: photo('cmyk.jpg', 500, 522, 'CMYK without a profile'),
} as const;
