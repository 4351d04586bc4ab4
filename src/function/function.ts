// Wires config, engine, store and log into the handler. It is the only file that knows all of them, and decides nothing
// itself. Loading it starts no engine.

import { engine, quickEngines } from '../../wasm/engine.ts';
import { loadConfig } from './config/config.ts';
import { createCosStore } from './cos/cos.ts';
import { type Context, createHandler, type Handler } from './handler.ts';
import { createLog } from './log.ts';
import type { Report } from './report.ts';

let handler: Handler | undefined;

/** Handles one invocation; index.ts documents it, and loads this file only on a Node.js that is new enough. */
export async function main_handler(event: unknown, context?: Context): Promise<Report> {
  handler = handler ?? wire();
  if (context?.memory_limit_in_mb) {
    engine.setMemoryLimit(context.memory_limit_in_mb);
    for (const quick of Object.values(quickEngines)) quick.setMemoryLimit(context.memory_limit_in_mb);
  }
  return handler(event, context);
}

/** Builds the handler. It is called once per instance, by the first event, because settings do not change while it lives. */
function wire(): Handler {
  const config = loadConfig(process.env);
  return createHandler({
    config,
    engine,
    quickEngines,
    log: createLog(config.log),
    defaults: { region: process.env['TENCENTCLOUD_REGION'], appid: process.env['TENCENTCLOUD_APPID'] },
    createStore: () =>
      createCosStore({
        secretId: process.env['TENCENTCLOUD_SECRETID'],
        secretKey: process.env['TENCENTCLOUD_SECRETKEY'],
        securityToken: process.env['TENCENTCLOUD_SESSIONTOKEN'],
        endpoint: config.cosEndpoint,
      }),
  });
}
