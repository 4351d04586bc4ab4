// Many photos in one instance: once the engine has grown, memory stays where it is.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { runNode } from '../support/child.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { BUCKET, builtFile, openStage, TARGET } from '../support/stage.ts';

const stage = await openStage();
const photos = 300;
/** By then V8 has optimised libvips and the encoder of WebP, each after 20 of its thumbnails. */
const warmUp = 90;

/** Handles events like these few in turn, each of a photo `n-...` of its own; prints resident memory after each, in bytes. */
const program = `
  const [file, events] = process.argv.slice(1);
  const { main_handler } = require(file);
  (async () => {
    const resident = [];
    const texts = JSON.parse(events);
    for (let n = 0; n < ${photos}; n++) {
      const event = JSON.parse(texts[n % texts.length].split('n-').join(n + '-'));
      const report = await main_handler(event, { memory_limit_in_mb: 512, time_limit_in_ms: 120000 });
      if (report.stored !== 1) throw new Error(JSON.stringify(report));
      resident.push(process.memoryUsage().rss);
    }
    console.error(JSON.stringify(resident));
  })();`;

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

test(`${photos} photos one after another take no more memory than the first ${warmUp}`, async () => {
  const picture = sharp(await drawGeometry(320, 240));
  const sources = [
    ['n-a.jpg', await picture.jpeg().toBuffer()],
    ['n-b.png', await picture.png().toBuffer()],
    ['n-c.webp', await picture.webp().toBuffer()],
    ['n-d.gif', await picture.gif().toBuffer()],
  ] as const;
  const events: string[] = [];
  for (const [key, bytes] of sources) events.push(JSON.stringify(await stage.upload(key, bytes)));
  for (let n = 0; n < photos; n++) {
    const [key, bytes] = sources[n % sources.length] ?? sources[0];
    stage.server.objects.put(BUCKET, key.replace('n-', `${n}-`), bytes);
  }
  const env = { ...stage.env, THUMB_LOG: 'error' };
  const ended = await runNode(['-e', program, builtFile, JSON.stringify(events)], { env });
  stage.hear(ended);
  const { code, stdout, stderr } = ended;
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(stage.server.objects.keys(TARGET)).toHaveLength(photos);

  const resident: number[] = JSON.parse(stderr);
  const window = (photos - warmUp) / 3;
  const early = median(resident.slice(warmUp, warmUp + window));
  const late = median(resident.slice(-window));
  expect(late).toBeLessThan(early * 1.15);
});
