// `npm run docs:pictures`: the pictures of the docs, made by the built function, and the tables of the pages that show them.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, startCloud } from '../local/cloud.ts';
import { bucket, region, targetBucket } from '../play/gallery.ts';
import { buildFunction, buildOptions } from './built-function.ts';
import { defineCommand, runIfMain } from './command.ts';
import { createAlbum } from './pictures/album.ts';
import { makeBlocks } from './pictures/blocks.ts';
import { createMaker } from './pictures/maker.ts';
import { fillPages } from './pictures/page-blocks.ts';
import { makeUploads } from './pictures/uploads.ts';

async function main(): Promise<number> {
  const uploads = await makeUploads();
  const cloud = await startCloud([bucket, targetBucket], region);
  try {
    const maker = await createMaker(cloud, uploads);
    const album = createAlbum(maker);
    const blocks = await makeBlocks({ uploads, maker, album, onStep: (name) => console.log(name) });
    writePictures(album.files);
    console.log(`tables in ${fillPages(root, blocks).join(', ')}`);
    return 0;
  } finally {
    await cloud.close();
  }
}

/** Deletes what was there, so that no picture stays that no page shows. */
function writePictures(files: ReadonlyMap<string, Uint8Array>): void {
  const folder = join(root, 'docs', 'pictures');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let total = 0;
  for (const [file, bytes] of files) {
    writeFileSync(join(folder, file), bytes);
    total += bytes.length;
  }
  console.log(`${files.size} pictures, ${Math.round(total / 1000)} kB, in ${folder}`);
}

export const pictures = defineCommand({
  name: 'docs:pictures',
  summary: {
    en:
      'Makes the pictures in docs/pictures/ anew, with dist/index.js, and writes the tables of pictures into the pages: ' +
      'whatever stands between <!-- pictures: NAME --> and <!-- /pictures -->.',
    zh:
      '用 dist/index.js 重新生成 docs/pictures/ 中的图片，并把图片表格写入各页面：' +
      '<!-- pictures: NAME --> 和 <!-- /pictures --> 之间的内容。',
  },
  options: buildOptions,
  async run({ values }) {
    buildFunction(values);
    return await main();
  },
});

runIfMain(import.meta.url, pictures);
