// `npm start`: shows what the built function makes of the sample photos, as a table and as a page.

import { copyFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { StoredOutcome } from '../function/report.ts';
import { type Cloud, startCloud } from '../local/cloud.ts';
import { bucket, type Delivered, region, renderPresets, targetBucket, uploadAll } from '../play/gallery.ts';
import { type Fits, kilobytes, type Pair, type Picture, renderPage } from '../play/page.ts';
import { buildFunction, buildOptions } from './built-function.ts';
import { defineCommand, runIfMain } from './command.ts';
import { chooseOutFolder, outOption } from './out-folder.ts';
import { type SamplePhoto, samplePhotos } from './samples.ts';

const box = '150x150';
const fits = {
  inside: 'within the box',
  cover: 'cropped to the box',
  contain: 'padded to the box',
  outside: 'covers the box, uncropped',
  fill: 'stretched to the box',
};

export const start = defineCommand({
  name: 'start',
  summary:
    'Uploads the sample photos to a local COS server, lets the built function answer the events, prints a table, ' +
    'and writes a page with photos and thumbnails.',
  options: {
    out: outOption('the page, the photos and the thumbnails are written'),
    ...buildOptions,
  },
  async run({ values }) {
    buildFunction(values);
    await showSamples(chooseOutFolder(values.out, '', ['photos', 'thumbnails']));
    return 0;
  },
});

async function showSamples(out: string): Promise<void> {
  for (const folder of ['photos', 'thumbnails']) mkdirSync(join(out, folder), { recursive: true });
  const cloud = await startCloud([bucket, targetBucket], region);
  try {
    const delivered = await uploadAll(cloud, Object.values(samplePhotos));
    const pairs = delivered.map((each) => toPair(cloud, out, each));
    const fitted = await fitAll(cloud, out, delivered);
    writeFileSync(join(out, 'index.html'), renderPage(pairs, fitted));
    console.log(table(pairs));
    console.log(`\nSee them side by side in ${join(out, 'index.html')}`);
    console.log('Next: npm run invoke -- test/fixtures/events/two-records.json');
  } finally {
    await cloud.close();
  }
}

function toPair(cloud: Cloud, out: string, { image, invocation, outcomes }: Delivered<SamplePhoto>): Pair {
  const [outcome] = outcomes;
  if (!outcome) throw new Error(`${image.file} has no thumbnail`);
  const { file, notable } = image;
  const ms = invocation.durationMs;
  return {
    name: file,
    notable,
    photo: copyPhoto(out, image),
    thumbnail: saveThumbnail(cloud, out, outcome),
    ms,
  };
}

async function fitAll(cloud: Cloud, out: string, [photo]: readonly Delivered<SamplePhoto>[]): Promise<Fits> {
  if (!photo) throw new Error('there are no sample photos');
  const presets = Object.keys(fits).map((fit) => `${fit}:${box},${fit}`);
  const { outcomes, image } = await renderPresets(cloud, photo, presets.join(';'));
  const thumbnails = Object.entries(fits).map(([fit, does], n) => {
    return { fit, does, picture: saveThumbnail(cloud, out, outcomes[n] as StoredOutcome) };
  });
  return { box, name: image.file, thumbnails };
}

function copyPhoto(out: string, { path, file, width, height }: SamplePhoto): Picture {
  copyFileSync(path, join(out, 'photos', file));
  return { href: `photos/${file}`, width, height, bytes: statSync(path).size };
}

function saveThumbnail(cloud: Cloud, out: string, outcome: StoredOutcome): Picture {
  const object = cloud.server.objects.get(outcome.bucket, outcome.key);
  if (!object)
    throw new Error(`${outcome.key} was reported as stored, but ${outcome.bucket} does not hold it`);
  const href = `thumbnails/${basename(outcome.key)}`;
  writeFileSync(join(out, href), object.bytes);
  return { href, width: outcome.width, height: outcome.height, bytes: object.size };
}

/** @returns A table of less than 100 columns. */
function table(pairs: readonly Pair[]): string {
  const size = ({ width, height, bytes }: Picture) =>
    `${`${width} x ${height}`.padStart(11)}${kilobytes(bytes).padStart(11)}`;
  const row = (name: string, photo: string, thumbnail: string, ms: string) =>
    `${name.padEnd(27)}${photo.padStart(22)}   ${thumbnail.padStart(22)}${ms.padStart(9)}`;
  return [
    row('photo', 'size', 'thumbnail', 'ms'),
    ...pairs.map(({ name, photo, thumbnail, ms }) =>
      row(name, size(photo), size(thumbnail), String(Math.round(ms))),
    ),
  ].join('\n');
}

runIfMain(import.meta.url, start);
