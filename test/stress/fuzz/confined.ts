// Each file in a fresh instance that has so much memory and no more: does the kernel have to kill one, and is a photo that comes
// after it made by the same instance? The file comes twice: an engine that is warm holds more memory.

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { undoAtExit } from '../../bench/cold/undo.ts';
import { openGroup, whyNoGroup } from '../../bench/group.ts';
import type { Progress } from '../../bench/progress.ts';
import { drawGoodPhoto, type GoodPhoto } from './good-photo.ts';
import type { Verdict } from './judge.ts';
import type { Mutant } from './mutate.ts';
import { makeSeeds } from './seeds.ts';
import { openSession } from './session.ts';
import { Tally } from './tally.ts';

export interface Confinement {
  readonly memoryMb: number;
  /** Path of the Node.js binary. */
  readonly node: string;
}

/**
 * @param files To be tried besides a photo of every format.
 * @returns The exit code: 1 if an instance was killed, or an outcome has no name.
 */
export async function confine(
  files: readonly Mutant[],
  confinement: Confinement,
  progress: Progress,
): Promise<number> {
  const problem = whyNoGroup();
  if (problem !== undefined) {
    console.log(`no control group here, so nothing was confined: ${problem}`);
    return 0;
  }
  const seeds = (await makeSeeds()).map(({ name, format, bytes }) => ({ name, extension: format, bytes }));
  const good = await drawGoodPhoto();
  const given = [...seeds, ...files];
  const tally = new Tally();
  for (const [index, file] of given.entries()) {
    progress.say(`file ${index + 1} of ${given.length}: ${file.name}`);
    const { outcome, problem: violation } = await tryOne(file, good, confinement);
    tally.add(outcome, file.name);
    if (violation === undefined) continue;
    progress.clear();
    console.log(tally.violation(`${file.name}: ${violation}`));
  }
  progress.clear();
  console.log(tally.summary());
  return tally.violations > 0 ? 1 : 0;
}

async function tryOne(file: Mutant, good: GoodPhoto, { memoryMb, node }: Confinement): Promise<Verdict> {
  const group = openGroup({ memoryMb });
  const removeGroup = undoAtExit(group.remove);
  const folder = mkdtempSync(join(tmpdir(), 'confined-'));
  const removeFolder = undoAtExit(() => rmSync(folder, { recursive: true, force: true }));
  try {
    const session = await openSession(good, {
      memoryMb,
      enforceMemory: false,
      node: writeNode(folder, [...group.enter, node]),
    });
    const run = async () => [await session.run(file), await session.run(file)] as const;
    const [first, again] = await run().finally(session.close);
    const { outcome } = first;
    if (group.ranOut()) return { outcome, problem: `out of memory (${outcome}, then ${again.outcome})` };
    return { outcome, problem: first.problem ?? again.problem };
  } finally {
    removeFolder();
    removeGroup();
  }
}

/** @returns The path of a program that starts Node.js by this command line. */
function writeNode(folder: string, command: readonly string[]): string {
  const path = join(folder, 'node');
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  writeFileSync(path, `#!/bin/sh\nexec ${quoted} "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}
