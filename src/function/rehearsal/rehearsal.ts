// Makes thumbnails of a small photo while SCF still loads the function, and keeps nothing of it. What V8 compiles when it is first
// called, and the WebAssembly of the engine for JPEGs, are then there before the first event, whose time is limited much more
// strictly (3 s by default) than that of loading (60 s).

import { likelyQuickFormat } from '../engine/choose.ts';
import type { Engine } from '../engine/engine.ts';
import { createHandler, type HandlerParts } from '../handler.ts';
import { createLog } from '../log.ts';
import type { ObjectStore, SourceObject } from '../store.ts';
import { rehearsalPhoto } from './photo.ts';

/** Small enough for a photo of 96 pixels to be decoded at an eighth, as one of a camera is for a usual thumbnail. */
const side = 8;

const record = {
  cos: {
    cosBucket: { name: 'rehearsal', appid: '1250000000', region: 'ap-guangzhou' },
    cosObject: { key: '/1250000000/rehearsal/photo.jpg', size: rehearsalPhoto.length },
  },
  event: { eventName: 'cos:ObjectCreated:Put' },
};

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
  const handler = createHandler({
    ...parts,
    config: { ...config, routes: [{ ...route, presets, fits: () => true }], accepts: () => true },
    // If it declines, nobody else is asked.
    engine: jpeg as Engine,
    log: createLog('silent'),
    createStore: () => forgetful,
  });
  await handler({ Records: [record] }).catch(() => undefined);
}

const source: SourceObject = {
  etag: '"rehearsal"',
  size: rehearsalPhoto.length,
  headers: { contentType: 'image/jpeg', metadata: {} },
  bytes: rehearsalPhoto,
};

/** Has the photo under its key, and takes whatever is stored. */
const forgetful: ObjectStore = {
  get: async () => source,
  head: async ({ bucket }) => (bucket.startsWith('rehearsal-') ? source : undefined),
  put: async () => ({ etag: '"rehearsal"' }),
  delete: async () => undefined,
};
