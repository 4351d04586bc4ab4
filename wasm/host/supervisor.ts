// Which session serves: launches one, and replaces it when it dies, is worn out, lacks a module, or leaves too little room.

import { Deadline } from '../../src/function/deadline.ts';
import type { OutputFormat, SourceFormat } from '../../src/function/format/format.ts';
import { collectAll } from '../thread/gc.ts';
import type { EngineAssets } from './assets.ts';
import { inlineTransport } from './inline-transport.ts';
import { residentBytes } from './resident-memory.ts';
import type { Support } from './runtime-support.ts';
import { EngineSession } from './session.ts';
import { workerTransport } from './worker-transport.ts';

/** Linear memory never shrinks, and fragments: after so many sources a fresh engine costs less than the memory it frees. */
const maxRenders = 500;
/** MB. Linear memory begins with so much reserved, though not taken; an engine that had to grow served something unusual. */
const reservedMemory = 256;
/** Of the function's memory: with so much left to others, a grown engine is kept, since the next photo may be such a one. */
const maxLinearShare = 0.6;

/**
 * Renders that a light engine serves: it starts in two thirds of the CPU time and three quarters of the memory of one
 * that V8 optimises, but takes longer for each photo. Who has so many photos has more.
 */
const lightRenders = 20;
const MB = 1024 * 1024;

/** MB. With less, the engine stays light: one that is optimised would leave too little room to photos. */
const optimisedMemory = 384;
/** Bytes that V8 takes to optimise an engine, and for what comes of it. */
const optimisedEngineBytes = 80 * MB;
/** Bytes that a light engine takes once a first small photo has been through. */
const lightEngineBytes = 48 * MB;

/** Milliseconds that an engine has to end, most take ten. One that hangs is left behind. */
const endTimeout = 2000;

/** What the next request is about. */
export interface Need {
  readonly format: SourceFormat;
  readonly outputs?: readonly OutputFormat[] | undefined;
  /** Bytes that it is reckoned to take. */
  readonly bytes: number;
}

export interface Supervisor {
  start(): void;
  stop(): void;
  setMemoryLimit(memoryMb: number): void;
  sessionFor(need: Need, deadline: Deadline): Promise<EngineSession>;
}

export function createSupervisor(assets: EngineAssets, support: Support): Supervisor {
  const hasLight = support.lightFlags.length > 0;
  let session: EngineSession | undefined;
  /** Are there photos enough for an engine that is slow to start and fast to serve? */
  let isBusy = false;
  let memoryMb = 0;
  /** Bytes that were held when the session was launched. */
  let residentBefore = 0;

  const mayOptimise = () => memoryMb >= optimisedMemory;

  /** Where nobody has said how much memory there is, and where nobody knows how much is held, there is enough. */
  const fits = (bytes: number, resident = residentBytes()) =>
    memoryMb === 0 || resident === undefined || resident + bytes <= memoryMb * MB;

  const needsRecycling = ({ renders, memory }: EngineSession): boolean =>
    renders >= maxRenders || memory > Math.max(reservedMemory, memoryMb * maxLinearShare) * MB;

  const hasModules = ({ modules, light }: EngineSession, { format, outputs }: Need): boolean =>
    assets.modulesFor(light, format, outputs).every((name) => modules.includes(name));

  /** What it has taken for a source before it has still. Without enough it is kept where a new one would not do, either. */
  const hasRoom = ({ peakEstimate }: EngineSession, { bytes }: Need): boolean =>
    fits(bytes - peakEstimate) || !fits(bytes + lightEngineBytes, residentBefore);

  const retireIfUnfit = (running: EngineSession, need: Need): void => {
    const shouldOptimise = running.light && running.renders >= lightRenders && mayOptimise();
    if (shouldOptimise) isBusy = true;
    if (
      shouldOptimise ||
      needsRecycling(running) ||
      !hasModules(running, need) ||
      (support.threads && !hasRoom(running, need))
    ) {
      running.die('replaced');
    }
  };

  const launch = (need?: Need): EngineSession => {
    if (need && !fits(need.bytes + optimisedEngineBytes)) isBusy = false;
    const isLight = hasLight && !(isBusy && mayOptimise());
    const modules = assets.modulesFor(isLight, need?.format, need?.outputs);
    const flags = isLight ? support.lightFlags : [];
    const transport = support.threads ? workerTransport(support.flags, flags) : inlineTransport;
    residentBefore = residentBytes() ?? 0;
    session = new EngineSession(assets, modules, transport, isLight);
    return session;
  };

  return {
    start() {
      if (!session || session.dead) launch();
    },
    stop: () => session?.die('stopped'),
    setMemoryLimit(memory) {
      memoryMb = memory;
    },
    async sessionFor(need, deadline) {
      if (session && !session.dead) retireIfUnfit(session, need);
      if (session?.dead) {
        collectAll();
        // Two at a time would take twice the memory, and of what the former leaves the next takes some.
        const limit = Deadline.in(Math.min(endTimeout, deadline.remaining() / 2));
        await limit.race(session.ended, 'end the engine').catch(() => undefined);
      }
      // Whoever waited for the same may have been faster.
      const serving = session && !session.dead ? session : launch(need);
      serving.peakEstimate = Math.max(serving.peakEstimate, need.bytes);
      return serving;
    },
  };
}
