// Measures how fast thumbnails are made here: SCF gives CPU in proportion to memory, and nothing but a measurement tells how much.

import type { Config } from '../config/config.ts';
import type { Deadline } from '../deadline.ts';
import { createHandler, type HandlerParts } from '../handler.ts';
import { createLog } from '../log.ts';
import { stageOf } from '../rehearsal/stage.ts';
import type { Report } from '../report.ts';
import { samplePhoto } from './sample-photo.ts';

export type SpeedParts = Pick<HandlerParts, 'config' | 'engine' | 'quickEngines'> & {
  readonly memoryMb: number;
};

/** How long thumbnails take, in milliseconds. */
export interface Speed {
  /** Of a JPEG of 12 megapixels and some 4 MB, without the time that COS takes. */
  readonly photoMs: number;
  /** How much of one core there was, from 0 to 1, or more where several threads work. */
  readonly cpuShare: number;
}

/**
 * How many times as long as the built-in photo one of a camera takes that has as many pixels and four times as many bytes. Measured:
 * 1.1 to 1.5 with the JPEG engine, 1.1 to 1.3 with wasm-vips, and less where writing the thumbnails takes longest.
 */
const cameraFactor = 1.5;

/** In milliseconds: a share of a core is given in turns of some 100 ms, so that a shorter measurement may see all of it. */
const longEnough = 400;

/**
 * Makes the thumbnails of the presets of a built-in photo, once, and then as often as the time allows.
 *
 * @throws What failed: a sentence.
 */
export async function measureSpeed(parts: SpeedParts, deadline: Deadline): Promise<Speed> {
  const { event, store } = stageOf(samplePhoto());
  const handler = createHandler({
    config: undisturbed(parts.config),
    engine: parts.engine,
    ...(parts.quickEngines && { quickEngines: parts.quickEngines }),
    log: createLog('silent'),
    createStore: () => store,
    defaults: {},
  });
  const context = {
    memory_limit_in_mb: parts.memoryMb,
    getRemainingTimeInMillis: () => deadline.remaining(),
  };
  const run = async () => {
    const begin = Date.now();
    checkReport(await handler(event, context));
    return Date.now() - begin;
  };
  const cpu = process.cpuUsage();
  const begin = Date.now();
  const first = await run();
  const later: number[] = [];
  while (Date.now() - begin < longEnough && deadline.remaining() > 3 * first) later.push(await run());
  const elapsed = Math.max(1, Date.now() - begin);
  const { user, system } = process.cpuUsage(cpu);
  // What the first has taken more than the others is the beginning of an instance.
  const each = later.length === 0 ? first : later.reduce((sum, ms) => sum + ms, 0) / later.length;
  return {
    photoMs: Math.max(0, first - each) + each * cameraFactor,
    cpuShare: (user + system) / 1000 / elapsed,
  };
}

/**
 * The operator's presets, those of the route that has the most, whatever else is set: the photo is not the operator's, and there is no
 * watermark in its bucket.
 */
function undisturbed(config: Config): Config {
  const routes = [...config.routes].sort((a, b) => b.presets.length - a.presets.length);
  return {
    ...config,
    targetBucket: '{bucket}resized',
    routes: routes.slice(0, 1).map((route) => ({
      ...route,
      presets: route.presets.map((preset) => ({ ...preset, watermark: false })),
      fits: () => true,
    })),
    accepts: () => true,
    watermark: undefined,
    failedPrefix: undefined,
    maxSourceBytes: undefined,
    maxPixels: undefined,
  };
}

function checkReport({ records }: Report): void {
  for (const { outcomes } of records) {
    for (const one of outcomes) {
      if (one.status === 'failed') throw new Error(`${one.code}: ${one.message}`);
      if (one.status === 'skipped') throw new Error(`it was skipped as ${one.code}: ${one.message}`);
    }
  }
}
