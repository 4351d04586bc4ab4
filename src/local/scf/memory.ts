// How much memory a process has taken, as the kernel counts it. Knows neither functions nor limits.

import { readFileSync } from 'node:fs';

/** Can this system tell about other processes? Elsewhere they must tell about themselves. */
export const canSample = process.platform === 'linux';

/**
 * The most memory that a process has held since its start, without the pages of files, above all of Node.js' own binary:
 * the kernel can drop those, and a container's limit does not count what its host has read already.
 *
 * @returns MB of 1024 * 1024 bytes; undefined once the process is gone.
 */
export function peakMemoryMb(pid: number): number | undefined {
  const status = processStatus(pid);
  const kilobytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]);
  // VmHWM and not getrusage: the latter counts what the parent had when it forked.
  const peak = kilobytes('VmHWM') - kilobytes('RssFile');
  return Number.isNaN(peak) ? undefined : peak / 1024;
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
