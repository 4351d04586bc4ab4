// Bounds libvips' linear memory, so that a photo whose decode takes more than its header promised ends with a named error: without
// a bound the system would end the whole instance. Estimates from headers (wasm/host/footprint.ts) come first; this is for what no
// header says.

import { residentBytes } from '../thread/resident-memory.ts';

const pageBytes = 65_536;
const MB = 1024 * 1024;

/** MB that the process grows by outside of linear memory while it makes thumbnails: code, threads, and what is handed over. */
const growthBytes = 10 * MB;
/** The copies of the encoded source outside of linear memory that may be there later and are not yet. */
const sourceCopies = 1;

/** What all threads of one engine share: the limit in pages, 0 for none; and how often it was reached. */
type Shared = Int32Array;
const limitAt = 0;
const reachedAt = 1;

export function shareLimit(): SharedArrayBuffer {
  return new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
}

/**
 * Makes this thread keep to the limit from now on. Each of libvips' threads grows the memory that they share by itself, and asks
 * WebAssembly for it; a refusal arrives in C as an allocation that has failed.
 */
export function keepToLimit(buffer: SharedArrayBuffer): void {
  const shared: Shared = new Int32Array(buffer);
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function limited(this: WebAssembly.Memory, pages: number): number {
    const limit = Atomics.load(shared, limitAt);
    const isOfLibvips = (this.buffer as ArrayBufferLike) instanceof SharedArrayBuffer;
    if (isOfLibvips && limit > 0 && this.buffer.byteLength / pageBytes + pages > limit) {
      Atomics.add(shared, reachedAt, 1);
      throw new RangeError('the limit of memory is reached');
    }
    return grow.call(this, pages);
  };
}

/** What is used of a module of libvips. */
export interface HeapExports {
  malloc(bytes: number): number;
  /** Where the address is kept at which the heap ends. */
  emscripten_get_sbrk_ptr(): number;
}

export interface MemoryLimit {
  /**
   * Leaves the engine as much linear memory as the function has.
   *
   * @param memoryMb The function's memory; 0 if it is not known.
   * @param sourceBytes The size of the encoded source that comes next.
   */
  set(memoryMb: number, sourceBytes: number): void;
  /** How often memory was refused since the engine started. */
  refusals(): number;
}

/** @param buffer As each thread of the engine has it. */
export function createMemoryLimit(
  buffer: SharedArrayBuffer,
  memory: WebAssembly.Memory,
  heap: HeapExports,
): MemoryLimit {
  const shared: Shared = new Int32Array(buffer);
  const heapEnd = () => new Uint32Array(memory.buffer)[heap.emscripten_get_sbrk_ptr() >> 2] ?? 0;
  /** The address up to which linear memory fits into the function's; undefined before it is known. */
  let end: number | undefined;

  /**
   * Takes the addresses from the limit on, where that is below the 256 MB which every memory of libvips has from the start and
   * which it need not ask for. Nothing is written there, so that they take no memory.
   */
  const block = (limit: number) => {
    const from = Math.max(limit, heapEnd());
    for (let bytes = memory.buffer.byteLength - from - MB; bytes > 0; bytes -= 4 * MB) {
      if (heap.malloc(bytes) !== 0) return;
    }
  };

  return {
    set(memoryMb, sourceBytes) {
      const resident = residentBytes();
      if (memoryMb === 0 || resident === undefined) return;
      if (end === undefined) {
        end = heapEnd() + Math.max(0, memoryMb * MB - resident - growthBytes);
        Atomics.store(shared, limitAt, Math.ceil(memory.buffer.byteLength / pageBytes));
        block(end);
        Atomics.store(shared, reachedAt, 0);
      }
      const limit = Math.max(memory.buffer.byteLength, end - sourceCopies * sourceBytes);
      Atomics.store(shared, limitAt, Math.floor(limit / pageBytes));
    },
    refusals: () => Atomics.load(shared, reachedAt),
  };
}
