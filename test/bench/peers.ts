// The packages that the benchmarks compare with: installed into this folder when they are first needed, never by the project's npm ci.

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { root } from '../../src/local/cloud.ts';

/** Absolute. Programs under it find the packages; `require.resolve(NAME, { paths: [peersFolder] })` does elsewhere. */
export const peersFolder = fileURLToPath(new URL('.', import.meta.url));

/**
 * Makes node_modules hold what package-lock.json names: half a minute the first time, nothing later.
 *
 * @throws {Error} if npm cannot deliver them.
 */
export async function installPeers(progress: (what: string) => void): Promise<void> {
  progress('installing sharp and the other peers into test/bench');
  // The project's own way to install: it compares versions, and runs npm ci only where they differ.
  const setup = spawn(process.execPath, [`${root}src/commands/setup.cjs`], {
    cwd: peersFolder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    setup.on('close', resolve);
    setup.on('error', reject);
  });
  const [status, stderr] = await Promise.all([ended, text(setup.stderr)]);
  if (status === 0) return;
  throw new Error(
    `the peers cannot be installed into test/bench: ${stderr.trim()}. Check the network and npm's registry.`,
  );
}

/**
 * @returns What the package exports, as its own documentation has it: its types are only there once it is installed.
 * @throws {Error} if it does not load on this Node.js.
 */
export async function loadPeer<T>(name: string): Promise<T> {
  return (await import(name)) as T;
}
