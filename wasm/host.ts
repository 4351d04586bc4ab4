// The engine behind its port: keeps one thread, starts it early, replaces it when it dies, is worn out, or lacks a module.

import type { Deadline } from '../src/deadline.ts';
import type { Encoded, Engine, RenderSpec, SourceInfo } from '../src/engine.ts';
import type { SourceFormat } from '../src/format.ts';
import type { EngineAssets } from './assets.ts';
import { EngineThread } from './engine-thread.ts';
import type { ModuleName } from './protocol.ts';
import { detectSupport } from './support.ts';

export interface EngineHost extends Engine {
  /** Starts a thread now, so that it boots while something else is waited for. Keeps no process alive. */
  start(): void;
  /** Ends the thread. The next call starts another. */
  stop(): void;
}

/** Linear memory never shrinks, and fragments: after so many sources a fresh thread costs less than the memory it frees. */
const maxRenders = 500;
/** Bytes. It begins with 256 MiB reserved; an engine that had to grow beyond has served something unusual. */
const maxMemory = 256 * 1024 * 1024;

export function createEngineHost(assets: EngineAssets): EngineHost {
  const { flags } = detectSupport();
  let thread: EngineThread | undefined;

  const launch = (modules: readonly ModuleName[]): EngineThread => {
    thread?.die('replaced');
    thread = new EngineThread(assets, modules, flags);
    return thread;
  };

  /** AVIF needs a second module, which is loaded at boot or never: only engines that meet an AVIF pay for it. */
  const modulesFor = (format: SourceFormat | undefined): readonly ModuleName[] =>
    format === 'avif' ? ['vips', 'heif'] : ['vips'];

  const engineFor = (format: SourceFormat): EngineThread => {
    const needed = modulesFor(format);
    if (!thread || thread.dead || isWorn(thread)) return launch(needed);
    const { modules } = thread;
    return needed.every((name) => modules.includes(name)) ? thread : launch(needed);
  };

  return {
    version: assets.version,
    start: () => {
      if (!thread || thread.dead) launch(modulesFor(undefined));
    },
    stop: () => thread?.die('stopped'),
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

function isWorn(thread: EngineThread): boolean {
  return thread.renders >= maxRenders || thread.memory > maxMemory;
}
