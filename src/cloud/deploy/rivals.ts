// The triggers of other functions that COS does not allow beside some of ours.

import type { CloudApi, CosTrigger } from '../api/cloud-api.ts';
import { overlaps } from './overlap.ts';

/** A trigger of another function that COS does not allow beside ours. */
export interface RivalTrigger {
  readonly functionName: string;
  readonly trigger: CosTrigger;
}

/** Asks every other function of the region for its triggers, unless none is wanted. */
export async function findRivals(
  api: CloudApi,
  functionName: string,
  wanted: readonly CosTrigger[],
): Promise<RivalTrigger[]> {
  const rivals: RivalTrigger[] = [];
  if (wanted.length === 0) return rivals;
  for await (const other of api.functions.list()) {
    if (other === functionName) continue;
    for (const trigger of await api.triggers.list(other)) {
      if (wanted.some((one) => overlaps(one, trigger))) rivals.push({ functionName: other, trigger });
    }
  }
  return rivals;
}
