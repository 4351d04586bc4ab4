// Wires config, engine, store and log into the handler. It is the only file that knows all of them, and decides nothing
// itself. Loading it makes ready what no photo can be made without.

import { engine, quickEngines } from '../../wasm/engine.ts';
import { collectYoung } from '../../wasm/thread/gc.ts';
import { loadConfig } from './config/config.ts';
import { createCosStore } from './cos/cos.ts';
import { knock } from './cos/knock.ts';
import type { Diagnosis } from './doctor/diagnosis.ts';
import { examine, isDoctorEvent } from './doctor/doctor.ts';
import { likelyQuickFormat, quickFormats } from './engine/choose.ts';
import { type Context, toldMemoryMb } from './event/allowance.ts';
import { createHandler, type Handler } from './handler.ts';
import { createLog } from './log.ts';
import { createNotify } from './notify/notify.ts';
import type { Route } from './preset/route.ts';
import { rehearse } from './rehearsal/rehearsal.ts';
import type { Report } from './report.ts';
import type { ObjectStore } from './store.ts';

/** What every event needs, or why none can be served. */
type Wired = { readonly handler: Handler } | { readonly problem: unknown };

const wired = wire(process.env);

/** Handles one invocation; index.ts documents it, and loads this file only on a Node.js that is new enough. */
export async function main_handler(event: unknown, context?: Context | null): Promise<Report | Diagnosis> {
  const memoryMb = toldMemoryMb(context ?? {});
  if (memoryMb !== undefined) {
    engine.setMemoryLimit(memoryMb);
    for (const quick of Object.values(quickEngines)) quick.setMemoryLimit(memoryMb);
  }
  if (isDoctorEvent(event)) {
    return examine(event, context, { env: process.env, engine, quickEngines, createStore, knock });
  }
  if ('problem' in wired) throw wired.problem;
  return wired.handler(event, context);
}

/**
 * Builds the handler, and gets ready what it will need. It is called once per instance, while SCF loads this file, because settings
 * do not change while an instance lives.
 */
function wire(env: Readonly<Record<string, string | undefined>>): Wired {
  try {
    const config = loadConfig(env);
    const defaults = { region: env['TENCENTCLOUD_REGION'], appid: env['TENCENTCLOUD_APPID'] };
    const parts = { config, engine, quickEngines, defaults };
    const isQuick = ({ presets }: Route) => quickFormats.some((format) => likelyQuickFormat(format, presets));
    if (config.routes.some(isQuick)) void rehearse(parts);
    else engine.start();
    return {
      handler: createHandler({
        ...parts,
        log: createLog(config.log),
        notify: config.notify && createNotify(config.notify),
        createStore: () => createStore(config.cosEndpoint),
      }),
    };
  } catch (problem) {
    return { problem };
  }
}

/** The execution role's credentials change while an instance lives. */
function createStore(endpoint: string | undefined): ObjectStore {
  return createCosStore({
    secretId: process.env['TENCENTCLOUD_SECRETID'],
    secretKey: process.env['TENCENTCLOUD_SECRETKEY'],
    securityToken: process.env['TENCENTCLOUD_SESSIONTOKEN'],
    endpoint,
    collect: collectYoung,
  });
}
