// Are the commands those of the published package? It holds the built function, and nothing to build it from.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../local/cloud.ts';

export const isPackaged = !existsSync(join(root, 'build.mjs'));
