// A plain Node.js child process, and how it ended.

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface Ended {
  /** undefined: it was killed. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ChildSettings {
  readonly cwd?: string;
  /** All of its environment: nothing is inherited. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A process that nothing ends by itself is killed, and found out by its missing code. */
const longestMs = 80_000;

/** Runs the Node.js that runs the tests. */
export async function runNode(args: readonly string[], settings: ChildSettings = {}): Promise<Ended> {
  const child = spawn(process.execPath, args, {
    env: {},
    ...settings,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: longestMs,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code: code ?? undefined, stdout, stderr };
}
