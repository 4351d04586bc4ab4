// ImageMagick as WebAssembly, by somebody who knows that its decoder can shrink.

import type { StartContender } from '../contender.ts';
import { startMagick } from './magick.ts';

export const start: StartContender = () => startMagick(true);
