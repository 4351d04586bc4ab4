// Detects what this runtime can do, by asking V8 itself wherever possible: which engine it can run, and which V8 flags
// that engine needs. Also switches those flags on and off.

import { setFlagsFromString } from 'v8';

/** A V8 flag as on V8's command line. */
export interface Flag {
  /** The flag that switches it on. */
  readonly on: string;
  /** The flags that undo it. */
  readonly off: readonly string[];
}

export interface Support {
  /** `vips` needs SIMD and WebAssembly exceptions; `squoosh` runs wherever there is WebAssembly. */
  readonly engine: 'vips' | 'squoosh';
  /** Whether WebAssembly may calculate with several numbers at once (SIMD). */
  readonly simd: boolean;
  /** Whether the runtime has worker threads. */
  readonly threads: boolean;
  /**
   * Flags that must stay on while an engine lives. Node.js 16 compiles functions while they run, and crashes when the
   * flags are switched off before that.
   */
  readonly flags: readonly Flag[];
  /** Flags for a light engine, which starts faster and takes less memory. Empty where there is no light engine. */
  readonly lightFlags: readonly Flag[];
  /** Flags with the same effect for libheif beside the engine. Empty where V8 optimises only what is called often. */
  readonly codecFlags: readonly Flag[];
  /**
   * Flags for Squoosh's encoder in the function's own thread. To optimise it takes 20 MB, and saves 2 ms of a WebP's 30; measured on
   * Node.js 20: 30 instead of 52 MB, and 106 instead of 164 ms for the first.
   */
  readonly encoderFlags: readonly Flag[];
}

/** A module that is valid where the final SIMD opcodes are known (`i8x16.popcnt` is one of the last): V8 9.1, Node.js 16.4. */
const simdModule = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
  11,
];
/**
 * A module with a `try` and a `catch_all`, the form of exceptions that wasm-vips was compiled to: on by default from V8
 * 9.5, Node.js 17.
 */
const exceptionsModule = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0, 6, 64, 25, 11, 11,
];

const exceptions: Flag = { on: '--experimental-wasm-eh', off: ['--no-experimental-wasm-eh'] };
const lazyCompilation: Flag = { on: '--wasm-lazy-compilation', off: ['--no-wasm-lazy-compilation'] };
/** V8's major version. */
const v8 = Number.parseInt(process.versions.v8, 10);
/**
 * Compiles with V8's baseline compiler alone: fast to compile and small in memory, but a third slower to run. Up to Node.js 22 V8 then
 * optimises nothing later on; from 24 on it must be told not to, or a single function of libvips takes 45 MB and 135 ms.
 */
const baselineOnly: Flag = { on: '--liftoff-only', off: ['--no-liftoff-only'] };
/** Dynamic tiering is an experiment in Node.js 16, and stays off there. */
const noDynamicTiering: Flag = { on: '--no-wasm-dynamic-tiering', off: ['--wasm-dynamic-tiering'] };

/** Functions that are never called are not validated: the build has already verified the modules in the bundle. */
const lazyValidation: Flag = { on: '--wasm-lazy-validation', off: ['--no-wasm-lazy-validation'] };

/**
 * Up to Node.js 16 V8 compiles each module of Squoosh twice, the second time by its optimising compiler, whether a function is ever
 * called or not; from 18 on it does so with all modules where dynamic tiering is off. Measured for a small WebP on Node.js 14.18: 340
 * instead of 1100 ms of CPU, and 52 instead of 105 MB; for one of 12 megapixels 700 instead of 1300 ms.
 */
const noTierUp: Flag = { on: '--no-wasm-tier-up', off: ['--wasm-tier-up'] };
/** Without the second time, V8 7 would use its optimising compiler at once. */
const liftoff: Flag = { on: '--liftoff', off: [] };

/** Detects the engine and the flags for this runtime. Starts nothing. */
export function detectSupport(): Support {
  const threads = hasThreads();
  const simd = isValid(simdModule);
  const codecFlags = threads && v8 < 10 ? [liftoff, noTierUp, lazyCompilation] : [];
  if (!threads || !simd) {
    const light = { lightFlags: codecFlags, codecFlags, encoderFlags: codecFlags };
    return { engine: 'squoosh', simd, threads, flags: [], ...light };
  }
  const flags: Flag[] = [];
  // V8 has them, but switched off: a context that is created while the flag is on can use them.
  if (!isValid(exceptionsModule)) flags.push(exceptions);
  // Compiling all of libvips in advance takes seconds on Node.js 16 and 18. From V8 11 on, lazy compilation is the
  // default.
  if (v8 < 11) flags.push(lazyCompilation);
  const lightFlags = [baselineOnly, noTierUp, ...(v8 < 10 ? [] : [noDynamicTiering]), lazyValidation];
  const encoderFlags = v8 < 10 ? codecFlags : lightFlags;
  return { engine: 'vips', simd, threads, flags, lightFlags, codecFlags, encoderFlags };
}

/** How many callers want each flag on. */
const users = new Map<Flag, number>();

/**
 * Switches flags on, for the whole process, until the returned function is called. Where a flag has several users, the
 * last one switches it off.
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

/**
 * Compiles a module that is to run as fast as it can: by V8's optimising compiler, also while a light engine lives.
 *
 * @throws {WebAssembly.CompileError | RangeError}
 */
export function compileOptimised(bytes: Uint8Array): WebAssembly.Module {
  const isLight = (users.get(noTierUp) ?? 0) > 0;
  const held = [baselineOnly, noTierUp, noDynamicTiering, lazyCompilation].filter(
    (flag) => isLight && users.get(flag),
  );
  for (const { off } of held) off.forEach(setFlagsFromString);
  try {
    return new WebAssembly.Module(bytes);
  } finally {
    for (const { on } of held) setFlagsFromString(on);
  }
}

function isValid(module: readonly number[]): boolean {
  return WebAssembly.validate(new Uint8Array(module));
}

/** Node.js 10 has worker threads only behind a flag. */
function hasThreads(): boolean {
  try {
    require('worker_threads');
    return true;
  } catch {
    return false;
  }
}
