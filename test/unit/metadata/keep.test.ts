// THUMB_METADATA=keep: what a photo shows and how it was taken stays; where, with which one of all cameras, and what it
// looked like before it was cropped does not.

import { expect, test } from 'vitest';
import { writeExif } from '../../../src/function/metadata/exif.ts';
import { readMetadata } from '../../../src/function/metadata/metadata.ts';
import { tiff } from '../../support/metadata-parts.ts';

const text = (tag: number, value: string) => ({ tag, type: 2, value: `${value}\0` }) as const;
const blob = (tag: number, value: string) => ({ tag, type: 7, value }) as const;

/** With a directory of each kind that cameras write. */
const camera = (order: 'II' | 'MM') => {
  const image = [
    text(0x010f, 'Known maker'),
    { tag: 0x0112, type: 3, value: 6 },
    text(0x013b, 'Li Wei'),
    { tag: 0x8769, to: 2 },
    { tag: 0x8825, to: 3 },
    text(0xc62f, 'Secret serial of a DNG'),
  ] as const;
  const preview = [
    { tag: 0x0201, to: 4 },
    { tag: 0x0202, type: 4, value: 14 },
    blob(0xffff, 'Secret preview'),
  ] as const;
  const photo = [
    text(0x9003, '2026:01:02 03:04:05'),
    blob(0x927c, 'Secret note of the maker'),
    { tag: 0xa002, type: 4, value: 4000 },
    text(0xa420, 'Secret identifier'),
    text(0xa431, 'Secret body serial'),
    text(0xa434, 'Known lens'),
    text(0xa435, 'Secret lens serial'),
  ] as const;
  const gps = [text(1, 'N'), blob(27, 'Secret place of it')] as const;
  return tiff(order, [image, preview, photo, gps, [blob(1, 'Secret and more')]], { chain: true });
};

test.each(['II', 'MM'] as const)('of a camera that writes %s', (order) => {
  const source = camera(order);
  expect(source.toString('latin1').match(/Secret/g)?.length).toBe(8);
  const kept = writeExif(readMetadata(source, 'tiff', 'keep').exif) as Buffer;
  const words = ['Known maker', 'Li Wei', 'Known lens', '2026:01:02'];
  expect(words.filter((word) => !kept.includes(word))).toEqual([]);
  expect(kept.includes('Secret')).toBe(false);
  expect(kept.toString('latin1', 0, 2)).toBe(order);
  // A thumbnail is upright, and has sides of its own.
  const tags = readMetadata(kept, 'tiff', 'keep').exif;
  expect([...tags.image, ...tags.photo].map(({ tag }) => tag)).toEqual([0x010f, 0x013b, 0x9003, 0xa434]);
});

test('by the policy copyright nothing about the camera is left', () => {
  const { exif } = readMetadata(camera('II'), 'tiff', 'copyright');
  expect(exif.image.map(({ tag }) => tag)).toEqual([0x013b]);
  expect(exif.photo).toEqual([]);
});

test('what a preview directory says is never read, however it is pointed at', () => {
  const loop = tiff('II', [[text(0x013b, 'Li Wei'), { tag: 0x8769, to: 0 }]]);
  const { exif } = readMetadata(loop, 'tiff', 'keep');
  expect(exif.image.map(({ tag }) => tag)).toEqual([0x013b]);
});
