// A copy of Node.js' binary that nobody has read: its pages are charged to who reads them first.

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../src/local/cloud.ts';
import { undoAtExit } from '../cold/undo.ts';

export interface Binary {
  readonly path: string;
  /** Drops the file from the system's cache. It may not run meanwhile. */
  forget(): void;
  remove(): void;
}

/** @throws {Error} if this system has no GNU dd. */
export function copyNode(): Binary {
  const out = join(root, 'out');
  mkdirSync(out, { recursive: true });
  // Not the temporary folder: that may be in memory, where there is no cache to drop.
  const folder = mkdtempSync(join(out, 'node-'));
  const remove = undoAtExit(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'node');
  copyFileSync(process.execPath, path);
  const forget = () => {
    const { status, stderr, error } = spawnSync(
      'dd',
      [`of=${path}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0'],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`dd could not drop ${path}: ${error?.message ?? stderr.trim()}`);
  };
  return { path, forget, remove };
}
