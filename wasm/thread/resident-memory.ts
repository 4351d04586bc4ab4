// Reads how much memory this process has at the moment.

import { readFileSync } from 'fs';

const pageBytes = 4096;

/**
 * The resident memory without the pages of files, which the kernel can drop.
 *
 * @returns Bytes; undefined where the system does not tell, which is everywhere but on Linux.
 */
export function residentBytes(): number | undefined {
  try {
    // proc(5): total size, resident pages, resident pages of files, ...
    const [, resident = 0, shared = 0] = readFileSync('/proc/self/statm', 'latin1').split(' ').map(Number);
    return (resident - shared) * pageBytes;
  } catch {
    return undefined;
  }
}
