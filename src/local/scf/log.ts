// Collects the log lines of an instance from standard output and standard error, and divides them by invocation.

import type { Readable } from 'node:stream';

export class InvocationLog {
  private lines: string[] = [];
  private marksSeen = 0;
  private readonly mark: string;

  /** @param mark The text that ends the lines of an invocation on both streams. No log line contains it. */
  constructor(streams: readonly Readable[], mark: string, onMarked: () => void) {
    this.mark = mark;
    for (const stream of streams) {
      this.follow(stream, () => {
        this.marksSeen += 1;
        if (this.marksSeen % streams.length === 0) onMarked();
      });
    }
  }

  /** @returns The lines since the last call. */
  take(): string[] {
    const taken = this.lines;
    this.lines = [];
    return taken;
  }

  private follow(stream: Readable, onMark: () => void): void {
    let rest = '';
    const add = (line: string) => {
      const marked = line.endsWith(this.mark);
      const text = marked ? line.slice(0, -this.mark.length) : line;
      if (text !== '' || !marked) this.lines.push(text);
      if (marked) onMark();
    };
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(add);
    });
    stream.on('end', () => {
      if (rest !== '') add(rest);
    });
  }
}
