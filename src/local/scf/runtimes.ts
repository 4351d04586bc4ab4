// Finds the real Node.js binary of each SCF runtime, from the npm packages node-PLATFORM-ARCH, and downloads it once into a cache.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** SCF's runtimes, and the exact Node.js release of each. */
export const runtimes = {
  '10.15': '10.15.3',
  '12.16': '12.16.3',
  '14.18': '14.18.3',
  '16.13': '16.13.2',
  '18.15': '18.15.0',
  '20.19': '20.19.5',
  '22.21': '22.21.1',
  '24.11': '24.11.1',
  '26.10': '26.10.0',
} as const;

export type Runtime = keyof typeof runtimes;

/** Older runtimes that SCF has, or had, and that the function refuses. */
export const tooOldRuntimes = {
  '6.10': '6.10.3',
  '8.9': '8.9.4',
} as const;

const cache = join(homedir(), '.cache', 'cos-thumbnailer');

export type TooOldRuntime = keyof typeof tooOldRuntimes;

export function isRuntime(name: string): name is Runtime {
  return Object.hasOwn(runtimes, name);
}

/** @param name The whole name, such as `16.13`, or only `16`: SCF has one runtime for each major version. */
export function findRuntime(name: string): Runtime | undefined {
  if (isRuntime(name)) return name;
  const [only, ...others] = Object.keys(runtimes).filter((runtime) => runtime.startsWith(`${name}.`));
  return only !== undefined && others.length === 0 && isRuntime(only) ? only : undefined;
}

/** @returns The runtimes whose binaries are in the cache already. */
export function installedRuntimes(): Runtime[] {
  return Object.keys(runtimes)
    .filter(isRuntime)
    .filter((runtime) => existsSync(binaryOf(runtimes[runtime])));
}

/** @param version A whole one, such as `16.13.2`. */
function binaryOf(version: string): string {
  return join(homeOf(version), 'bin', 'node');
}

function homeOf(version: string): string {
  return join(cache, `node-${version}`);
}

/**
 * Finds the Node.js binary of a runtime. The first time, it takes a minute and about 100 MB of disk.
 *
 * @returns The path of the binary.
 * @throws {Error} if npm cannot download it.
 */
export function nodeOf(runtime: Runtime | TooOldRuntime): string {
  const version = { ...runtimes, ...tooOldRuntimes }[runtime];
  const binary = binaryOf(version);
  if (!existsSync(binary)) {
    mkdirSync(cache, { recursive: true });
    // Unpacked in a temporary folder and moved in one step, so that two downloads at once, or one that breaks off, do no harm.
    const temporary = mkdtempSync(join(cache, 'download-'));
    try {
      download(`node-${process.platform}-${process.arch}@${version}`, temporary);
      if (!existsSync(binary)) renameSync(join(temporary, 'package'), homeOf(version));
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  }
  return binary;
}

function download(name: string, folder: string): void {
  run('npm', ['pack', name, '--silent', '--pack-destination', folder], folder);
  const archive = `${name.replace('@', '-')}.tgz`;
  run('tar', ['-xzf', archive, 'package/bin/node'], folder);
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status === 0) return;
  const line = [command, ...args].join(' ');
  throw new Error(
    `${line} failed: ${error?.message ?? stderr.trim()}. Check the network and npm's registry.`,
  );
}
