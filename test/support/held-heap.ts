// How much of the heap is really held.

import { collectAll } from '../../wasm/thread/gc.ts';

/** The bytes of V8's heap that something still holds. Garbage is collected first: V8 does it later the busier the machine is. */
export function heldHeap(): number {
  collectAll();
  return process.memoryUsage().heapUsed;
}
