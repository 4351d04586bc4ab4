// The memory that an engine may take, as numbers that its threads and the host share.

const MB = 1024 * 1024;
/** Where the numbers are. */
const at = { limitMb: 0, isRefused: 1, grantedKb: 2, residentKb: 3, wasRefused: 4 } as const;
const count = 5;

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

/** @returns What to tell of an engine that was refused memory since its bound was set; undefined if it was not. */
export function shortageOf(bound: MemoryBound): string | undefined {
  const numbers = new Int32Array(bound);
  return Atomics.load(numbers, at.wasRefused) === 0 ? undefined : outgrown(Atomics.load(numbers, at.limitMb));
}

/** Notes that an engine did not get what it asked for. */
export function noteRefusal(bound: MemoryBound): void {
  const numbers = new Int32Array(bound);
  Atomics.store(numbers, at.isRefused, 1);
  Atomics.store(numbers, at.wasRefused, 1);
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
  if (resident + pending + bytes > limit - keptBack) return false;
  Atomics.store(numbers, at.isRefused, 0);
  Atomics.store(numbers, at.grantedKb, bytes / 1024);
  Atomics.store(numbers, at.residentKb, resident / 1024);
  return true;
}

/**
 * The message of a photo that took more memory than there is.
 *
 * @param limitMb The function's memory, MB; 0 if it is not known, and then what ended is the engine's linear memory.
 */
export function outgrown(limitMb: number): string {
  const problem = 'which its header does not tell';
  return limitMb === 0
    ? `decoding this photo takes more than the 2048 MB that an engine can use, ${problem}. Upload it as an ordinary JPEG.`
    : `decoding this photo takes more than what is left of the function's ${limitMb} MB, ${problem}. ` +
        `Give the function ${2 * limitMb} MB, or upload the photo as an ordinary JPEG.`;
}
