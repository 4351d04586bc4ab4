// The engine's parts out of the bundle itself.

import heif from 'embedded:heif';
import thread from 'embedded:thread';
import version from 'embedded:version';
import vips from 'embedded:vips';
import { type EngineAssets, inflate } from './assets.ts';

const modules = { vips, heif };

export const embeddedAssets: EngineAssets = {
  version,
  thread,
  module: (name) => inflate(modules[name]()),
};
