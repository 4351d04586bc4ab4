// `npm run test:faults`: the built file under every fault that COS or the network can have, and killed at any moment.

import { runCommand } from '../../src/commands/command.ts';
import { nodeOf } from '../../src/local/scf/runtimes.ts';
import { parseArguments, usage } from './arguments.ts';
import { killProblemsOf, renderKills, runKills } from './kills.ts';
import { allCells, runMatrix } from './matrix.ts';
import { chooseMoments } from './moments.ts';
import { problemsOf, renderMatrix } from './table.ts';

/** @returns The exit code: 0 if all is well, 1 for a violation, 2 for a wrong command line. */
async function main(): Promise<number> {
  const wanted = parseArguments(process.argv.slice(2));
  if (!wanted) {
    console.error(usage);
    return 2;
  }
  const columns = wanted.runtimes.map((name) => ({ name, node: nodeOf(name) }));
  const start = performance.now();
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(0)} s`;

  console.log('How an event ends, and after how many requests, when a fault strikes once or always\n');
  const finished = await runMatrix(columns, allCells);
  console.log(renderMatrix(finished));
  const problems = problemsOf(finished);
  console.log(`\n${finished.length} events in ${seconds()}, ${problems.length} violations\n`);

  const killed = await runKills(chooseMoments(wanted.kills, wanted.seed), columns);
  console.log(renderKills(killed));
  problems.push(...killProblemsOf(killed));
  console.log(`\n${killed.length} processes killed, seed ${wanted.seed}; ${seconds()} in all\n`);

  for (const problem of problems) console.log(problem);
  console.log(problems.length === 0 ? 'all is well' : `${problems.length} violations`);
  return problems.length === 0 ? 0 : 1;
}

runCommand(main, ({ message }) => message);
