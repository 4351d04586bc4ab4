// A handler whose store, engine and log a test can look into.

import { loadConfig } from '../../src/function/config/config.ts';
import { createHandler, type Handler } from '../../src/function/handler.ts';
import { createLog } from '../../src/function/log.ts';
import type { Notify } from '../../src/function/notify/notify.ts';
import type { ObjectStore } from '../../src/function/store.ts';
import { createStubEngine, type StubAnswers } from './stub-engine.ts';
import { createWatchedStore, type WatchedStore } from './watched-store.ts';

export interface TestHandler {
  readonly handler: Handler;
  /** What every invocation finds, whatever store it is given. */
  readonly store: WatchedStore;
  /** How many stores were made. */
  stores(): number;
  /** The log, parsed. */
  readonly lines: readonly unknown[];
}

interface Wanted extends StubAnswers {
  readonly notify?: Notify;
  /** `THUMB_` settings. */
  readonly env?: Readonly<Record<string, string>>;
  /** As of `createWatchedStore`. */
  readonly before?: (call: string) => unknown;
}

export function createTestHandler({ env = {}, before, notify, ...answers }: Wanted = {}): TestHandler {
  const store = createWatchedStore(before);
  const lines: unknown[] = [];
  let stores = 0;
  const config = loadConfig(env);
  const handler = createHandler({
    config,
    engine: createStubEngine(answers),
    log: createLog(config.log, (line) => lines.push(JSON.parse(line))),
    createStore: (): ObjectStore => {
      stores++;
      return store;
    },
    defaults: {},
    notify,
  });
  return { handler, store, stores: () => stores, lines };
}
