// Watches what the process holds while an engine works, and ends the engine before the system ends the process. Engines keep to a
// bound for their linear memory where they can (wasm/vips/memory-limit.ts); this sees the rest.

import { isRefused, type MemoryBound } from '../thread/memory-bound.ts';
import { residentBytes } from '../thread/resident-memory.ts';

const MB = 1024 * 1024;
/** Bytes that the system counts as the process' beside what is resident. */
const uncountedBytes = 5 * MB;
const intervalMs = 10;
/** Milliseconds in which an engine that was refused memory must have answered: it may wait for a thread that is gone. */
const graceMs = 5000;

/**
 * @param memoryMb The function's memory; 0 if it is not known, and then nothing is watched.
 * @param bound Of the engine.
 * @param onShort Called once.
 * @returns Ends the watch.
 */
export function watchMemory(memoryMb: number, bound: MemoryBound, onShort: () => void): () => void {
  const most = memoryMb * MB - uncountedBytes;
  const resident = residentBytes();
  // A process that holds more than the function's memory already is not bound by it.
  if (memoryMb === 0 || resident === undefined || resident > most) return () => undefined;
  let refusedAt = Infinity;
  const timer = setInterval(() => {
    const now = Date.now();
    refusedAt = isRefused(bound) ? Math.min(refusedAt, now) : Infinity;
    if ((residentBytes() ?? 0) <= most && now - refusedAt < graceMs) return;
    clearInterval(timer);
    onShort();
  }, intervalMs);
  return () => clearInterval(timer);
}
