// Calls V8's garbage collector. V8 itself runs it too late: it sees a photo as a few small objects, and does not count
// the megabytes behind them.

// Imported, because Squoosh's script replaces the global `process` (squoosh/globals.ts).
import { versions } from 'process';
import { setFlagsFromString } from 'v8';
import { runInNewContext } from 'vm';

type Collector = (options?: { readonly type: 'minor' }) => void;

let collector: Collector | undefined;

/** Before Node.js 16, V8 ends the process when its flags change while it runs. There, V8 decides alone when to collect. */
const isSafe = parseInt(versions.node, 10) >= 16;

/** Collects the young objects of this thread, which takes a millisecond. */
export function collectYoung(): void {
  if (isSafe) collectorOfThread()({ type: 'minor' });
}

/** Collects all objects of this thread, which takes ten milliseconds and more. */
export function collectAll(): void {
  if (isSafe) collectorOfThread()();
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
