// Types of vips.mjs, which is plain JavaScript because build.mjs is.

/** The script of the vips engine, for a worker thread. */
export function buildVipsScript(): Promise<{
  readonly text: string;
  /** esbuild's: which files went into it. */
  readonly metafile: { readonly inputs: Readonly<Record<string, unknown>> };
}>;
