// Says what is being done, to people who wait. Never on stdout, where the figures go.

/** What of a stream is written to; process.stderr is one. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  /** Replaces what was said before. */
  say(what: string): void;
  /** Makes room for other output. */
  clear(): void;
}

/** Milliseconds between two lines where none can be rewritten: a log of a long run stays short. */
const pause = 10_000;
const eraseLine = '\r\u001b[2K';

/**
 * One line that is rewritten on a terminal; elsewhere a line now and then.
 *
 * @param now Milliseconds.
 */
export function createProgress(terminal: Terminal, now: () => number = Date.now): Progress {
  if (terminal.isTTY !== true) {
    let quietUntil = Number.NEGATIVE_INFINITY;
    return {
      say(what) {
        if (now() < quietUntil) return;
        quietUntil = now() + pause;
        terminal.write(`${what}\n`);
      },
      clear() {},
    };
  }
  return {
    say(what) {
      // A line that wraps cannot be rewritten.
      terminal.write(eraseLine + what.slice(0, (terminal.columns ?? 80) - 1));
    },
    clear() {
      terminal.write(eraseLine);
    },
  };
}
