// Tests invocations at once in one instance of the built file. SCF makes one after another, but no photo may depend on that.
// `PAIRS=500 npm run test:runtimes` tries that many on each runtime.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import type { Report } from '../../../src/function/report.ts';
import type { CosEvent } from '../../../src/local/cos/cos.ts';
import { runNode } from '../../support/child.ts';
import { greyHeic } from '../../support/hevc-maker.ts';
import { runtime } from '../../support/runtime.ts';
import { builtFile, openStage, TARGET } from '../../support/stage.ts';

const stage = await openStage();
const folder = mkdtempSync(join(tmpdir(), 'at-once-'));
afterAll(() => rmSync(folder, { recursive: true }));
const pairs = Number(process.env['PAIRS'] ?? 12);
/** Milliseconds: HEIC and TIFF in turn take a new engine each. */
const longest = 300_000 + pairs * 4_000;

/** Handles events in groups, all of a group at once, and prints the report of each event, or its error. */
const program = `
  const [file, events, size] = process.argv.slice(1);
  const left = JSON.parse(require('fs').readFileSync(events, 'utf8'));
  const { main_handler } = require(file);
  const context = { memory_limit_in_mb: 512, time_limit_in_ms: 240000 };
  const handle = (event) => main_handler(event, context).catch((error) => String(error));
  const reports = [];
  const next = () => {
    if (left.length === 0) return console.log(JSON.stringify(reports));
    return Promise.all(left.splice(0, Number(size)).map(handle)).then((made) => reports.push(...made)).then(next);
  };
  next();`;

interface Photo {
  readonly name: string;
  /** The colour of all its pixels. */
  readonly colour: readonly [red: number, green: number, blue: number];
  readonly format: (typeof formats)[number];
}

/** Each has another engine, and where there are two in threads, one makes room for the other. */
const formats = ['jpeg', 'heic', 'png', runtime.engine === 'vips' ? 'tiff' : 'webp', 'webp'] as const;

/** Describes the nth photo. All have the same size, and the colours of neighbours are far apart. */
function photoAt(n: number): Photo {
  const format = formats[n % formats.length] ?? 'jpeg';
  const colour = [(n * 83) % 256, (n * 29) % 256, (n * 173) % 256] as const;
  return { name: `person-${n}`, colour: format === 'heic' ? [128, 128, 128] : colour, format };
}

function draw({ colour: [r, g, b], format }: Photo): Buffer | Promise<Buffer> {
  if (format === 'heic') return greyHeic(320, 240, { chroma: 1, bits: 8 });
  const create = { width: 320, height: 240, channels: 3, background: { r, g, b } } as const;
  return sharp({ create }).toFormat(format, { quality: 100 }).toBuffer();
}

/** Lists what is wrong with the thumbnails of one photo. */
async function problemsOf({ name, colour }: Photo, report: Report | string | undefined): Promise<string[]> {
  if (typeof report !== 'object') return [`${name}: ${report}`];
  const outcomes = report.records.flatMap((record) => record.outcomes);
  const stored = outcomes.filter((outcome) => outcome.status === 'stored');
  if (stored.length !== 2) return [`${name}: ${JSON.stringify(outcomes)}`];
  const problems = stored.map(async ({ key }) => {
    const bytes = stage.server.objects.get(TARGET, key)?.bytes;
    if (!bytes) return [`${name}: ${key} is missing`];
    const shown = await sharp(bytes).toColourspace('srgb').removeAlpha().stats();
    const means = shown.channels.map(({ mean }) => Math.round(mean));
    const isRight = colour.every((band, at) => Math.abs(band - (means[at] ?? 0)) <= 8);
    return isRight ? [] : [`${key} shows ${means} instead of ${colour}`];
  });
  return (await Promise.all(problems)).flat();
}

test.each([2, 5])(
  '%i photos at once: each thumbnail shows its own',
  async (size) => {
    const photos = Array.from({ length: pairs * 2 }, (_, n) => photoAt(n + size * 10_000));
    const events: CosEvent[] = [];
    for (const photo of photos)
      events.push(await stage.upload(`${photo.name}.${photo.format}`, await draw(photo)));
    const file = join(folder, `events-${size}.json`);
    writeFileSync(file, JSON.stringify(events));
    const env = { ...stage.env, THUMB_PRESETS: 'small:48x48,cover;large:160x160,webp' };
    const ended = await runNode(['-e', program, builtFile, file, String(size)], { env, longest });
    stage.hear(ended);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const last = ended.stdout.trim().split('\n').pop() ?? '';
    const reports: readonly (Report | string)[] = JSON.parse(last);
    const problems = await Promise.all(photos.map((photo, n) => problemsOf(photo, reports[n])));
    expect(problems.flat()).toEqual([]);
  },
  longest,
);
