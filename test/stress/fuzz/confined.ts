// Each file in a fresh instance that has so much memory and no more: does the kernel have to kill one?

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lab, openLab } from '../../bench/cold/lab.ts';
import { undoAtExit } from '../../bench/cold/undo.ts';
import { whyNoGroup } from '../../bench/group.ts';
import { probe } from '../../bench/memory/probe.ts';
import type { Progress } from '../../bench/progress.ts';
import { readFolder } from './files.ts';
import type { Mutant } from './mutate.ts';
import { makeSeeds } from './seeds.ts';
import { Tally } from './tally.ts';

/** Seconds: enough for a decode that has to be stopped. */
const timeoutS = 30;

/** @returns The exit code: 1 if an instance was killed, or an outcome has no name. */
export async function confine(
  files: string | undefined,
  memoryMb: number,
  progress: Progress,
): Promise<number> {
  const problem = whyNoGroup();
  if (problem !== undefined) {
    console.log(`no control group here, so nothing was confined: ${problem}`);
    return 0;
  }
  const photos = (await makeSeeds()).map(({ name, format, bytes }) => ({ name, extension: format, bytes }));
  const given = [...photos, ...(files === undefined ? [] : readFolder(files))];
  const folder = mkdtempSync(join(tmpdir(), 'confined-'));
  const remove = undoAtExit(() => rmSync(folder, { recursive: true, force: true }));
  const lab = await openLab();
  const tally = new Tally();
  try {
    for (const [index, file] of given.entries()) {
      progress.say(`file ${index + 1} of ${given.length}: ${file.name}`);
      const { outcome, violation } = await tryOne(lab, file, join(folder, String(index)), memoryMb);
      tally.add(outcome, file.name);
      if (!violation) continue;
      progress.clear();
      console.log(tally.violation(`${file.name}: ${outcome}`));
    }
    progress.clear();
    console.log(tally.summary());
    return tally.violations > 0 ? 1 : 0;
  } finally {
    await lab.close();
    remove();
  }
}

/** @param folder To be made, for it alone: its name becomes part of the key. */
async function tryOne(lab: Lab, { bytes, extension }: Mutant, folder: string, memoryMb: number) {
  mkdirSync(folder);
  const path = join(folder, `${folder.split('/').at(-1)}.${extension}`);
  writeFileSync(path, bytes);
  // Name and Content-Type are the uploader's word, the function goes by the bytes.
  const photo = { path, bytes: bytes.length, width: 0, height: 0, format: 'jpeg', name: extension } as const;
  const start = { contender: 'ours', photos: [photo], memoryMb, timeoutS } as const;
  const { result, groupMb, ranOut } = await probe(lab, start, { memoryMb });
  const outcome = result.kind === 'measured' ? 'stored' : result.reason;
  if (ranOut) return { outcome: `out of memory (${outcome})`, violation: true };
  const isNamed = /^[a-z]+(-[a-z]+)*$/.test(outcome) && outcome !== 'internal';
  return isNamed
    ? { outcome, violation: false }
    : { outcome: `${outcome}, ${groupMb.toFixed(0)} MB`, violation: true };
}
