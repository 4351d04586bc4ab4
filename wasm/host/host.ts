// The engine as the port sees it. Translates each call into a request to the session that serves at the moment, and
// does not send the source's bytes again where that session still has them. Does not know when sessions are replaced
// (supervisor.ts).

import type { Deadline } from '../../src/function/deadline.ts';
import { estimateDecodeMemory } from '../../src/function/engine/decode-memory.ts';
import type {
  Deliver,
  Engine,
  Region,
  Rendered,
  RenderJob,
  SourceInfo,
} from '../../src/function/engine/engine.ts';
import type { OutputFormat, SourceFormat } from '../../src/function/format/format.ts';
import type { EngineAssets } from './assets.ts';
import type { Support } from './runtime-support.ts';
import { createSupervisor } from './supervisor.ts';
import { createTidy } from './tidy.ts';

export interface EngineHost extends Engine {
  /** Starts the engine now, so that it boots while the caller waits for something else. Keeps no process alive. */
  start(): void;
  /** Ends the engine. The next call starts another one. */
  stop(): void;
  /**
   * Sets the function's memory, from which follow how much an engine may take and how far a warm one may grow.
   *
   * @param memoryMb MB; 0, as at the start, means that it is not known.
   */
  setMemoryLimit(memoryMb: number): void;
}

/**
 * Creates the host of one engine; it starts with the first call, or with `start`.
 *
 * @param support What the runtime can do, which decides where and how the engine runs.
 */
export function createEngineHost(assets: EngineAssets, support: Support): EngineHost {
  const { footprint } = assets;
  const supervisor = createSupervisor(assets, support);
  const tidy = createTidy();
  let memoryMb = 0;

  return {
    version: assets.version,
    footprint,
    limitation: assets.limitation,
    start: supervisor.start,
    stop: supervisor.stop,
    setMemoryLimit(memory) {
      memoryMb = memory;
      supervisor.setMemoryLimit(memory);
    },
    async inspect(
      bytes: Uint8Array,
      format: SourceFormat,
      deadline: Deadline,
      outputs?: readonly OutputFormat[],
    ): Promise<SourceInfo> {
      tidy(bytes.length, memoryMb);
      const need = { format, outputs, bytes: bytes.length * footprint.perSourceByte };
      const session = await supervisor.sessionFor(need, deadline);
      session.inspected = undefined;
      const info = await session.ask({ op: 'inspect', bytes, format }, 'read the header', deadline);
      session.inspected = bytes;
      return info;
    },
    async findTrim(
      bytes: Uint8Array,
      info: SourceInfo,
      threshold: number,
      deadline: Deadline,
    ): Promise<Region> {
      const need = {
        format: info.format,
        bytes: estimateDecodeMemory(info, bytes.length, footprint).needed,
      };
      const session = await supervisor.sessionFor(need, deadline);
      const hasBytes = session.inspected === bytes;
      session.inspected = undefined;
      const request = { op: 'trim', info, threshold, ...(!hasBytes && { bytes }) } as const;
      const region = await session.ask(request, 'find the border', deadline);
      session.inspected = bytes;
      return region;
    },
    async render({ bytes, ...job }: RenderJob, deadline: Deadline, deliver?: Deliver): Promise<Rendered> {
      const { format } = job.info;
      const outputs = job.specs.map((spec) => spec.format);
      const encoderBytes = Math.max(0, ...job.specs.map((spec) => footprint.perThumbnail?.(spec) ?? 0));
      const { needed } = estimateDecodeMemory(job.info, bytes.length, footprint);
      const need = { format, outputs, bytes: needed + encoderBytes };
      const session = await supervisor.sessionFor(need, deadline);
      const hasBytes = session.inspected === bytes;
      session.inspected = undefined;
      return session.ask(
        { op: 'render', job: hasBytes ? job : { ...job, bytes } },
        'render',
        deadline,
        deliver,
      );
    },
  };
}
