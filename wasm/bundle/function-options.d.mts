import type { BuildOptions } from 'esbuild';

export const functionOptions: Readonly<BuildOptions>;

/** From a package's name to the source that stands in for it. */
export const sdkStubs: Readonly<Record<string, string>>;
