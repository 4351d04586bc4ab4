// Decides which session serves: launches one, and replaces it when it has died, has served or grown enough, lacks a
// module, or leaves too little memory for the next photo.

import { Deadline } from '../../src/function/deadline.ts';
import type { OutputFormat, SourceFormat } from '../../src/function/format/format.ts';
import type { KeptInstances } from '../inline/kept.ts';
import { collectAll } from '../thread/gc.ts';
import { residentBytes } from '../thread/resident-memory.ts';
import type { EngineAssets } from './assets.ts';
import { inlineTransport } from './inline-transport.ts';
import { mayOptimise, paysOptimised } from './optimising.ts';
import type { Support } from './runtime-support.ts';
import { EngineSession } from './session.ts';
import { workerTransport } from './worker-transport.ts';

/**
 * Renders after which an engine is replaced. Linear memory never shrinks and becomes fragmented: a fresh engine then
 * costs less than the memory that it frees.
 */
const maxRenders = 500;
/**
 * MB of linear memory that is reserved from the start, though not resident. An engine that had to grow beyond it has
 * served an unusually large photo.
 */
const reservedMemory = 256;
/** The share of the function's memory up to which a grown engine is kept, because the next photo may be as large. */
const maxLinearShare = 0.6;
const MB = 1024 * 1024;

/** Bytes that V8 takes while it optimises an engine, and for the code that results. */
const optimisedEngineBytes = 80 * MB;
/** Bytes that a light engine takes after a first small photo. */
const lightEngineBytes = 48 * MB;

/** Milliseconds to wait until an engine has ended; most need ten. One that hangs is abandoned. */
const defaultEndTimeout = 2000;

/** What else is in the process. */
export interface Surroundings {
  /** What engines in the function's own thread keep for the next photo. */
  readonly kept?: Pick<KeptInstances, 'forgetAll'>;
  /** Whether earlier photos have left so much in the process that an engine has less room than in a new instance. */
  readonly isAged?: (memoryMb: number) => boolean;
  /** Milliseconds after which an engine that does not end is abandoned. */
  readonly endTimeout?: number;
}

/** What the next request needs of an engine. */
export interface Need {
  readonly format: SourceFormat;
  readonly outputs?: readonly OutputFormat[] | undefined;
  /** The estimate of the bytes that it takes. */
  readonly bytes: number;
}

export interface Supervisor {
  /** Launches a session unless one is alive. */
  start(): void;
  /** Ends the session. The next request launches another one. */
  stop(): void;
  /** Does the same, and waits until its memory is free; one that hangs is abandoned. */
  end(deadline: Deadline): Promise<void>;
  /** @param memoryMb The function's memory, MB; 0 means that it is not known. */
  setMemoryLimit(memoryMb: number): void;
  /** Returns a session that can serve this request, launched if necessary. */
  sessionFor(need: Need, deadline: Deadline): Promise<EngineSession>;
}

/** Creates the supervisor of one engine. It launches nothing by itself. */
export function createSupervisor(
  assets: EngineAssets,
  support: Support,
  { kept, isAged = () => false, endTimeout = defaultEndTimeout }: Surroundings,
): Supervisor {
  const hasLight = support.lightFlags.length > 0;
  let session: EngineSession | undefined;
  /** Whether so many photos have come that an engine that starts slowly and serves fast pays. */
  let isBusy = false;
  let memoryMb = 0;
  /** Resident bytes of the process when the session was launched. */
  let residentBefore = 0;

  /** Whether so many more bytes fit into the function's memory. True where that memory, or the resident memory, is not known. */
  const fits = (bytes: number, resident = residentBytes()) =>
    memoryMb === 0 || resident === undefined || resident + bytes <= memoryMb * MB;

  const needsRecycling = ({ renders, memory }: EngineSession): boolean =>
    renders >= maxRenders || memory > Math.max(reservedMemory, memoryMb * maxLinearShare) * MB;

  const hasModules = ({ modules, light }: EngineSession, { format, outputs }: Need): boolean =>
    assets.modulesFor(light, format, outputs).every((name) => modules.includes(name));

  /**
   * Whether the request fits, where the memory of earlier sources is used again. If it does not, the session is kept
   * all the same when a new engine would have no room either.
   */
  const hasRoom = ({ peakEstimate }: EngineSession, { bytes }: Need): boolean =>
    fits(bytes - peakEstimate) || !fits(bytes + lightEngineBytes, residentBefore);

  const retireIfUnfit = (running: EngineSession, need: Need): void => {
    const shouldOptimise = running.light && paysOptimised(running.renders, memoryMb, need.format);
    if (shouldOptimise) isBusy = true;
    if (
      shouldOptimise ||
      needsRecycling(running) ||
      !hasModules(running, need) ||
      (support.threads && !hasRoom(running, need))
    ) {
      running.die('the engine was replaced by a new one');
    }
  };

  const launch = (need?: Need): EngineSession => {
    const bytes = need?.bytes ?? 0;
    if (kept && !fits(bytes + lightEngineBytes)) {
      kept.forgetAll();
      collectAll();
    }
    if (need && !fits(bytes + optimisedEngineBytes)) isBusy = false;
    const isLight = hasLight && !(isBusy && mayOptimise(memoryMb));
    const modules = assets.modulesFor(isLight, need?.format, need?.outputs);
    const flags = isLight ? support.lightFlags : [];
    const transport = support.threads ? workerTransport(support.flags, flags) : inlineTransport;
    residentBefore = residentBytes() ?? 0;
    const startedAged = isAged(memoryMb);
    session = new EngineSession(assets, modules, transport, isLight);
    session.startedAged = startedAged;
    return session;
  };

  const waitForEnd = async ({ ended }: EngineSession, deadline: Deadline): Promise<void> => {
    const limit = Deadline.in(Math.min(endTimeout, deadline.remaining() / 2));
    await limit.race(ended, 'end the engine').catch(() => undefined);
  };

  return {
    start() {
      try {
        if (!session || session.dead) launch();
      } catch {
        // Nobody waits for it yet: the next request launches another one, and is told if that does not start either.
      }
    },
    stop: () => session?.die('the engine was stopped'),
    async end(deadline) {
      session?.die('the engine was stopped');
      if (session) await waitForEnd(session, deadline);
    },
    setMemoryLimit(memory) {
      memoryMb = memory;
    },
    async sessionFor(need, deadline) {
      if (session && !session.dead) retireIfUnfit(session, need);
      if (session?.dead) {
        collectAll();
        // Waits for the former engine to end: two at a time would take twice the memory, and the next engine uses
        // memory again that the former one frees.
        await waitForEnd(session, deadline);
      }
      // Another caller that waited for the same end may already have launched a session.
      const serving = session && !session.dead ? session : launch(need);
      serving.peakEstimate = Math.max(serving.peakEstimate, need.bytes);
      return serving;
    },
  };
}
