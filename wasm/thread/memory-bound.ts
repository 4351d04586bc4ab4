// The memory that an engine may take, as numbers that its threads and the host share.

const MB = 1024 * 1024;
/** Where the numbers are. */
const at = { limitMb: 0, isRefused: 1, grantedKb: 2, residentKb: 3 } as const;
const count = 4;

export type MemoryBound = SharedArrayBuffer;

/** One for each engine. */
export function createBound(): MemoryBound {
  return new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT);
}

/** @param limitMb The function's memory, MB; 0 for no bound. Forgets what was refused before. */
export function setBound(bound: MemoryBound, limitMb: number): void {
  const numbers = new Int32Array(bound);
  for (let place = 0; place < count; place++) Atomics.store(numbers, place, 0);
  Atomics.store(numbers, at.limitMb, limitMb);
}

/** Whether memory was refused, and none was granted since. */
export function isRefused(bound: MemoryBound): boolean {
  return Atomics.load(new Int32Array(bound), at.isRefused) !== 0;
}

/** Bytes of the function's memory that are kept back for what grows beside linear memory: code, threads, JavaScript's heap. */
const keptBack = 8 * MB;

/**
 * Whether so many more bytes fit into the function's memory. What was granted last counts as far as it is not resident yet.
 *
 * @param resident Bytes that the process holds now.
 */
export function mayTake(bound: MemoryBound, bytes: number, resident: number): boolean {
  const numbers = new Int32Array(bound);
  const limit = Atomics.load(numbers, at.limitMb) * MB;
  if (limit === 0) return true;
  const taken = resident - Atomics.load(numbers, at.residentKb) * 1024;
  const pending = Math.max(0, Atomics.load(numbers, at.grantedKb) * 1024 - taken);
  const fits = resident + pending + bytes <= limit - keptBack;
  Atomics.store(numbers, at.isRefused, fits ? 0 : 1);
  if (!fits) return false;
  Atomics.store(numbers, at.grantedKb, bytes / 1024);
  Atomics.store(numbers, at.residentKb, resident / 1024);
  return true;
}

/** The message of a photo that took more memory than the function has. */
export function outgrown(limitMb: number): string {
  return (
    `decoding this photo takes more than what is left of the function's ${limitMb} MB, which its header does not tell. ` +
    'Give the function more memory, or upload the photo as an ordinary JPEG.'
  );
}
