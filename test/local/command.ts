// Runs one of the commands as npm does, in a child process.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../src/local/cloud.ts';

export interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  /** Beside what the tests have themselves. */
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input. */
  readonly input?: string;
}

/** @param script File in src/commands. */
export function runCommand(
  script: string,
  args: readonly string[] = [],
  { env = {}, input = '' }: Surroundings = {},
): Promise<Finished> {
  // Not by tsx' command, which starts a Node.js of its own to start this one.
  const command = ['--import', 'tsx', join(root, 'src', 'commands', script), ...args];
  return new Promise((resolve) => {
    const settings = { cwd: root, env: { ...process.env, ...env } };
    const child = execFile(process.execPath, command, settings, (error, stdout, stderr) => {
      // A process that was killed has no exit code.
      resolve({ exitCode: error ? Number(error.code ?? -1) : 0, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}
