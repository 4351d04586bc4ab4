// Which tags of EXIF are kept by `keep`, as data. All others are left out: what is not known may tell anything.

import type { Exif } from './exif.ts';

/** Description, camera, resolution, software, date, artist, rating, copyright, and Windows' texts. */
const image = [
  ...[0x010e, 0x010f, 0x0110, 0x011a, 0x011b, 0x0128, 0x0131, 0x0132, 0x013b, 0x4746, 0x4749, 0x8298],
  ...[0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f],
];

/**
 * How it was taken. No maker's note, no serial numbers, nothing that the thumbnail has another one of: colour space, sides
 * and places in pixels.
 */
const photo = [
  ...[0x829a, 0x829d, 0x8822, 0x8827, 0x8830, 0x8831, 0x8832, 0x8833, 0x9000, 0x9003, 0x9004, 0x9010, 0x9011],
  ...[0x9012, 0x9201, 0x9202, 0x9203, 0x9204, 0x9205, 0x9206, 0x9207, 0x9208, 0x9209, 0x920a, 0x9286, 0x9290],
  ...[0x9291, 0x9292, 0xa217, 0xa300, 0xa301, 0xa401, 0xa402, 0xa403, 0xa404, 0xa405, 0xa406, 0xa407, 0xa408],
  ...[0xa409, 0xa40a, 0xa40c, 0xa430, 0xa432, 0xa433, 0xa434, 0xa500],
];

/** @returns The same without what is not in these tables. */
export function onlyAllowedTags(exif: Exif): Exif {
  return {
    order: exif.order,
    image: exif.image.filter(({ tag }) => image.includes(tag)),
    photo: exif.photo.filter(({ tag }) => photo.includes(tag)),
  };
}
