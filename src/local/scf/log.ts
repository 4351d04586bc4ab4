// Standard output and standard error of an instance -> log lines, cut into invocations by marks.

import type { Readable } from 'node:stream';

export class InvocationLog {
  private lines: string[] = [];
  private marksSeen = 0;
  private readonly mark: string;

  /** @param mark What ends an invocation's lines, on both streams; no log line contains it. */
  constructor(streams: readonly Readable[], mark: string, onMarked: () => void) {
    this.mark = mark;
    for (const stream of streams) {
      this.follow(stream, () => {
        this.marksSeen += 1;
        if (this.marksSeen % streams.length === 0) onMarked();
      });
    }
  }

  /** The lines so far; they are handed out once. */
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
