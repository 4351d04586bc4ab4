// The engines of this process. Importing this file starts neither: the JPEG engine has nothing to start, and the full engine takes
// most of a second of CPU, which most photos do not need. It keeps no process alive.

import { embeddedAssets, embeddedJpeg } from './host/embedded.ts';
import { createEngineHost } from './host/host.ts';
import { detectSupport } from './host/runtime-support.ts';
import { createJpegEngine } from './jpeg/jpeg.ts';

const support = detectSupport();
const assets = embeddedAssets(support.engine);

/** Makes whatever the function can make. */
export const engine = createEngineHost(assets, support);
/** Makes ordinary thumbnails of ordinary JPEGs. */
export const quickEngine = createJpegEngine(embeddedJpeg(assets, support));
