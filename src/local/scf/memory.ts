// How much memory a process has taken, as the kernel counts it. Knows neither functions nor limits.

import { readFileSync } from 'node:fs';

/** Can this system tell about other processes? Elsewhere they must tell about themselves. */
export const canSample = process.platform === 'linux';

/**
 * The highest resident memory of a process since its start.
 *
 * @returns MB of 1024 * 1024 bytes; undefined once the process is gone.
 */
export function peakMemoryMb(pid: number): number | undefined {
  // VmHWM and not getrusage: the latter counts what the parent had when it forked.
  const match = /^VmHWM:\s+(\d+) kB$/m.exec(processStatus(pid));
  return match ? Number(match[1]) / 1024 : undefined;
}

function processStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return '';
    throw error;
  }
}
