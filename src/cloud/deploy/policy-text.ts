// Policy documents, compared and in short. Pure.

/** Do both allow the same? The API may write a document in another order than it was given in. */
export function sameDocument(one: string, other: string): boolean {
  return canonical(one) === canonical(other);
}

function canonical(text: string): string {
  try {
    return JSON.stringify(sorted(JSON.parse(text)));
  } catch {
    return text;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const entries = value.map(sorted);
    return entries.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [name, sorted(one)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface Statement {
  readonly effect?: unknown;
  readonly action?: unknown;
  readonly resource?: unknown;
}

/** @returns One line for each statement: its actions and its resources. */
export function policyLines(document: string): string[] {
  try {
    const { statement } = JSON.parse(document) as { readonly statement?: Statement | readonly Statement[] };
    return [statement ?? []].flat().map(({ effect, action, resource }: Statement) => {
      const denied = effect === 'deny' ? 'deny ' : '';
      return `${denied}${join(action)} on ${join(resource)}`;
    });
  } catch {
    return [document];
  }
}

function join(value: unknown): string {
  return [value].flat().join(', ');
}
