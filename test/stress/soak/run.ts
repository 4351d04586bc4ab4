// Thousands of events in one instance, some of whose requests fail: what it took, and whether nothing was lost.

import { type ErrorCode, isRetryable } from '../../../src/function/errors.ts';
import type { CosServer } from '../../../src/local/cos/cos.ts';
import { type Invocation, statusNames } from '../../../src/local/scf/invocation.ts';
import { type InstanceState, instanceState } from '../../support/instance.ts';
import { openLongRun } from '../../support/long-run.ts';
import { createRandom } from '../../support/random.ts';
import { rawRecord, SOURCE_BUCKET, TARGET_BUCKET } from '../../support/records.ts';
import { describeWhole } from '../../support/whole.ts';
import { measureGrowth } from '../growth.ts';
import { chooseFault } from './faults.ts';
import { makePhotos, type SoakPhoto, sourceKey, targetKey } from './photos.ts';
import { nextUpload } from './uploads.ts';

export interface Soaked {
  /** Seconds from event to the answer of its last delivery, event by event. */
  readonly seconds: readonly number[];
  /** After each event; empty where it cannot be told. */
  readonly states: readonly InstanceState[];
  readonly requests: number;
  /** Requests that failed on command. */
  readonly struck: number;
  /** Events that were delivered more than once. */
  readonly redelivered: number;
  /** Photos that have their thumbnail. */
  readonly whole: number;
  /** What was reported or thrown in the end in place of a thumbnail, by source key. */
  readonly reasons: ReadonlyMap<string, string>;
  /** What may not be. */
  readonly problems: readonly string[];
}

const memoryMb = 512;
const timeoutS = 30;

/** @throws {Error} if the function has not been built. */
export async function soak(
  { events, seed }: { events: number; seed: number },
  say: (what: string) => void,
): Promise<Soaked> {
  const photos = await makePhotos();
  const random = createRandom(seed);
  const { server, thumbnailer, close } = await openLongRun({ memoryMb, timeoutS });
  const there = new Map<string, SoakPhoto>();
  const reasons = new Map<string, string>();
  const problems: string[] = [];
  const [seconds, states]: [number[], InstanceState[]] = [[], []];
  let [struck, redelivered] = [0, 0];
  try {
    for (let index = 0; index < events; index++) {
      if (index % 100 === 0) say(`${index} of ${events} events`);
      const { name, photo, isRepeated } = nextUpload(photos, there, random);
      const key = sourceKey(name, photo);
      if (!isRepeated) server.objects.put(SOURCE_BUCKET, key, photo.bytes);
      there.set(name, photo);
      const fault = chooseFault(random, isRepeated);
      if (fault) server.faults.add(fault);
      const startedAt = performance.now();
      const invocations = await thumbnailer.deliver({ Records: [rawRecord(key)] });
      seconds.push((performance.now() - startedAt) / 1000);
      // One that struck nothing would strike a later event.
      server.faults.clear();
      if (fault) struck += 1;
      if (invocations.length > 1) redelivered += 1;
      problems.push(...invocations.flatMap((one, nth) => problemOf(one, index + nth === 0)));
      const reason = reasonOf(invocations.at(-1), key);
      if (reason === undefined) reasons.delete(key);
      else reasons.set(key, reason);
      const state = instanceState();
      if (state) states.push(state);
    }
    say('looking at the thumbnails');
    let whole = 0;
    for (const [name, photo] of there) {
      const problem = await problemOfThumbnail(server, name, photo);
      if (problem === undefined) whole += 1;
      else if (!reasons.has(sourceKey(name, photo))) problems.push(problem);
    }
    if (states.length >= 10) problems.push(...measureGrowth(states).problems);
    const requests = server.requests.length;
    return { seconds, states, requests, struck, redelivered, whole, reasons, problems };
  } finally {
    await close();
  }
}

function problemOf(
  { statusCode, error, afterAnswer, coldStart, log }: Invocation,
  isFirst: boolean,
): string[] {
  if (statusCode !== 200 && statusCode !== 430) return [`${statusNames[statusCode]}: ${error?.message}`];
  if (afterAnswer) return [`after the answer: ${afterAnswer.error.message}`];
  if (coldStart && !isFirst) return ['a new instance had to be started'];
  if (log.length !== 1) return [`${log.length} lines in the log: ${log.join(' ')}`];
  const code = /"failed ([a-z-]+):/.exec(log[0] ?? '')?.[1] as ErrorCode | 'internal' | undefined;
  const isThrown = statusCode === 430;
  // What nobody delivers again is lost, and what is delivered again for nothing is waste.
  if (isThrown !== (code !== undefined && isRetryable(code)))
    return [`${statusNames[statusCode]} with ${code}`];
  return code === 'internal' ? [`a bug: ${error?.message}`] : [];
}

/** @returns undefined if the thumbnail is said to be there. */
function reasonOf(last: Invocation | undefined, key: string): string | undefined {
  const { key: logged, outcomes } = JSON.parse(last?.log[0] ?? '{}');
  const outcome = String(outcomes);
  if (logged === key && /^(stored |skipped up-to-date: )/.test(outcome)) return undefined;
  return outcome;
}

async function problemOfThumbnail(
  { objects }: CosServer,
  name: string,
  photo: SoakPhoto,
): Promise<string | undefined> {
  const key = targetKey(name, photo);
  const bytes = objects.get(TARGET_BUCKET, key)?.bytes;
  if (!bytes) return `${key} is not there, and nobody said why`;
  const [found, expected] = [await describeWhole(bytes), photo.thumbnail];
  return found === expected ? undefined : `${key} is ${found}, expected ${expected}`;
}
