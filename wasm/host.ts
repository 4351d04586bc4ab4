// The engine behind its port: keeps one running, starts it early, replaces it when it dies, is worn out, or lacks a module.

import type { Deadline } from '../src/deadline.ts';
import type { Encoded, Engine, RenderSpec, SourceInfo } from '../src/engine.ts';
import type { SourceFormat } from '../src/format.ts';
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
}

/** Linear memory never shrinks, and fragments: after so many sources a fresh engine costs less than the memory it frees. */
const maxRenders = 500;
/** Bytes. It begins with 256 MiB reserved; an engine that had to grow beyond has served something unusual. */
const maxMemory = 256 * 1024 * 1024;

/** @param support What the runtime can do: where the engine runs. */
export function createEngineHost(assets: EngineAssets, support: Support): EngineHost {
  const transport = support.threads ? workerTransport(support.flags) : inlineTransport;
  let session: EngineSession | undefined;

  const launch = (modules: readonly string[]): EngineSession => {
    session?.die('replaced');
    session = new EngineSession(assets, modules, transport);
    return session;
  };

  const engineFor = (format: SourceFormat): EngineSession => {
    const needed = assets.modulesFor(format);
    if (!session || session.dead || isWorn(session)) return launch(needed);
    const { modules } = session;
    return needed.every((name) => modules.includes(name)) ? session : launch(needed);
  };

  return {
    version: assets.version,
    footprint: assets.footprint,
    start: () => {
      if (!session || session.dead) launch(assets.modulesFor());
    },
    stop: () => session?.die('stopped'),
    inspect: (bytes: Uint8Array, format: SourceFormat, deadline: Deadline): Promise<SourceInfo> =>
      engineFor(format).ask({ op: 'inspect', bytes, format }, 'read the header', deadline),
    render: (
      bytes: Uint8Array,
      source: SourceInfo,
      specs: readonly RenderSpec[],
      deadline: Deadline,
    ): Promise<readonly Encoded[]> =>
      engineFor(source.format).ask({ op: 'render', bytes, source, specs }, 'render', deadline),
  };
}

function isWorn(session: EngineSession): boolean {
  return session.renders >= maxRenders || session.memory > maxMemory;
}
