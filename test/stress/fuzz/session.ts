// One instance of the built file that is given one hostile file after another, each with a good photo behind it.

import { type InstanceState, instanceState } from '../../support/instance.ts';
import { openLongRun } from '../../support/long-run.ts';
import { rawRecord, SOURCE_BUCKET, TARGET_BUCKET } from '../../support/records.ts';
import { measureGrowth } from '../growth.ts';
import { GoodPhoto, presets } from './good-photo.ts';
import { judge, type Verdict } from './judge.ts';
import type { Mutant } from './mutate.ts';

export interface Session {
  /** Puts it into the bucket, sends its event, and removes it and its thumbnails. */
  run(mutant: Mutant): Promise<Verdict>;
  /** What grew since the instance was warm. */
  growth(): readonly string[];
  /** The most memory that it held, MB. */
  peakMb(): number;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** MB. The default is what the README advises. The instance is killed above it, which is a violation. */
  readonly memoryMb?: number;
  /** Path of the Node.js binary; default: the one that runs this. */
  readonly node?: string;
  /** Is the memory enforced here? Default: true. */
  readonly enforceMemory?: boolean;
}

/** A decode that hangs is stopped before: the function keeps time back to say so. */
const timeoutS = 30;

/** @throws {Error} if the function has not been built. */
export async function openSession(
  good: GoodPhoto,
  { memoryMb = 512, node, enforceMemory = true }: SessionOptions = {},
): Promise<Session> {
  const limits = { memoryMb, timeoutS, enforceMemory };
  const env = { THUMB_PRESETS: presets };
  const { server, thumbnailer, close } = await openLongRun({ ...limits, env, node });
  const { objects } = server;
  const states: InstanceState[] = [];
  let count = 0;
  let peak = 0;
  objects.put(SOURCE_BUCKET, GoodPhoto.key, good.bytes);
  return {
    async run({ bytes, extension }) {
      const isFirst = count === 0;
      const key = `${count}.${extension}`;
      count += 1;
      objects.put(SOURCE_BUCKET, key, bytes);
      const invocation = await thumbnailer.invoke({ Records: [rawRecord(key), rawRecord(GoodPhoto.key)] });
      const verdict = await judge(invocation, { server, key, good, isFirst });
      objects.delete(SOURCE_BUCKET, key);
      for (const stored of objects.keys(TARGET_BUCKET)) objects.delete(TARGET_BUCKET, stored);
      peak = Math.max(peak, invocation.memoryPeakMb);
      const state = instanceState();
      if (state) states.push(state);
      return verdict;
    },
    growth: () => (states.length < 10 ? [] : measureGrowth(states).problems),
    peakMb: () => peak,
    close,
  };
}
