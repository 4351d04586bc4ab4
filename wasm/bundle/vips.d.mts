// Types of vips.mjs, which is plain JavaScript because build.mjs runs it without a compiler.

/** Builds the script of the vips engine, which runs in a worker thread. */
export function buildVipsScript(): Promise<{
  readonly text: string;
  /** esbuild's list of the files that went into the script. */
  readonly metafile: { readonly inputs: Readonly<Record<string, unknown>> };
}>;
