// The engine behind its port: keeps one running, starts it early, replaces it when it dies, is worn out, or lacks a module.

import type { Deadline } from '../src/deadline.ts';
import type { Deliver, Engine, Region, Rendered, RenderJob, SourceInfo } from '../src/engine.ts';
import type { OutputFormat, SourceFormat } from '../src/format.ts';
import type { EngineAssets } from './assets.ts';
import { inlineTransport } from './inline.ts';
import { EngineSession } from './session.ts';
import type { Support } from './support.ts';
import { workerTransport } from './worker.ts';

export interface EngineHost extends Engine {
  /** Starts it now, so that it boots while something else is waited for. Keeps no process alive. */
  start(): void;
  /** Ends it. The next call starts another. */
  stop(): void;
  /** @param memoryMb The function's memory, MB: whether an engine that is used a lot may grow. */
  allow(memoryMb: number): void;
}

/** Linear memory never shrinks, and fragments: after so many sources a fresh engine costs less than the memory it frees. */
const maxRenders = 500;
/** MB. Linear memory begins with so much reserved, though not taken; an engine that had to grow served something unusual. */
const reservedMemory = 256;
/** Of the function's memory: with so much left to others, a grown engine is kept, since the next photo may be such a one. */
const keptShare = 0.6;

/**
 * Renders that a light engine serves: it starts in two thirds of the CPU time and three quarters of the memory of one
 * that V8 optimises, but takes longer for each photo. Who has so many photos has more.
 */
const lightRenders = 20;
const MB = 1024 * 1024;

/** MB. With less, the engine stays light. */
const roomyMemory = 256;

/** @param support What the runtime can do: where the engine runs. */
export function createEngineHost(assets: EngineAssets, support: Support): EngineHost {
  let session: EngineSession | undefined;
  let served = 0;
  let memoryMb = 0;

  const isLight = () => support.lightFlags.length > 0 && (served < lightRenders || memoryMb < roomyMemory);

  const launch = (format?: SourceFormat, outputs?: readonly OutputFormat[]): EngineSession => {
    session?.die('replaced');
    const light = isLight();
    const modules = assets.modulesFor(light, format, outputs);
    const flags = light ? support.lightFlags : [];
    const transport = support.threads ? workerTransport(support.flags, flags) : inlineTransport;
    session = new EngineSession(assets, modules, transport, light);
    return session;
  };

  const isWorn = ({ renders, memory, light }: EngineSession): boolean =>
    renders >= maxRenders ||
    memory > Math.max(reservedMemory, memoryMb * keptShare) * MB ||
    (light && !isLight());

  const engineFor = (format: SourceFormat, outputs?: readonly OutputFormat[]): EngineSession => {
    if (!session || session.dead || isWorn(session)) return launch(format, outputs);
    const { modules, light } = session;
    const needed = assets.modulesFor(light, format, outputs);
    return needed.every((name) => modules.includes(name)) ? session : launch(format, outputs);
  };

  return {
    version: assets.version,
    footprint: assets.footprint,
    start: () => {
      if (!session || session.dead) launch();
    },
    stop: () => session?.die('stopped'),
    allow(memory) {
      memoryMb = memory;
    },
    async inspect(
      bytes: Uint8Array,
      format: SourceFormat,
      deadline: Deadline,
      outputs?: readonly OutputFormat[],
    ): Promise<SourceInfo> {
      const engine = engineFor(format, outputs);
      engine.inspected = undefined;
      const info = await engine.ask({ op: 'inspect', bytes, format }, 'read the header', deadline);
      engine.inspected = bytes;
      return info;
    },
    async findTrim(
      bytes: Uint8Array,
      source: SourceInfo,
      threshold: number,
      deadline: Deadline,
    ): Promise<Region> {
      const engine = engineFor(source.format);
      const isHeld = engine.inspected === bytes;
      engine.inspected = undefined;
      const request = { op: 'trim', source, threshold, ...(!isHeld && { bytes }) } as const;
      const region = await engine.ask(request, 'find the border', deadline);
      engine.inspected = bytes;
      return region;
    },
    render({ bytes, ...job }: RenderJob, deadline: Deadline, deliver?: Deliver): Promise<Rendered> {
      const outputs = job.specs.map(({ format }) => format);
      const engine = engineFor(job.source.format, outputs);
      const isHeld = engine.inspected === bytes;
      engine.inspected = undefined;
      served += 1;
      return engine.ask({ op: 'render', job: isHeld ? job : { ...job, bytes } }, 'render', deadline, deliver);
    },
  };
}
