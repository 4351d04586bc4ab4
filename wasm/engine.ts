// The engines of this process. Importing this file starts none: those in this thread have nothing to start, and the full engine takes
// most of a second of CPU, which most photos do not need. It keeps no process alive.

import { embeddedAssets, embeddedInlineEngines } from './host/embedded.ts';
import { createEngineHost } from './host/host.ts';
import { detectSupport } from './host/runtime-support.ts';

const support = detectSupport();
const assets = embeddedAssets(support.engine);

/** Makes whatever the function can make. */
export const engine = createEngineHost(assets, support);
/** Make ordinary thumbnails of ordinary photos of their format, sooner. */
export const quickEngines = embeddedInlineEngines(assets, support);
