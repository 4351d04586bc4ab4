// `npm run bench`: runs the parts one after another, prints what each found, and writes out/bench.json.

import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { asksForHelp, UsageError } from '../../src/local/arguments.ts';
import { root } from '../../src/local/cloud.ts';
import { type Options, type PartName, parseArguments, usage } from './arguments.ts';
import bounds from './guard.json' with { type: 'json' };
import { checkGuard, renderGuard } from './guard.ts';
import type { Part, Section } from './part.ts';
import { installPeers } from './peers.ts';
import { createProgress } from './progress.ts';
import { renderSection } from './table.ts';

const progress = createProgress(process.stderr);

/** @returns The exit code: 0 if everything was measured and nothing regressed, 1 otherwise, 2 for a wrong command line. */
async function main(): Promise<number> {
  const line = process.argv.slice(2);
  if (asksForHelp(line)) {
    console.log(usage);
    return 0;
  }
  try {
    return await bench(parseArguments(line));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    progress.clear();
    console.error(`${error.message}\n\n${usage}`);
    return 2;
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
      progress.clear();
      failures.push(`the ${name} part could not be measured: ${(error as Error).message}`);
      console.error(`${failures.at(-1)}\n`);
    }
  }
  const figures: Record<string, number> = Object.assign({}, ...sections.map((section) => section.figures));
  const file = join(root, 'out', 'bench.json');
  mkdirSync(join(root, 'out'), { recursive: true });
  const date = new Date().toISOString();
  writeFileSync(
    file,
    `${JSON.stringify({ date, machine, options, failures, figures, sections }, null, 2)}\n`,
  );
  console.log(`All figures are in ${file}`);
  const passed = !options.guard || compare(figures);
  return passed && failures.length === 0 ? 0 : 1;
}

async function runPart(name: PartName, options: Options): Promise<readonly Section[]> {
  const part = await loadPart(name);
  const found = await part({ options, progress: (what) => progress.say(`${name}: ${what}`) });
  progress.clear();
  for (const section of found) console.log(`${renderSection(section)}\n`);
  return found;
}

/** Each is loaded when its turn comes: whoever wants one does not wait for all. */
async function loadPart(name: PartName): Promise<Part> {
  const module = (await import(`./${name}/${name}.ts`)) as Readonly<Record<string, Part>>;
  const part = module[name];
  if (!part) throw new Error(`test/bench/${name}/${name}.ts exports no ${name}`);
  return part;
}

/** @returns Does every figure hold? */
function compare(figures: Readonly<Record<string, number>>): boolean {
  const verdicts = checkGuard(figures, bounds);
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

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: Error) => {
    progress.clear();
    console.error(error.message);
    process.exitCode = 1;
  },
);
