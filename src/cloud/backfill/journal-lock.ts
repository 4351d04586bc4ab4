// Lets one process at a time work on a journal. A lock whose process was killed is no lock any more.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { CloudError } from '../api/cloud-error.ts';

/**
 * Two processes would send everything twice.
 *
 * @returns The function that opens the lock again.
 */
export function lock(path: string): () => void {
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = readOwner(path);
    if (owner !== undefined && isAlive(owner)) {
      throw new CloudError({
        text: {
          en: `This backfill is running already, as process ${owner}. Wait until it ends. If that is another program, delete ${path}.`,
          zh: `这个回填任务正在运行（进程 ${owner}）。请等它结束。如果那是别的程序，请删除 ${path}。`,
        },
      });
    }
    // Its process was killed.
    rmSync(path, { force: true });
  }
}

function readOwner(path: string): number | undefined {
  try {
    return Number(readFileSync(path, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
