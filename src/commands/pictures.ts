// `npm run docs:pictures`: the pictures of the README's options, made by the built function, into docs/pictures/.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../function/report.ts';
import { type Cloud, root, startCloud } from '../local/cloud.ts';
import { bucket, createUploader, region, targetBucket } from '../play/gallery.ts';
import { buildFunction, buildOptions } from './built-function.ts';
import { defineCommand, runIfMain } from './command.ts';
import { type SamplePhoto, samplePhotos } from './samples.ts';

const box = '150x150';
/** Shows what a crop does that can only move from side to side. */
const tall = '75x150';

/** File name -> preset. */
const fits: Readonly<Record<string, string>> = {
  'fit-inside': box,
  'fit-cover': `${box},cover`,
  'fit-contain': `${box},contain,background=dddddd`,
  'fit-outside': `${box},outside`,
  'fit-fill': `${box},fill`,
};
const gravities: Readonly<Record<string, string>> = {
  'gravity-centre': `${box},cover`,
  'gravity-north': `${box},cover,north`,
  'gravity-south': `${box},cover,south`,
  'gravity-west': `${tall},cover,west`,
  'gravity-east': `${tall},cover,east`,
  'gravity-northwest': `${tall},cover,northwest`,
  'gravity-northeast': `${tall},cover,northeast`,
  'gravity-southwest': `${tall},cover,southwest`,
  'gravity-southeast': `${tall},cover,southeast`,
  'gravity-attention': `${box},cover,attention`,
  'gravity-entropy': `${box},cover,entropy`,
};
/** Of a photo whose uploader says where its subject is: the flower on the left. */
const focused = { focus: `${box},cover` };
const focus = '0.29,0.38';

async function main(): Promise<number> {
  const folder = join(root, 'docs', 'pictures');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const cloud = await startCloud([bucket, targetBucket], region);
  try {
    const pictures = [
      ...(await makeAll(cloud, samplePhotos.landscape, fits)),
      ...(await makeAll(cloud, samplePhotos.portrait, gravities)),
      ...(await makeAll(cloud, samplePhotos.landscape, focused, { 'x-cos-meta-focus': focus })),
    ];
    for (const { name, bytes } of pictures) writeFileSync(join(folder, `${name}.webp`), bytes);
    const total = pictures.reduce((sum, { bytes }) => sum + bytes.length, 0);
    console.log(`${pictures.length} pictures, ${Math.round(total / 1000)} kB, in ${folder}`);
    return 0;
  } finally {
    await cloud.close();
  }
}

/** @param headers Of the upload. */
async function makeAll(
  cloud: Cloud,
  { path, file }: SamplePhoto,
  named: Readonly<Record<string, string>>,
  headers: Record<string, string> = {},
) {
  const names = Object.keys(named);
  const THUMB_PRESETS = names.map((name) => `${name}:${named[name]},webp`).join(';');
  const limits = { memoryMb: 512, timeoutS: 60, enforceMemory: false };
  const thumbnailer = cloud.startThumbnailer({ ...limits, env: { THUMB_PRESETS } });
  const events: Parameters<typeof thumbnailer.deliver>[0][] = [];
  cloud.server.onEvent((event) => void events.push(event));
  const upload = { Bucket: bucket, Region: region, Key: file, Body: readFileSync(path), Headers: headers };
  await createUploader(cloud).putObject(upload);
  const invocation = (await thumbnailer.deliver(events[0] as (typeof events)[0])).at(-1);
  const outcomes = (invocation?.answer as Report | undefined)?.records[0]?.outcomes;
  if (!outcomes) throw new Error(`${file}: ${invocation?.error?.message ?? 'no answer'}`);
  return outcomes.map((outcome, n) => {
    const bytes = outcome.status === 'stored' && cloud.server.objects.get(outcome.bucket, outcome.key)?.bytes;
    if (!bytes) throw new Error(`${names[n]}: ${JSON.stringify(outcome)}`);
    return { name: names[n] ?? '', bytes };
  });
}

export const pictures = defineCommand({
  name: 'docs:pictures',
  summary: 'Makes the pictures in docs/pictures/ anew, with dist/index.js.',
  options: buildOptions,
  async run({ values }) {
    buildFunction(values);
    return await main();
  },
});

runIfMain(import.meta.url, pictures);
