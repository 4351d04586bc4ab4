// The error that asks SCF to deliver an event again, and its list of reasons.

import { ThumbnailError } from './errors.ts';
import type { Report } from './report.ts';

/** Something that failed and may succeed in another delivery. */
export interface Reason {
  /** `bucket/key`. */
  readonly object: string;
  /** Absent when all presets failed together, or the only one has no name. */
  readonly preset?: string;
  readonly manifest?: true;
  /** What is no ThumbnailError is a bug. Holds no secret: SCF shows it. */
  readonly error: Error;
}

/** Characters. A key is at most 850 bytes; what else a message says fits beside it. */
const longestReason = 1500;

/** Characters of all reasons that are listed, so that SCF shows the message whole. */
const longestList = 8000;

/**
 * Thrown at the end of an invocation in which something failed that another delivery may mend: SCF delivers the event
 * again. The message lists what, by object and preset. Its stack ends with those of the bugs among its reasons.
 */
export class RedeliveryError extends Error {
  override readonly name = 'RedeliveryError';
  readonly report: Report;

  /** @param reasons At least one. */
  constructor(report: Report, reasons: readonly Reason[]) {
    super(
      `to be delivered again, ${reasons.length} failure${reasons.length > 1 ? 's' : ''}:\n  ` +
        listed(reasons.map(line)).join('\n  '),
    );
    this.report = report;
    this.cause = reasons[0]?.error;
    const bugs = reasons.map(({ error }) => error).filter((error) => !(error instanceof ThumbnailError));
    if (bugs.length > 0) this.stack = [String(this), ...bugs.map((bug) => bug.stack)].join('\n');
  }
}

/** One line, whatever a key holds. */
function line({ object, preset, manifest, error }: Reason): string {
  const why = error instanceof ThumbnailError ? `${error.code}: ${error.message}` : `internal: ${error}`;
  const whole = manifest ? `the manifest of ${object}` : object;
  const what = preset ? `${object} as "${preset}"` : whole;
  const text = `${what}: ${why}`.replace(/\p{Cc}+/gu, ' ');
  return text.length > longestReason ? `${text.slice(0, longestReason)}...` : text;
}

/** The first lines, as many as fit, and how many do not. */
function listed(lines: readonly string[]): string[] {
  let length = 0;
  const fitting = lines.filter((text) => {
    length += text.length;
    return length <= longestList;
  });
  const left = lines.length - fitting.length;
  return left === 0 ? fitting : [...fitting, `and ${left} more: the log has a line for each object`];
}
