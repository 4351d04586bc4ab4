// `npm run test:fuzz`: hostile files through the built file, and what may not come of them.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asksForHelp, UsageError } from '../../src/local/arguments.ts';
import { root } from '../../src/local/cloud.ts';
import { runCommand } from '../../src/local/command.ts';
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
async function main(): Promise<number> {
  const line = process.argv.slice(2);
  if (asksForHelp(line)) {
    console.log(usage);
    return 0;
  }
  try {
    const args = parseArguments(line);
    return await (args.memoryMb === undefined ? fuzz(args) : confine(args, args.memoryMb, progress));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${usage}`);
    return 2;
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

runCommand(main, ({ message }) => {
  progress.clear();
  return message;
});
