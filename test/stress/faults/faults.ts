// `npm run test:faults`: runs the built file under every fault that COS or the network can have, and kills its process.

import { buildFunction, buildOptions } from '../../../src/commands/built-function.ts';
import { defineCommand, runIfMain } from '../../../src/commands/command.ts';
import type { CommandLine } from '../../../src/commands/command-line.ts';
import { list, optionOr, wholeNumber } from '../../../src/commands/option-kinds.ts';
import { readRuntime } from '../../../src/commands/run-options.ts';
import { nodeOf, type Runtime } from '../../../src/local/scf/runtimes.ts';
import { createProgress } from '../../bench/progress.ts';
import { killProblemsOf, renderKills, runKills } from './kills.ts';
import { allCells, runMatrix } from './matrix.ts';
import { chooseMoments } from './moments.ts';
import { problemsOf, renderMatrix } from './table.ts';

const progress = createProgress(process.stderr);

/** One for each of the engines, and for each way in which Node.js' HTTP client reports a connection that ends early. */
const usualRuntimes: readonly Runtime[] = ['12.16', '16.13', '20.19', '24.11'];

const options = {
  runtime: list(
    { value: '16.13', help: { en: 'only this runtime', zh: '只测这个运行环境' }, read: readRuntime },
    usualRuntimes,
  ),
  kills: optionOr('100', {
    help: { en: 'how many processes are killed', zh: '终止多少个进程' },
    read: wholeNumber(0, 999_999_999),
  }),
  seed: optionOr('1', {
    help: {
      en: 'another number kills at other moments, the same number at the same',
      zh: '换一个数就在别的时刻终止，同一个数总在同样的时刻',
    },
    read: wholeNumber(0, 999_999_999),
  }),
  ...buildOptions,
};

export interface FaultsArguments {
  /** Each once. */
  readonly runtimes: readonly Runtime[];
  /** How many processes are killed. */
  readonly kills: number;
  readonly seed: number;
}

/** Exit codes: 0 if all is well, 1 for a violation. */
export const faults = defineCommand({
  name: 'test:faults',
  summary: {
    en:
      'Runs the built file under every fault that COS or the network can have, and kills its process at many moments: ' +
      'no event may be lost, and no original touched.',
    zh: '让构建好的文件遭遇 COS 和网络的各种故障，并在许多时刻终止它的进程：任何事件都不能丢失，任何原图都不能被改动。',
  },
  options,
  async run(line) {
    const args = toFaultsArguments(line);
    buildFunction(line.values);
    return await testFaults(args);
  },
});

export function toFaultsArguments({ values }: CommandLine<typeof options>): FaultsArguments {
  const { runtime: runtimes, kills, seed } = values;
  return { runtimes: [...new Set(runtimes)], kills, seed };
}

/** Says how far it is. */
function counter(what: string, all: number): () => void {
  let done = 0;
  return () => {
    done++;
    progress.say(`${done} of ${all} ${what}`);
  };
}

async function testFaults(wanted: FaultsArguments): Promise<number> {
  const columns = wanted.runtimes.map((name) => ({ name, node: nodeOf(name) }));
  const start = performance.now();
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(0)} s`;

  console.log('How an event ends, and after how many requests, when a fault strikes once or always\n');
  const events = counter('events', allCells.length * columns.length);
  const finished = await runMatrix(columns, allCells, events).finally(progress.clear);
  console.log(renderMatrix(finished));
  const problems = problemsOf(finished);
  console.log(`\n${finished.length} events in ${seconds()}, ${problems.length} violations\n`);

  const kills = counter('kills', wanted.kills);
  const killed = await runKills(chooseMoments(wanted.kills, wanted.seed), columns, kills).finally(
    progress.clear,
  );
  console.log(renderKills(killed));
  problems.push(...killProblemsOf(killed));
  console.log(`\n${killed.length} processes killed, seed ${wanted.seed}; ${seconds()} in all\n`);

  for (const problem of problems) console.log(problem);
  console.log(problems.length === 0 ? 'all is well' : `${problems.length} violations`);
  return problems.length === 0 ? 0 : 1;
}

runIfMain(import.meta.url, faults);
