// One start inside a control group of its own.

import type { Lab, Start } from '../cold/lab.ts';
import type { Result } from '../cold/run.ts';
import { undoAtExit } from '../cold/undo.ts';
import { type GroupLimits, openGroup } from '../group.ts';
import type { Binary } from './binary.ts';

export interface Probed {
  readonly result: Result;
  /** Of all that ran inside, with the pages of files first read there; MB. */
  readonly groupMb: number;
  /** The kernel killed it, because the memory did not suffice. */
  readonly ranOut: boolean;
}

/**
 * @param binary Node.js' own binary, not in the system's cache: its pages count inside. undefined: the one that runs
 * this, whose pages somebody else has been charged for.
 * @throws {Error} if there can be no group.
 */
export async function probe(lab: Lab, start: Start, limits: GroupLimits, binary?: Binary): Promise<Probed> {
  const group = openGroup(limits);
  const remove = undoAtExit(group.remove);
  try {
    binary?.forget();
    const node = binary && { node: binary.path };
    const result = await lab.start({ ...start, ...node, enter: [...group.enter, ...(start.enter ?? [])] });
    return { result, groupMb: group.peakMb() ?? Number.NaN, ranOut: group.ranOut() };
  } finally {
    remove();
  }
}

/** In a word or two why there is no thumbnail; undefined: there is one. */
export function failureOf({ result, ranOut }: Pick<Probed, 'result' | 'ranOut'>): string | undefined {
  if (ranOut) return 'out of memory';
  return result.kind === 'failed' ? result.reason : undefined;
}
