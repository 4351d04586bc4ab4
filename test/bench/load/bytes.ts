// esbuild's metafile -> how many bytes of the bundle come from where. Pure.

/** What of a metafile is looked at: for each output its inputs, by their paths. */
export interface Metafile {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >;
}

export const origins = ['COS SDK', "the engines' scripts", 'engines', 'function', 'other packages'] as const;
export type Origin = (typeof origins)[number];

export function bytesByOrigin({ outputs }: Metafile): Record<Origin, number> {
  const bytes = Object.fromEntries(origins.map((origin) => [origin, 0])) as Record<Origin, number>;
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) bytes[originOf(path)] += bytesInOutput;
  }
  return bytes;
}

/** @param path As esbuild writes it: relative to the repository; `text:` begins the name of what the build makes up. */
function originOf(path: string): Origin {
  if (path.startsWith('text:embedded:')) return "the engines' scripts";
  // What stands in for the SDK's dependencies.
  if (path.startsWith('text:') || path.includes('node_modules/cos-nodejs-sdk-v5/')) return 'COS SDK';
  if (path.includes('node_modules/')) return 'other packages';
  return path.startsWith('wasm/') ? 'engines' : 'function';
}
