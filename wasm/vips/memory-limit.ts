// Bounds libvips' linear memory, so that a photo whose decode takes more than its header promised ends with a named error: without
// a bound the system would end the whole instance. Estimates from headers (wasm/host/footprint.ts) come first; this is for what no
// header says. What grows beside linear memory, the host watches (wasm/host/memory-watch.ts).

import { type MemoryBound, mayTake, noteRefusal, setBound } from '../thread/memory-bound.ts';
import { residentBytes } from '../thread/resident-memory.ts';

const pageBytes = 65_536;
const MB = 1024 * 1024;
/** The bytes at which linear memory ends. */
const maxBytes = 2 ** 31;
/** The most bytes that the allocator asks for beyond what is wanted of it, and which stay unused. */
const unusedBytes = 12 * MB;

/**
 * What the allocator asks for in advance where it needs less, and the most that it adds for itself. If it does not get it, it asks
 * for what it needs, or finds that among what it has: no allocation has failed then.
 */
const reserveBytes = 32 * MB;
const headerBytes = 64 * 1024;

/**
 * Makes this thread keep to the bound. Each of libvips' threads grows the memory that they share by itself, through a function that
 * is imported into its instance of the module; a refusal arrives in C as an allocation that has failed.
 *
 * @param imports Of the module; changed.
 * @param heapOf The exports of the instance with these imports, once it is there.
 */
export function boundGrowth(
  bound: MemoryBound,
  imports: WebAssembly.Imports,
  heapOf: () => HeapExports | undefined,
): void {
  const env = imports['env'];
  if (!env || !('emscripten_resize_heap' in env)) return;
  const memory = env['memory'] as WebAssembly.Memory;
  env['emscripten_resize_heap'] = (size: number): 0 | 1 => {
    const end = size >>> 0;
    const bytes = end - memory.buffer.byteLength;
    const heap = heapOf();
    const wanted = heap ? end - heapEnd(memory, heap) : bytes;
    const resident = residentBytes();
    /** @returns What C takes for a refusal. */
    const refuse = (): 0 => {
      const isReserve = wanted >= reserveBytes && wanted < reserveBytes + headerBytes;
      if (!isReserve) noteRefusal(bound);
      return 0;
    };
    if (end > maxBytes) return refuse();
    if (resident !== undefined && !mayTake(bound, Math.max(0, bytes - unusedBytes), resident))
      return refuse();
    try {
      memory.grow(Math.ceil(bytes / pageBytes));
      return 1;
    } catch {
      return refuse();
    }
  };
}

/** Does the same in a thread of libvips, whose instance the glue code makes by itself. */
export function boundGrowthOfInstances(bound: MemoryBound): void {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = function bounded(module: WebAssembly.Module, imports: WebAssembly.Imports) {
    let heap: HeapExports | undefined;
    boundGrowth(bound, imports, () => heap);
    const instance = new Instance(module, imports);
    heap = instance.exports as unknown as HeapExports;
    return instance;
  } as unknown as typeof Instance;
}

/** What is used of libvips' module. */
export interface HeapExports {
  /** Where the address is kept at which the heap ends. */
  emscripten_get_sbrk_ptr(): number;
}

/** The address at which the heap ends; memory behind it is free. */
function heapEnd(memory: WebAssembly.Memory, heap: HeapExports): number {
  return Atomics.load(new Int32Array(memory.buffer), heap.emscripten_get_sbrk_ptr() >> 2) >>> 0;
}

export interface MemoryLimit {
  /** @param memoryMb The function's memory; 0 if it is not known. */
  set(memoryMb: number): void;
  /** Bytes of linear memory that the heap has taken. */
  usedBytes(): number;
}

export function createMemoryLimit(
  bound: MemoryBound,
  memory: WebAssembly.Memory,
  heap: HeapExports,
): MemoryLimit {
  let holeBytes = 0;

  /**
   * Leaves a hole in the addresses from the end of the heap to that of the 256 MB which linear memory has from the start, and which
   * the allocator need not ask for. Nothing is written there, so that the hole takes no memory.
   */
  const leaveHole = () => {
    holeBytes = Math.max(0, memory.buffer.byteLength - heapEnd(memory, heap));
    Atomics.add(new Int32Array(memory.buffer), heap.emscripten_get_sbrk_ptr() >> 2, holeBytes);
  };

  return {
    set(memoryMb) {
      const resident = residentBytes();
      // A process that holds more than the function's memory already is not bound by it.
      const isBound = resident !== undefined && resident < memoryMb * MB;
      if (isBound && holeBytes === 0) leaveHole();
      setBound(bound, isBound ? memoryMb : 0);
    },
    usedBytes: () => memory.buffer.byteLength - holeBytes,
  };
}
