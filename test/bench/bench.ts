// `npm run bench`: runs the parts one after another, prints what each found, and writes out/bench.json.

import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../src/commands/arguments.ts';
import { obey, runCommand } from '../../src/commands/command.ts';
import { root } from '../../src/local/cloud.ts';
import { type Options, type PartName, parseArguments, usage } from './arguments.ts';
import guard from './guard.json' with { type: 'json' };
import { checkGuard, renderGuard } from './guard.ts';
import type { Part, Section } from './part.ts';
import { installPeers } from './peers.ts';
import { createProgress } from './progress.ts';
import { renderSection } from './table.ts';

const progress = createProgress(process.stderr);

/** Each is loaded when its turn comes: whoever wants one does not wait for all. */
const parts: Readonly<Record<PartName, () => Promise<Part>>> = {
  warm: async () => (await import('./warm/warm.ts')).warm,
  cold: async () => (await import('./cold/cold.ts')).cold,
  memory: async () => (await import('./memory/memory.ts')).memory,
  growth: async () => (await import('./growth/growth.ts')).growth,
  cost: async () => (await import('./cost/cost.ts')).cost,
  quality: async () => (await import('./quality/quality.ts')).quality,
  runtimes: async () => (await import('./runtimes/runtimes.ts')).runtimes,
};

/** @returns The exit code: 0 if everything was measured and nothing regressed, 1 otherwise, 2 for a wrong command line. */
async function main(line: readonly string[]): Promise<number> {
  try {
    return await bench(parseArguments(line));
  } finally {
    progress.clear();
  }
}

async function bench(options: Options): Promise<number> {
  const machine = describeMachine();
  console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryMb} MB, Node.js ${machine.node}\n`);
  await installPeers(progress.say);
  const sections: Section[] = [];
  const failures: string[] = [];
  for (const name of options.parts) {
    try {
      sections.push(...(await runPart(name, options)));
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const failure = `the ${name} part could not be measured: ${(error as Error).message}`;
      failures.push(failure);
      progress.clear();
      console.error(`${failure}\n`);
    }
  }
  const figures: Record<string, number> = Object.assign({}, ...sections.map((section) => section.figures));
  save({ date: new Date().toISOString(), machine, options, failures, figures, sections });
  const passed = !options.guard || compare(figures);
  return passed && failures.length === 0 ? 0 : 1;
}

async function runPart(name: PartName, options: Options): Promise<readonly Section[]> {
  const part = await parts[name]();
  const found = await part({ options, progress: (what) => progress.say(`${name}: ${what}`) });
  progress.clear();
  for (const section of found) console.log(`${renderSection(section)}\n`);
  return found;
}

function save(content: unknown): void {
  const folder = join(root, 'out');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'bench.json');
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
  console.log(`All figures are in ${file}`);
}

/** @returns Does every figure hold? */
function compare(figures: Readonly<Record<string, number>>): boolean {
  const verdicts = checkGuard(figures, guard.figures);
  console.log(`\n${renderGuard(verdicts)}`);
  return verdicts.every(({ problem }) => problem === undefined);
}

function describeMachine() {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const { platform, arch, versions } = process;
  return {
    cpu: model,
    cores: availableParallelism(),
    memoryMb: Math.round(totalmem() / 1024 / 1024),
    node: versions.node,
    platform: `${platform} ${arch}`,
  };
}

runCommand(
  () => obey(() => usage, main),
  ({ message }) => message,
);
