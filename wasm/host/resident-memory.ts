// How much memory this process holds at the moment.

import { readFileSync } from 'fs';

const pageBytes = 4096;

/**
 * Without the pages of files, which the kernel can drop.
 *
 * @returns Bytes; undefined where the system does not say, which is anywhere but on Linux.
 */
export function residentBytes(): number | undefined {
  try {
    // proc(5): size, resident, shared with files, ...
    const [, resident = 0, shared = 0] = readFileSync('/proc/self/statm', 'latin1').split(' ').map(Number);
    return (resident - shared) * pageBytes;
  } catch {
    return undefined;
  }
}
