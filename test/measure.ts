// One cold start of the built function on a runtime: how long, how much memory, how large a thumbnail.

import { readFileSync } from 'node:fs';
import { startCloud } from '../src/local/cloud.ts';
import { samples } from './fixtures/images/images.ts';
import { briefly, outcomesOf } from './support/outcomes.ts';
import { rawRecord, SOURCE_BUCKET, TARGET_BUCKET } from './support/records.ts';

export interface Measured {
  /** The package that made the thumbnail, as the function's log names it. */
  readonly engine: string;
  /** From the start of Node.js to the answer, with one thumbnail. */
  readonly coldMs: number;
  /** Of resident memory, 1024 * 1024 bytes. */
  readonly peakMb: number;
  /** Of the thumbnail, the same photo and preset everywhere. */
  readonly bytes: number;
}

/**
 * @param node Path of the binary.
 * @throws {Error} if it makes no thumbnail.
 */
export async function measure(node: string): Promise<Measured> {
  const cloud = await startCloud([SOURCE_BUCKET, TARGET_BUCKET]);
  try {
    cloud.server.objects.put(SOURCE_BUCKET, 'a.jpg', readFileSync(samples.landscape.path));
    const started = cloud.startThumbnailer({
      node,
      memoryMb: 512,
      timeoutS: 60,
      env: {},
      enforceMemory: false,
    });
    const invocation = await started.invoke({ Records: [rawRecord('a.jpg')] });
    const [outcome] = outcomesOf(invocation);
    if (outcome?.status !== 'stored') {
      throw new Error(`${node} made no thumbnail, but ${briefly(invocation)}: ${invocation.error?.message}`);
    }
    const line = JSON.parse(invocation.log[0] ?? '') as { readonly engine: string };
    return {
      // Without the versions: `jpeg 1 + png 1 + webp 1 + wasm-vips 0.0.19`.
      engine: line.engine.replace(/ (?:\+ )?[\d.]+/g, '').replace(/ \+ (?=.* \+ )/g, ', '),
      coldMs: (invocation.coldStart?.initMs ?? 0) + invocation.durationMs,
      peakMb: invocation.memoryPeakMb,
      bytes: outcome.bytes,
    };
  } finally {
    await cloud.close();
  }
}
