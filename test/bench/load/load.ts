// What loading dist/index.js costs, part by part, and what the first photo costs beyond that.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { builtFile } from '../../../src/local/cloud.ts';
import { createEvent } from '../../../src/local/cos/event.ts';
import { SOURCE_BUCKET } from '../../support/records.ts';
import { type Lab, openLab } from '../cold/lab.ts';
import { inTurn } from '../cold/rounds.ts';
import { cpuOfProgram } from '../cold/run.ts';
import { undoAtExit } from '../cold/undo.ts';
import type { Bench, Part } from '../part.ts';
import { type Photo, photo } from '../photos.ts';
import type { Metafile } from './bytes.ts';
import { loadSections, type Round } from './section.ts';
import { type Variants, variantNames, writeVariants } from './variants.ts';

const metafile = join(dirname(builtFile), 'metafile.json');

/** Skipped without a request, so that it takes the settings and nothing of a photo. */
const folderEvent = createEvent({
  eventName: 'cos:ObjectCreated:Put',
  bucket: SOURCE_BUCKET,
  region: 'ap-guangzhou',
  object: { key: 'folder/', size: 0, etag: '"e"', crc64: '0', headers: {}, modified: 0 },
  requestId: 'bench',
  at: 0,
});

export const load: Part = async (bench) => {
  if (!existsSync(metafile)) throw new Error(`${metafile} is not there. Run: npm run build`);
  const small = await photo({ megapixels: 1, kind: 'baseline' });
  const folder = mkdtempSync(join(tmpdir(), 'cos-thumbnailer-load-'));
  const remove = undoAtExit(() => rmSync(folder, { recursive: true, force: true }));
  const lab = await openLab();
  try {
    const variants = await writeVariants(folder);
    const rounds = await measure(bench, lab, variants, small);
    return loadSections(rounds, variants, JSON.parse(readFileSync(metafile, 'utf8')) as Metafile, small.name);
  } finally {
    await lab.close();
    remove();
  }
};

async function measure(
  { options, progress }: Bench,
  lab: Lab,
  { files }: Variants,
  small: Photo,
): Promise<Round[]> {
  const rounds = options.rounds ?? (options.short ? 5 : 15);
  const cpu = (file: string, events: readonly unknown[] = []) =>
    cpuOfProgram({ node: process.execPath, file, events, context: {}, env: {} });
  // What the system has not read yet, it reads now.
  for (const name of variantNames) await cpu(files[name]);
  const [[, found] = []] = await inTurn([files], rounds, async (_files, round) => {
    progress(round);
    const costs: Partial<Record<keyof Round, number>> = {};
    for (const name of variantNames) costs[name] = await cpu(files[name]);
    costs.event = await cpu(files.whole, [folderEvent]);
    const { invocations } = await lab.measure({ contender: 'ours', photos: [small, small] });
    const [first, second] = invocations.map(({ cpuMs }) => cpuMs);
    return { ...costs, firstPhoto: first, secondPhoto: second } as Round;
  });
  return found ?? [];
}
