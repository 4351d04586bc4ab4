// The engine as the port sees it. Translates each call into a request to the session that serves at the moment, one
// after another, and does not send the source's bytes again where that session still has them. Does not know when
// sessions are replaced (supervisor.ts).

import type { Deadline } from '../../src/function/deadline.ts';
import {
  decodeScaleOf,
  estimateDecodeMemory,
  openingMemory,
} from '../../src/function/engine/decode-memory.ts';
import type {
  Deliver,
  Engine,
  Region,
  Rendered,
  RenderJob,
  SourceInfo,
} from '../../src/function/engine/engine.ts';
import { ThumbnailError } from '../../src/function/errors.ts';
import type { OutputFormat, SourceFormat } from '../../src/function/format/format.ts';
import { Mutex } from '../../src/function/mutex.ts';
import type { SourceId } from '../thread/protocol.ts';
import type { EngineAssets } from './assets.ts';
import { leftBehind } from './left-behind.ts';
import { readRefusal } from './optional-modules.ts';
import type { Support } from './runtime-support.ts';
import type { EngineSession } from './session.ts';
import { createSupervisor, type Need, type Surroundings } from './supervisor.ts';
import { createTidy } from './tidy.ts';

const MB = 1024 * 1024;

/** The least of a photo, and of a thumbnail. */
const onePixel = {
  width: 1,
  height: 1,
  pages: 1,
  hasAlpha: false,
  colour: 'rgb',
  interlaced: false,
  bitDepth: 8,
} as const;

export interface EngineHost extends Engine {
  /** Starts the engine now, so that it boots while the caller waits for something else. Keeps no process alive. */
  start(): void;
  /** Ends the engine. The next call starts another one. */
  stop(): void;
  /** Does the same once it works for nobody, and waits until its memory is free, or for as long as an engine may take to end. */
  end(deadline: Deadline): Promise<void>;
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
export function createEngineHost(
  assets: EngineAssets,
  support: Support,
  surroundings: Surroundings = {},
): EngineHost {
  const { footprint } = assets;
  const supervisor = createSupervisor(assets, support, surroundings);
  const tidy = createTidy();
  const requests = new Mutex();
  const idOf = createSourceIds();
  let memoryMb = 0;

  /**
   * Makes one request while no other is under way: a session is not replaced while it works for another caller, and a
   * deadline stops only the work of its own caller.
   */
  const alone = async <T>(
    what: string,
    deadline: Deadline,
    request: (what: string) => Promise<T>,
  ): Promise<T> => {
    const leave = await requests.enter(what, deadline);
    try {
      return await request(what);
    } finally {
      leave();
    }
  };

  /** It is not the photo that is at fault where an engine began with less memory than a new instance has. */
  const told = (error: unknown, { startedAged }: EngineSession) =>
    startedAged && isOutOfMemory(error) ? leftBehind(memoryMb, error) : error;

  /** Asks an engine, and if it is short of memory after other photos, a new one. */
  const withRoom = async <T>(
    source: SourceId,
    need: Need,
    deadline: Deadline,
    ask: (session: EngineSession) => Promise<T>,
  ): Promise<T> => {
    const session = await supervisor.sessionFor(need, deadline);
    const { firstSource = source } = session;
    try {
      return await ask(session);
    } catch (error) {
      if (!isOutOfMemory(error) || firstSource === source) throw told(error, session);
    }
    const fresh = await supervisor.sessionFor(need, deadline);
    try {
      return await ask(fresh);
    } catch (error) {
      throw told(error, fresh);
    }
  };

  /** Whether there is memory for one pixel of it. What is refused by its estimate later needs no module of its own now. */
  const mayWrite = (format: OutputFormat, opening: number): boolean => {
    const photo = { ...onePixel, format: 'jpeg' } as const;
    const least = footprint.writerBytes?.({ ...onePixel, format }, photo) ?? 0;
    return memoryMb === 0 || footprint.base + opening + least <= memoryMb * MB;
  };

  return {
    name: assets.name,
    version: assets.version,
    footprint,
    limitation: assets.limitation,
    start: supervisor.start,
    stop: supervisor.stop,
    end: (deadline) => alone('make room', deadline, () => supervisor.end(deadline)),
    setMemoryLimit(memory) {
      memoryMb = memory;
      supervisor.setMemoryLimit(memory);
    },
    inspect: (
      bytes: Uint8Array,
      format: SourceFormat,
      deadline: Deadline,
      outputs?: readonly OutputFormat[],
    ): Promise<SourceInfo> =>
      alone('read the header', deadline, async (what) => {
        const refusal = readRefusal(assets.without, format);
        if (refusal !== undefined) throw new ThumbnailError('source-unsupported', refusal);
        tidy(bytes.length, memoryMb);
        const opening = openingMemory(format, bytes.length, footprint);
        const need = {
          format,
          outputs: outputs?.filter((output) => mayWrite(output, opening)),
          bytes: opening,
        };
        const source = idOf(bytes);
        return withRoom(source, need, deadline, async (session) => {
          session.held = undefined;
          const request = { op: 'inspect', source, bytes, format, memoryMb } as const;
          const info = await session.ask(request, what, deadline);
          session.held = source;
          return info;
        });
      }),
    findTrim: (bytes: Uint8Array, info: SourceInfo, threshold: number, deadline: Deadline): Promise<Region> =>
      alone('find the border', deadline, async (what) => {
        const source = idOf(bytes);
        const { needed } = estimateDecodeMemory(info, bytes.length, 1, footprint);
        return withRoom(source, { format: info.format, bytes: needed }, deadline, async (session) => {
          const isHeld = session.held === source;
          session.held = undefined;
          const request = {
            op: 'trim',
            source,
            info,
            threshold,
            memoryMb,
            ...(!isHeld && { bytes }),
          } as const;
          const region = await session.ask(request, what, deadline);
          session.held = source;
          return region;
        });
      }),
    render: ({ bytes, ...job }: RenderJob, deadline: Deadline, deliver?: Deliver): Promise<Rendered> =>
      alone('render', deadline, async (what) => {
        const source = idOf(bytes);
        const { format } = job.info;
        const outputs = job.specs.map((spec) => spec.format);
        const writerBytes = Math.max(
          0,
          ...job.specs.map((spec) => footprint.writerBytes?.(spec, job.info) ?? 0),
        );
        const scale = Math.max(0, ...job.specs.map((spec) => decodeScaleOf(spec, job.info)));
        const { needed } = estimateDecodeMemory(job.info, bytes.length, scale, footprint);
        return withRoom(source, { format, outputs, bytes: needed + writerBytes }, deadline, (session) => {
          const isHeld = session.held === source;
          session.held = undefined;
          const request = { op: 'render', source, job: isHeld ? job : { ...job, bytes }, memoryMb } as const;
          return session.ask(request, what, deadline, deliver);
        });
      }),
  };
}

const isOutOfMemory = (error: unknown) => error instanceof ThumbnailError && error.code === 'source-too-big';

/** Gives each source its own number, the same one as long as the caller keeps its bytes. */
function createSourceIds(): (bytes: Uint8Array) => SourceId {
  const ids = new WeakMap<Uint8Array, SourceId>();
  let last = 0;
  return (bytes) => {
    const known = ids.get(bytes);
    if (known !== undefined) return known;
    last += 1;
    ids.set(bytes, last);
    return last;
  };
}
