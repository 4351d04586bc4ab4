// What an invocation came to, in short: for tests that compare many.

import type { Outcome, Report } from '../../src/function/report.ts';
import type { Invocation } from '../../src/local/scf/invocation.ts';

/** The outcomes of all records in their order; none if the function threw. */
export function outcomesOf(invocation: Pick<Invocation, 'answer'>): Outcome[] {
  const report = invocation.answer as Report | undefined;
  return report?.records.flatMap((record) => record.outcomes) ?? [];
}

/** `stored photos/cat.jpg`, `removed photos/cat.jpg`, `skipped folder`, `failed source-corrupt`; `threw ConfigError` for an invocation. */
export function briefly(invocation: Invocation): string[] {
  if (invocation.error) return [`threw ${invocation.error.type}`];
  return outcomesOf(invocation).map((outcome) =>
    'key' in outcome ? `${outcome.status} ${outcome.key}` : `${outcome.status} ${outcome.code}`,
  );
}
