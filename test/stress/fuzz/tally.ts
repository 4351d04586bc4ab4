// Counts what came of many files.

/** So many are worth a look each. */
const few = 20;

export class Tally {
  violations = 0;
  private readonly names = new Map<string, string[]>();

  add(outcome: string, name: string): void {
    const names = this.names.get(outcome) ?? [];
    names.push(name);
    this.names.set(outcome, names);
  }

  /** @returns A line for people. */
  violation(text: string): string {
    this.violations += 1;
    return `VIOLATION ${this.violations}: ${text}`;
  }

  /** Lines: each outcome, the most frequent first, and which files it was of if they are few; then the violations. */
  summary(): string {
    const rows = [...this.names].sort(([, a], [, b]) => b.length - a.length);
    const lines = rows.flatMap(([outcome, names]) => [
      `${String(names.length).padStart(6)}  ${outcome}`,
      ...(names.length <= few ? names.map((name) => `          ${name}`) : []),
    ]);
    return [...lines, `violations: ${this.violations}`].join('\n');
  }
}
