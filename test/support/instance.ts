// The function's instance that this process has started, as the kernel sees it at this moment. Linux only: elsewhere there
// is nothing to see.

import { readdirSync, readFileSync } from 'node:fs';

export interface InstanceState {
  /** What is resident, without the pages of files, in MB of 1024 * 1024 bytes. */
  readonly memoryMb: number;
  /** Open file descriptors, sockets among them. */
  readonly files: number;
  readonly threads: number;
}

/** @returns undefined where it cannot be told, and if there is no instance. */
export function instanceState(): InstanceState | undefined {
  const pid = childWithBootstrap();
  if (pid === undefined) return undefined;
  const status = read(`/proc/${pid}/status`);
  const number = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  return {
    memoryMb: (number('VmRSS') - number('RssFile')) / 1024,
    files: readdirSync(`/proc/${pid}/fd`).length,
    threads: number('Threads'),
  };
}

let last = '';

/** Of this process' children the one that holds a function. */
function childWithBootstrap(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  if (!isInstance(last))
    last = readdirSync('/proc').find((name) => /^\d+$/.test(name) && isInstance(name)) ?? '';
  return last === '' ? undefined : Number(last);
}

function isInstance(pid: string): boolean {
  if (pid === '') return false;
  const parent = /^PPid:\s+(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1];
  return parent === String(process.pid) && read(`/proc/${pid}/cmdline`).includes('bootstrap.cjs');
}

/** Empty if the process is gone. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
