// What this runtime can do, asked of V8 itself wherever it can be asked: which engine serves, and what it needs to start.

import { setFlagsFromString } from 'v8';

export interface Support {
  /** `vips` needs SIMD and exceptions; `squoosh` runs wherever there is WebAssembly at all. */
  readonly engine: 'vips' | 'squoosh';
  /** Are there worker threads? */
  readonly threads: boolean;
  /**
   * V8's flags, without dashes, that must be on while an engine lives: Node.js 16 crashes when they go down earlier,
   * because it compiles functions as they are first called.
   */
  readonly flags: readonly string[];
  /** Those that make for an engine that starts fast and small. */
  readonly lightFlags: readonly string[];
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

const exceptions = 'experimental-wasm-eh';
const lazyCompilation = 'wasm-lazy-compilation';
/** V8's baseline compiler alone: fast to compile and small, by a third slower to run. */
const baselineOnly = 'liftoff-only';

export function detectSupport(): Support {
  const threads = hasThreads();
  if (!threads || !isValid(simdModule)) return { engine: 'squoosh', threads, flags: [], lightFlags: [] };
  const flags: string[] = [];
  // It has them, but does not say so: a context that is made while the flag is on can use them.
  if (!isValid(exceptionsModule)) flags.push(exceptions);
  // Compiling all of libvips beforehand takes Node.js 16 and 18 seconds; from V8 11 on this is the default.
  if (Number.parseInt(process.versions.v8, 10) < 11) flags.push(lazyCompilation);
  return { engine: 'vips', threads, flags, lightFlags: [baselineOnly] };
}

/** Flag -> how many want it on. */
const users = new Map<string, number>();

/**
 * Switches flags on, process-wide, until the function that it returns is called; of several users of a flag the last
 * one switches it off.
 */
export function raiseFlags(flags: readonly string[]): () => void {
  for (const flag of flags) {
    users.set(flag, (users.get(flag) ?? 0) + 1);
    setFlagsFromString(`--${flag}`);
  }
  let up = true;
  return () => {
    if (!up) return;
    up = false;
    for (const flag of flags) {
      const left = (users.get(flag) ?? 0) - 1;
      users.set(flag, left);
      if (left === 0) setFlagsFromString(`--no-${flag}`);
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
