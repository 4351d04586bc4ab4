// Makes thumbnails of a small photo while SCF still loads the function, and keeps nothing of it. What V8 compiles when it is first
// called, and the WebAssembly of the engine for JPEGs, are then there before the first event, whose time is limited much more
// strictly (3 s by default) than that of loading (60 s).

import { likelyQuickFormat } from '../engine/choose.ts';
import type { Engine } from '../engine/engine.ts';
import { createHandler, type HandlerParts } from '../handler.ts';
import { createLog } from '../log.ts';
import { rehearsalPhoto } from './photo.ts';
import { stageOf } from './stage.ts';

/** Small enough for a photo of 96 pixels to be decoded at an eighth, as one of a camera is for a usual thumbnail. */
const side = 8;

/**
 * @param parts As for the handler itself.
 * @returns Resolves when it is over, whatever came of it. Nothing is rehearsed where the quick engine for JPEGs serves no
 * route's presets, because the full engine would start.
 */
export async function rehearse(parts: Omit<HandlerParts, 'createStore' | 'log'>): Promise<void> {
  const { config, quickEngines: { jpeg } = {} } = parts;
  const route = config.routes.find(
    ({ presets }) => presets.length > 0 && likelyQuickFormat('jpg', presets) === 'jpeg',
  );
  if (!jpeg || !route) return;
  const presets = route.presets.map((preset) => ({ ...preset, width: side, height: side }));
  const { event, store } = stageOf(rehearsalPhoto);
  const handler = createHandler({
    ...parts,
    config: { ...config, routes: [{ ...route, presets, fits: () => true }], accepts: () => true },
    // If it declines, nobody else is asked.
    engine: jpeg as Engine,
    log: createLog('silent'),
    createStore: () => store,
  });
  await handler(event).catch(() => undefined);
}
