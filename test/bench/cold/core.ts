// One core for one child.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/**
 * The last core that this process may use: the others are left to the store that the child speaks with.
 *
 * @returns What comes before a command line; undefined where that cannot be done, or changes nothing.
 */
export function onOneCore(): readonly string[] | undefined {
  if (process.platform !== 'linux' || availableParallelism() < 2) return undefined;
  if (spawnSync('taskset', ['--version']).status !== 0) return undefined;
  const allowed = /^Cpus_allowed_list:\s+(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  const last = /\d+$/.exec(allowed ?? '')?.[0];
  return last === undefined ? undefined : ['taskset', '-c', last];
}
