// Copies of the source tree to build in: what is installed is shared, what is the project's own may be changed.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type Ended, runNode } from './child.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(root, 'node_modules');

export interface Tree {
  /** Absolute path of a file of the tree. */
  at(path: string): string;
  /** @param env All of the build's environment. */
  build(env?: Readonly<Record<string, string>>): Promise<Ended>;
}

/**
 * Deleted when the test that called it ends.
 *
 * @param own Packages that the tree has copies of; all others, and the cache of compressed modules, are links.
 */
export function copyTree(own: readonly string[] = []): Tree {
  const folder = mkdtempSync(join(tmpdir(), 'tree-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ['build.mjs', 'package.json', 'src', 'wasm']) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(modules)) {
    const [from, to] = [join(modules, name), join(folder, 'node_modules', name)];
    if (own.includes(name)) cpSync(from, to, { recursive: true });
    else symlinkSync(from, to);
  }
  return {
    at: (path) => join(folder, path),
    build: (env = {}) => runNode([join(folder, 'build.mjs')], { cwd: tmpdir(), env, node: process.execPath }),
  };
}
