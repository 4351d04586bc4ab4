// Calls V8's garbage collector. V8 itself runs it too late: it sees a photo as a few small objects, and does not count
// the megabytes behind them.

// Imported, because Squoosh's script replaces the global `process` (squoosh/globals.ts).
import { versions } from 'process';
import { setFlagsFromString } from 'v8';
import { runInNewContext } from 'vm';

type Collector = (options?: { readonly type: 'minor' }) => void;

let collector: Collector | undefined;

/** Before Node.js 16, V8 ends the process when its flags change while it runs. */
const isSafe = parseInt(versions.node, 10) >= 16;

/**
 * Bytes that no object has beside V8's heap. Before Node.js 16 V8 collects when so many more are asked for, at once or, before
 * Node.js 14, while the thread waits; the system gives memory for them only once they are written, which nobody does. Measured: 40 MB
 * of photos that are gone are free at once, in 0.1 to 4 ms.
 */
const pressureBytes = 128 * 1024 * 1024;

/** Collects the young objects of this thread, which takes a millisecond; before Node.js 16 all of them. */
export function collectYoung(): void {
  if (isSafe) collectorOfThread()({ type: 'minor' });
  else pressV8();
}

/** Collects all objects of this thread, which takes ten milliseconds and more. */
export function collectAll(): void {
  if (isSafe) collectorOfThread()();
  else pressV8();
}

function pressV8(): void {
  try {
    void new ArrayBuffer(pressureBytes);
  } catch {
    // Where addresses are bounded, V8 collects because they run out.
  }
}

/** Gets the collector from a new context: `gc` exists in every context that is created while the flag is on. */
function collectorOfThread(): Collector {
  if (!collector) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('typeof gc === "function" ? gc : () => undefined') as Collector;
    setFlagsFromString('--no-expose-gc');
  }
  return collector;
}

/**
 * Keeps the space for young objects from growing, which would take up to 32 MB in the main thread for a little speed.
 * Must be called again whenever a thread has started, which sets V8's own factor back for the whole process.
 */
export function keepYoungSpaceSmall(): void {
  if (isSafe) setFlagsFromString('--semi-space-growth-factor=1');
}
