// Runs one of the two commands as npm does, in a child process.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../src/local/cloud.ts';

export interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param script File in src/local. */
export function runCommand(script: string, args: readonly string[] = []): Promise<Finished> {
  const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const command = [tsx, join(root, 'src', 'local', script), ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: root }, (error, stdout, stderr) => {
      // A process that was killed has no exit code.
      resolve({ exitCode: error ? Number(error.code ?? -1) : 0, stdout, stderr });
    });
  });
}
