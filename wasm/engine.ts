// The engine of this process, started by importing this file. src/function/function.ts imports it before anything else:
// the engine boots in its own thread while the rest is loaded, above all the COS SDK. It keeps no process alive.

import { embeddedAssets } from './host/embedded.ts';
import { createEngineHost } from './host/host.ts';
import { detectSupport } from './host/runtime-support.ts';

const support = detectSupport();
export const engine = createEngineHost(embeddedAssets(support.engine), support);
engine.start();
