// `npm run test:fuzz`: hostile files through the built file, and what may not come of them.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { obey, runCommand } from '../../src/commands/command.ts';
import { root } from '../../src/local/cloud.ts';
import { createProgress } from '../bench/progress.ts';
import { type FuzzArguments, parseArguments, usage } from './arguments.ts';
import { confine } from './confined.ts';
import { readFolder } from './files.ts';
import { type Mutant, mutate } from './mutate.ts';
import { makeSeeds } from './seeds.ts';
import { openSession } from './session.ts';
import { Tally } from './tally.ts';

const progress = createProgress(process.stderr);
const folder = join(root, 'out', 'fuzz');

/** @returns The exit code: 1 if something is not as it should be, 2 for a wrong command line. */
async function main(line: readonly string[]): Promise<number> {
  const args = parseArguments(line);
  try {
    return await (args.memoryMb === undefined ? fuzz(args) : confine(args, args.memoryMb, progress));
  } finally {
    progress.clear();
  }
}

async function fuzz({ count, seed, files }: FuzzArguments): Promise<number> {
  const given = files === undefined ? [] : readFolder(files);
  const seeds = await makeSeeds();
  const session = await openSession();
  const tally = new Tally();
  const run = async (mutant: Mutant, name: string) => {
    const { outcome, problem } = await session.run(mutant);
    tally.add(outcome, `${name}, ${mutant.name}`);
    if (problem === undefined) return;
    progress.clear();
    console.log(tally.violation(`${name}, ${mutant.name}: ${problem}\n  ${keep(mutant, name)}`));
  };
  try {
    for (const [index, file] of given.entries()) {
      progress.say(`file ${index + 1} of ${given.length}: ${file.name}`);
      await run(file, `file ${index + 1}`);
    }
    for (let index = 0; index < count; index++) {
      if (index % 50 === 0) progress.say(`${index} of ${count} mutants`);
      await run(mutate(seeds, seed, index), `seed ${seed}, number ${index}`);
    }
    progress.clear();
    for (const problem of session.growth()) console.log(tally.violation(problem));
    console.log(`${tally.summary()}\nmemory: ${session.peakMb().toFixed(0)} MB at most`);
    return tally.violations > 0 ? 1 : 0;
  } finally {
    await session.close();
  }
}

/** @returns Where its bytes are. */
function keep({ bytes, extension }: Mutant, name: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name.replaceAll(/[^a-z0-9]+/g, '-')}.${extension}`);
  writeFileSync(file, bytes);
  return file;
}

runCommand(
  () => obey(() => usage, main),
  ({ message }) => message,
);
