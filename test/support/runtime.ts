// The Node.js that the built file is tested on: the one that runs the tests, unless NODE_UNDER_TEST names another binary.

import { execFileSync } from 'node:child_process';

interface NodeRuntime {
  /** `16.13.2` */
  readonly version: string;
  /** By which engine thumbnails are made there. */
  readonly engine: 'squoosh' | 'vips';
  /** Can it `import` without a flag? */
  readonly hasModules: boolean;
}

/** @param node Path of the binary. */
function describeRuntime(node: string): NodeRuntime {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return {
    version,
    engine: major < 16 ? 'squoosh' : 'vips',
    hasModules: major > 13 || (major === 12 && minor >= 17),
  };
}

/** Path of the binary. */
export const nodeUnderTest = process.env['NODE_UNDER_TEST'] ?? process.execPath;
export const runtime = describeRuntime(nodeUnderTest);
