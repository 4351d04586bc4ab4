// The engines of this process. Importing this file starts none: those in this thread have nothing to start, and the full engine takes
// most of a second of CPU, which most photos do not need. It keeps no process alive.

import type { Deadline } from '../src/function/deadline.ts';
import { createHeicEngine } from './heif/heif.ts';
import { embeddedAssets, embeddedHeicAssets, embeddedInlineEngines } from './host/embedded.ts';
import { createEngineHost } from './host/host.ts';
import { detectSupport } from './host/runtime-support.ts';
import { createKept } from './inline/kept.ts';
import { isAged } from './inline/room.ts';

const support = detectSupport();
const assets = embeddedAssets(support.engine);
const kept = createKept();

/** Makes whatever the function can make; of HEICs only where the engine below is not there. */
export const engine = createEngineHost(assets, support, { kept, isAged });

/** libheif needs no flags of V8 to run. */
const codecs = { ...support, flags: [], lightFlags: support.codecFlags };
const heicDecoder =
  support.engine === 'vips'
    ? createEngineHost(embeddedHeicAssets(assets), codecs, { kept, isAged })
    : undefined;
const heic = heicDecoder ? { heic: createHeicEngine(heicDecoder, engine) } : {};

async function endOthers(deadline: Deadline): Promise<void> {
  await Promise.all([engine.end(deadline), heicDecoder?.end(deadline)]);
}

/** Make thumbnails of photos of one format: of JPEG, PNG and WebP the ordinary ones sooner, of HEIC all. */
export const quickEngines = { ...embeddedInlineEngines(assets, support, { kept, endOthers }), ...heic };
