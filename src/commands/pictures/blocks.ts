// Makes all pictures, and with them what stands between the marks of the pages.

import type { Album } from './album.ts';
import { describeBeforeAfter, drawBeforeAfter, type Thumbnail } from './before-after.ts';
import { compass, efforts, photos, strips, thumbnailsOfReadme } from './examples.ts';
import type { Maker } from './maker.ts';
import type { PageBlock, PageBlocks } from './page-blocks.ts';
import {
  asMap,
  figures,
  inBytes,
  oneBelowTheOther,
  pictureFolder,
  showPhotos,
  sideBySide,
  type TablePicture,
} from './tables.ts';
import type { PictureUploads } from './uploads.ts';

export interface Studio {
  readonly uploads: PictureUploads;
  readonly maker: Maker;
  readonly album: Album;
  /** Is told of each block when it is begun. */
  readonly onStep: (name: string) => void;
}

/** Blocks whose texts are too long to stand side by side. */
const long: readonly string[] = ['background', 'watermark'];

export async function makeBlocks(studio: Studio): Promise<PageBlocks> {
  const { album, onStep } = studio;
  const blocks: Record<string, PageBlock> = {};
  for (const [name, rows] of Object.entries(strips)) {
    onStep(name);
    const pictures: TablePicture[][] = [];
    for (const row of rows) pictures.push(await inOrder(row, album.add));
    blocks[name] = (link) =>
      long.includes(name) ? oneBelowTheOther(pictures.flat(), link) : sideBySide(pictures, link);
  }
  onStep('photos');
  blocks['photos'] = await makePhotos(studio);
  onStep('gravity');
  blocks['gravity'] = await makeMap(studio);
  onStep('effort');
  blocks['effort'] = await makeEfforts(studio);
  onStep('before-after');
  blocks['before-after'] = await makeBeforeAfter(studio);
  return blocks;
}

/** One after the other, so that the machine does one thing at a time. */
async function inOrder<A, B>(all: readonly A[], make: (one: A) => Promise<B>): Promise<B[]> {
  const made: B[] = [];
  for (const one of all) made.push(await make(one));
  return made;
}

async function makePhotos({ uploads, album }: Studio): Promise<PageBlock> {
  const pictures = await inOrder(photos, album.add);
  return (link) => showPhotos(pictures, uploads, link);
}

async function makeMap({ album }: Studio): Promise<PageBlock> {
  const rows = await inOrder(compass, (row) => inOrder(row, (cell) => inOrder(cell, album.add)));
  return (link) => asMap(rows, link);
}

async function makeEfforts({ maker }: Studio): Promise<PageBlock> {
  const rows = await inOrder(efforts, (row) =>
    inOrder(row, async (one) => ({
      preset: one.preset,
      figure: inBytes((await maker.make(one)).outcome.bytes),
    })),
  );
  return () => figures(rows);
}

async function makeBeforeAfter({ uploads, maker, album }: Studio): Promise<PageBlock> {
  const thumbnails: Thumbnail[] = await inOrder(thumbnailsOfReadme, async (example) => ({
    ...(await maker.make(example)),
    preset: example.preset,
  }));
  const file = 'before-after.webp';
  album.keep(file, await drawBeforeAfter(uploads.tall, thumbnails));
  return (link) => `![${describeBeforeAfter(uploads.tall, thumbnails)}](${link(pictureFolder + file)})`;
}
