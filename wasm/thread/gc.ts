// V8's garbage collector, called by hand: to it a photo is a few small objects, and the megabytes behind them no reason to run.

// Not the global: Squoosh's script hides that from itself.
import { versions } from 'process';
import { setFlagsFromString } from 'v8';
import { runInNewContext } from 'vm';

type Collector = (options?: { readonly type: 'minor' }) => void;

let collector: Collector | undefined;

/** Before, V8 ends the process when its flags change under it; there it collects when it likes to. */
const isSafe = parseInt(versions.node, 10) >= 16;

/** Of this thread. Lets go of what was young when it died: a millisecond. */
export function collectYoung(): void {
  if (isSafe) collectorOfThread()({ type: 'minor' });
}

/** Of this thread: ten milliseconds and more. */
export function collectAll(): void {
  if (isSafe) collectorOfThread()();
}

/** Contexts that are made while the flag is on have it. */
function collectorOfThread(): Collector {
  if (!collector) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('typeof gc === "function" ? gc : () => undefined') as Collector;
    setFlagsFromString('--no-expose-gc');
  }
  return collector;
}

/**
 * Lets the space for young objects grow no more, which takes the main thread up to 32 MB for a little speed. To be said again
 * after a thread has started: that puts V8's own number back, process-wide.
 */
export function keepYoungSpaceSmall(): void {
  if (isSafe) setFlagsFromString('--semi-space-growth-factor=1');
}
