// Watches what the process holds while an engine works, and ends the engine before the system ends the process. Engines keep to a
// bound for their linear memory where they can (wasm/vips/memory-limit.ts); this sees the rest.

import { isRefused, type MemoryBound } from '../thread/memory-bound.ts';
import { residentBytes } from '../thread/resident-memory.ts';

const MB = 1024 * 1024;
/** Bytes that the system counts as the process' beside what is resident. */
const uncountedBytes = 5 * MB;
/**
 * Milliseconds between two looks. A process takes a megabyte in a millisecond at most, so that there is no need to look again before it
 * can hold too much: a look every 10 ms took 5 % of the CPU of a warm invocation.
 */
const shortestMs = 10;
const longestMs = 100;
const msPerByte = 1 / MB;
/** Milliseconds in which an engine that was refused memory must have answered: it may wait for a thread that is gone. */
const graceMs = 5000;

/**
 * @param memoryMb The function's memory; 0 if it is not known, and then nothing is watched.
 * @param bound Of the engine.
 * @param onShort Called once.
 * @param heldBytes What the process holds; undefined where the system does not tell.
 * @returns Ends the watch.
 */
export function watchMemory(
  memoryMb: number,
  bound: MemoryBound,
  onShort: () => void,
  heldBytes: () => number | undefined = residentBytes,
): () => void {
  const most = memoryMb * MB - uncountedBytes;
  const resident = heldBytes();
  // A process that holds more than the function's memory already is not bound by it.
  if (memoryMb === 0 || resident === undefined || resident > most) return () => undefined;
  let refusedAt = Infinity;
  let timer = setTimeout(look, untilNext(most - resident));
  function look(): void {
    const now = Date.now();
    refusedAt = isRefused(bound) ? Math.min(refusedAt, now) : Infinity;
    const left = most - (heldBytes() ?? 0);
    if (left < 0 || now - refusedAt >= graceMs) onShort();
    else timer = setTimeout(look, untilNext(left));
  }
  return () => clearTimeout(timer);
}

/** @param left Bytes that the process may still take. */
function untilNext(left: number): number {
  return Math.min(longestMs, Math.max(shortestMs, left * msPerByte));
}
