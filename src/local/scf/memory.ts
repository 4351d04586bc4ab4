// Measures the memory of a process, as the Linux kernel counts it.

import { readFileSync } from 'node:fs';

/** Can the memory of another process be read on this system? If not, the process must report its own. */
export const canSample = process.platform === 'linux';

/**
 * Reads the peak of a process's memory since its start, without the pages of files, which are mostly those of Node.js' binary:
 * the kernel can drop them, and a container's limit does not count pages that its host has read already.
 *
 * @returns MB of 1024 * 1024 bytes; undefined if the process has ended.
 */
export function peakMemoryMb(pid: number): number | undefined {
  const status = processStatus(pid);
  const kilobytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]);
  // VmHWM, because getrusage includes the memory that the parent had when it forked.
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
