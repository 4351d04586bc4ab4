// Everything that must be known before renditions can be prepared: the photo's header, and what the target bucket holds.

import type { Config } from '../config/config.ts';
import type { Engine, SourceInfo } from '../engine/engine.ts';
import type { ObjectRecord } from '../event/event.ts';
import type { Failed } from '../failed.ts';
import type { SourceFormat } from '../format/format.ts';
import { claimManifest } from '../manifest/manifest.ts';
import type { Rendition } from '../plan.ts';
import type { Claim } from '../publish/claim.ts';
import type { Io, SourceObject } from '../store.ts';
import { claimRendition } from './prepare.ts';
import type { Claimed } from './task.ts';
import type { FetchedWatermark, WatermarkCache } from './watermark.ts';

export interface GatherTools extends Io {
  readonly config: Config;
  readonly engine: Engine;
  readonly watermarkCache: WatermarkCache;
}

export interface Gathered {
  readonly info: SourceInfo;
  /** In the order of the renditions. One whose key depends on its recipe is not claimed yet. */
  readonly claimed: readonly (Claimed | Rendition | Failed)[];
  /** undefined where no manifest is wanted. */
  readonly manifest: Claim | Failed | undefined;
  /** undefined where no preset wants one. */
  readonly watermark: FetchedWatermark | Failed | undefined;
}

/**
 * Asks the store while the engine reads the photo's header.
 *
 * @throws {ThumbnailError} as the engine's `inspect`, once no request is under way any more.
 */
export async function gather(
  record: ObjectRecord,
  renditions: readonly Rendition[],
  source: SourceObject,
  format: SourceFormat,
  tools: GatherTools,
): Promise<Gathered> {
  const { config, engine, deadline } = tools;
  const asking = Promise.all([
    Promise.all(renditions.map((one) => (one.targetBy ? one : claimRendition(record.ref, one, tools)))),
    claimManifest(record, config, tools),
    fetchWatermark(renditions, tools),
  ]);
  const outputs = renditions.map((rendition) => rendition.format);
  const info = await engine.inspect(source.bytes, format, deadline, outputs).finally(() => asking);
  const [claimed, manifest, watermark] = await asking;
  return { info, claimed, manifest, watermark };
}

/** @returns undefined where no preset wants one. */
async function fetchWatermark(
  renditions: readonly Rendition[],
  { config, watermarkCache, ...io }: GatherTools,
): Promise<FetchedWatermark | Failed | undefined> {
  const wanting = renditions.find(({ preset }) => preset.watermark);
  if (!wanting || !config.watermark) return undefined;
  return watermarkCache.fetch(config.watermark, wanting.target, io);
}
