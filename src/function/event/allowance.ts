// What SCF's context says of an invocation: the time and the memory that it may use. A test run by hand, or another program that
// calls the function, may leave out any of it, or give something else.

/** What is used of SCF's context. */
export interface Context {
  readonly getRemainingTimeInMillis?: () => number;
  readonly time_limit_in_ms?: number;
  readonly memory_limit_in_mb?: number;
  readonly request_id?: string;
}

/** SCF's own defaults, for a context that does not tell. */
const defaultTimeMs = 3000;
const defaultMemoryMb = 128;

/** A timer takes no more milliseconds, and one that is given more ends at once. */
const longestMs = 2 ** 31 - 1;

/** @returns Milliseconds that are left of an invocation that has just begun. */
export function remainingMs(context: Context): number {
  const isTold = typeof context.getRemainingTimeInMillis === 'function';
  const remaining = isTold ? toNumber(context.getRemainingTimeInMillis?.()) : undefined;
  return Math.min(longestMs, remaining ?? toldTimeLimitMs(context) ?? defaultTimeMs);
}

/** @returns Milliseconds that an invocation may take from its beginning; undefined if the context does not tell. */
export function toldTimeLimitMs(context: Context): number | undefined {
  return toNumber(context.time_limit_in_ms);
}

/** @returns The function's memory in MB; undefined if the context does not tell. */
export function toldMemoryMb(context: Context): number | undefined {
  const memoryMb = toNumber(context.memory_limit_in_mb) ?? 0;
  return memoryMb > 0 && memoryMb < Infinity ? memoryMb : undefined;
}

/** @returns The function's memory in MB. */
export function memoryMbOf(context: Context): number {
  return toldMemoryMb(context) ?? defaultMemoryMb;
}

/** @returns undefined for what is no number, also not as a text. */
function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && !Number.isNaN(number) ? number : undefined;
}
