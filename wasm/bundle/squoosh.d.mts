// Types of squoosh.mjs, which is plain JavaScript because build.mjs is.

/** The script of the Squoosh engine, for a worker thread or for `serve` in process. */
export function buildSquooshScript(): Promise<{
  readonly text: string;
  /** esbuild's: which files went into it. */
  readonly metafile: { readonly inputs: Readonly<Record<string, unknown>> };
}>;
