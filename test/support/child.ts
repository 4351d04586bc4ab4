// A plain Node.js child process, and how it ended.

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { nodeUnderTest } from './runtime.ts';

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
  /** Milliseconds, default 240,000: a process that has not ended by then is killed, and found out by its missing code. */
  readonly longest?: number;
  /** Path of the Node.js binary. Default: the one under test. */
  readonly node?: string;
}

/** Runs Node.js to its end. */
export async function runNode(
  args: readonly string[],
  { cwd, env = {}, longest = 240_000, node = nodeUnderTest }: ChildSettings = {},
): Promise<Ended> {
  const child = spawn(node, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: longest,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code: code ?? undefined, stdout, stderr };
}
