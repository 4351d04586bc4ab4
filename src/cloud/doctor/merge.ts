// Pure: one check is made from both sides, and once more by the function itself: one result is left of each.

import type { CheckResult } from '../../function/doctor/diagnosis.ts';

/** What says more comes first: a fault, then what was examined, then what was not. */
const rank = ({ ok, skipped }: CheckResult) => (ok ? (skipped ? 2 : 1) : 0);

/** @returns One result for each id, in the order in which the ids come first. Of two that say as much, the later one. */
export function mergeResults(results: readonly CheckResult[]): CheckResult[] {
  const byId = new Map<string, CheckResult>();
  for (const one of results) {
    const before = byId.get(one.id);
    if (before === undefined || rank(one) <= rank(before)) byId.set(one.id, one);
  }
  return [...byId.values()];
}
