// What this runtime can do, asked of V8 itself wherever it can be asked: which engine serves, and what it needs to start.

import { setFlagsFromString } from 'v8';

/** A flag of V8's, as its command line takes it. */
export interface Flag {
  readonly on: string;
  /** What takes it back. */
  readonly off: readonly string[];
}

export interface Support {
  /** `vips` needs SIMD and exceptions; `squoosh` runs wherever there is WebAssembly at all. */
  readonly engine: 'vips' | 'squoosh';
  /** Are there worker threads? */
  readonly threads: boolean;
  /** Must be on while an engine lives: Node.js 16 crashes when they go down earlier, because it compiles as it runs. */
  readonly flags: readonly Flag[];
  /** Make for an engine that starts fast and small. None: there is no such engine. */
  readonly lightFlags: readonly Flag[];
}

/** A module that is valid where the final SIMD opcodes are known (`i8x16.popcnt` is one of the last): V8 9.1, Node.js 16.4. */
const simdModule = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
  11,
];
/** One with a `try` and a `catch_all`, the exceptions that wasm-vips was compiled to: by default from V8 9.5, Node.js 17. */
const exceptionsModule = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0, 6, 64, 25, 11, 11,
];

const exceptions: Flag = { on: '--experimental-wasm-eh', off: ['--no-experimental-wasm-eh'] };
const lazyCompilation: Flag = { on: '--wasm-lazy-compilation', off: ['--no-wasm-lazy-compilation'] };
/** V8's version. */
const v8 = Number.parseInt(process.versions.v8, 10);
/**
 * V8's baseline compiler alone: fast to compile and small, by a third slower to run. The flag switches optimising off
 * with itself, and leaves it off; dynamic tiering is an experiment in Node.js 16.
 */
const baselineOnly: Flag = {
  on: '--liftoff-only',
  off: ['--no-liftoff-only', '--wasm-tier-up', ...(v8 < 10 ? [] : ['--wasm-dynamic-tiering'])],
};

/** What comes out of the bundle has been verified when that was built: functions that are never called need no look. */
const lazyValidation: Flag = { on: '--wasm-lazy-validation', off: ['--no-wasm-lazy-validation'] };

export function detectSupport(): Support {
  const threads = hasThreads();
  if (!threads || !isValid(simdModule)) return { engine: 'squoosh', threads, flags: [], lightFlags: [] };
  const flags: Flag[] = [];
  // It has them, but does not say so: a context that is made while the flag is on can use them.
  if (!isValid(exceptionsModule)) flags.push(exceptions);
  // Compiling all of libvips beforehand takes Node.js 16 and 18 seconds; from V8 11 on this is the default.
  if (v8 < 11) flags.push(lazyCompilation);
  return { engine: 'vips', threads, flags, lightFlags: [baselineOnly, lazyValidation] };
}

/** How many want it on. */
const users = new Map<Flag, number>();

/**
 * Switches flags on, process-wide, until the function that it returns is called; of several users of a flag the last
 * one switches it off.
 */
export function switchOn(flags: readonly Flag[]): () => void {
  for (const flag of flags) {
    users.set(flag, (users.get(flag) ?? 0) + 1);
    setFlagsFromString(flag.on);
  }
  let isOn = true;
  return () => {
    if (!isOn) return;
    isOn = false;
    for (const flag of flags) {
      const left = (users.get(flag) ?? 0) - 1;
      users.set(flag, left);
      if (left === 0) for (const off of flag.off) setFlagsFromString(off);
    }
  };
}

function isValid(module: readonly number[]): boolean {
  return WebAssembly.validate(new Uint8Array(module));
}

/** Node.js 10 has them behind a flag only. */
function hasThreads(): boolean {
  try {
    require('worker_threads');
    return true;
  } catch {
    return false;
  }
}
