// V8's garbage collector, called by hand: to it a photo is a few small objects, and the megabytes behind them no reason to run.

import { setFlagsFromString } from 'v8';
import { runInNewContext } from 'vm';

type Collector = (options?: { readonly type: 'minor' }) => void;

let collector: Collector | undefined;

/** Of this thread. Lets go of what was young when it died: a millisecond. */
export function collectYoung(): void {
  // V8 before Node.js 16 reads no options, and takes anything that is true for the same.
  collectorOfThread()({ type: 'minor' });
}

/** Of this thread: ten milliseconds and more. */
export function collectAll(): void {
  collectorOfThread()();
}

/** Contexts that are made while the flag is on have it; before Node.js 14 it ends the process when called with the flag off. */
function collectorOfThread(): Collector {
  if (!collector) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('typeof gc === "function" ? gc : () => undefined') as Collector;
    if (parseInt(process.versions.node, 10) >= 14) setFlagsFromString('--no-expose-gc');
  }
  return collector;
}

/**
 * Lets the space for young objects grow no more, which takes the main thread up to 32 MB for a little speed. To be said again
 * after a thread has started: that puts V8's own number back, process-wide.
 */
export function keepYoungSpaceSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
