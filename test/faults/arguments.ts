// The command line of `npm run test:faults`: text -> what to run.

import { parseArgs } from 'node:util';
import { findRuntime, type Runtime } from '../../src/local/scf/runtimes.ts';

export interface FaultsArguments {
  readonly runtimes: readonly Runtime[];
  /** How many processes are killed. */
  readonly kills: number;
  readonly seed: number;
}

/** One for each of the engines, and for each way in which Node.js' HTTP client reports a connection that ends early. */
const usual: readonly Runtime[] = ['12.16', '16.13', '20.19', '24.11'];

export const usage = `usage: npm run test:faults [-- options]

  --runtime 16.13   only this one; may be given several times. Default: ${usual.join(', ')}
  --kills 100       how many processes are killed. Default: 100
  --seed 1          other moments at which they are. Default: 1`;

/** @returns undefined if the command line is wrong. */
export function parseArguments(args: readonly string[]): FaultsArguments | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        runtime: { type: 'string', multiple: true, default: [...usual] },
        kills: { type: 'string', default: '100' },
        seed: { type: 'string', default: '1' },
      },
    });
    const runtimes = values.runtime.map(findRuntime).filter((runtime) => runtime !== undefined);
    const isWrong = [values.kills, values.seed].some((number) => !/^\d{1,9}$/.test(number));
    if (isWrong || runtimes.length < values.runtime.length) return undefined;
    return { runtimes: [...new Set(runtimes)], kills: Number(values.kills), seed: Number(values.seed) };
  } catch {
    return undefined;
  }
}
