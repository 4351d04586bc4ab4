// What a decoder needs of a TIFF: all of it, but for an orientation that does not exist. libtiff would refuse the whole picture for
// it; of a JPEG nobody does.

import { openDirectory } from '../../src/function/container/tiff-directory.ts';
import type { Keep } from './keep.ts';

const orientation = 274;
const upright = 1;
/** Those from 1 to this one exist (TIFF 6.0, section 8). */
const lastOrientation = 8;

export const keepTiff: Keep = (file, kept) => {
  const directory = openDirectory(file.slice(0, file.length));
  const found = directory?.number(orientation) ?? upright;
  const place = directory?.place(orientation);
  if (!place || (found >= upright && found <= lastOrientation)) return false;
  const number = Buffer.alloc(place.end - place.start);
  number[place.isLittleEndian ? 0 : number.length - 1] = upright;
  kept.keep(0, place.start);
  kept.add(number);
  kept.keep(place.end, file.length);
  return true;
};
