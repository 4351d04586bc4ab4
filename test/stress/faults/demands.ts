// What must hold, and what is said where it does not.

export type Demand = readonly [holds: boolean, otherwise: string];

/** @returns A sentence for each demand that does not hold. */
export function unmet(demands: readonly Demand[]): string[] {
  return demands.filter(([holds]) => !holds).map(([, otherwise]) => otherwise);
}
