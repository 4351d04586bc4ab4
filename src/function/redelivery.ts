// The error that asks SCF to deliver an event again, with the list of its reasons. It only formats them: which failures are
// reasons is decided by handler.ts.

import { ThumbnailError } from './errors.ts';
import type { Report } from './report.ts';

/** Something that failed and may succeed in another delivery. */
export interface Reason {
  /** The source, as `bucket/key`. */
  readonly object: string;
  /** The name of the preset that failed; absent when the whole record failed, or when the only preset has no name. */
  readonly preset?: string;
  /** Set when it was the source's manifest that failed. */
  readonly manifest?: true;
  /** An error that is not a ThumbnailError is a bug. It must hold no secret, because SCF shows its message. */
  readonly error: Error;
}

/** The most characters of one reason: a key has at most 850 bytes, and the rest of a message fits beside it. */
const longestReason = 1500;

/** The most characters of all listed reasons together, so that SCF does not cut the message. */
const longestList = 8000;

/**
 * Thrown at the end of an invocation in which something failed that another delivery may fix, so that SCF delivers the event
 * again. The message lists the failures by object and preset. Where some of them are bugs, their stacks end this error's stack.
 */
export class RedeliveryError extends Error {
  override readonly name = 'RedeliveryError';
  readonly report: Report;

  /**
   * @param report What became of all records, also of those that need no other delivery.
   * @param reasons What failed and may succeed another time; at least one.
   */
  constructor(report: Report, reasons: readonly Reason[]) {
    super(
      `this event should be delivered again because of ${reasons.length} failure${reasons.length > 1 ? 's' : ''}:\n  ` +
        shorten(reasons.map(toLine)).join('\n  '),
    );
    this.report = report;
    this.cause = reasons[0]?.error;
    const bugs = reasons.map(({ error }) => error).filter((error) => !(error instanceof ThumbnailError));
    if (bugs.length > 0) this.stack = [String(this), ...bugs.map((bug) => bug.stack)].join('\n');
  }
}

/** Writes a reason as one line: control characters, which a key may contain, become spaces. */
function toLine({ object, preset, manifest, error }: Reason): string {
  const why = error instanceof ThumbnailError ? `${error.code}: ${error.message}` : `internal: ${error}`;
  const source = manifest ? `the manifest of ${object}` : object;
  const subject = preset ? `${object} as "${preset}"` : source;
  const text = `${subject}: ${why}`.replace(/\p{Cc}+/gu, ' ');
  return text.length > longestReason ? `${text.slice(0, longestReason)}...` : text;
}

/** Keeps the first lines, as many as fit, and says how many were left out. */
function shorten(lines: readonly string[]): string[] {
  let length = 0;
  const fitting = lines.filter((text) => {
    length += text.length;
    return length <= longestList;
  });
  const left = lines.length - fitting.length;
  return left === 0 ? fitting : [...fitting, `and ${left} more: see the log`];
}
