// One fresh start with the memory of a function and its share of the CPU: loading and the event apart.

import type { Lab, Start } from '../cold/lab.ts';
import { failureOf, probe } from '../memory/probe.ts';

/** Milliseconds of one start, or in a word or two why it made no thumbnail. */
export type Outcome = { readonly loadMs: number; readonly eventMs: number } | { readonly failure: string };

/** Seconds. Long enough for the slowest: what takes more than SCF's default is to be measured, not stopped. */
const timeoutS = 60;

/**
 * @param cores 0.1 is a tenth of a core.
 * @throws {Error} if there can be no control group.
 */
export async function startAtShare(
  lab: Lab,
  start: Start & { readonly memoryMb: number },
  cores: number,
): Promise<Outcome> {
  const probed = await probe(lab, { ...start, timeoutS }, { memoryMb: start.memoryMb, cores });
  const failure = failureOf(probed);
  if (failure !== undefined || probed.result.kind === 'failed') return { failure: failure ?? 'it failed' };
  const { loadMs, invocations } = probed.result.measured;
  return { loadMs, eventMs: invocations[0]?.wallMs ?? Number.NaN };
}
