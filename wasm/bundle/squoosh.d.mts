// Types of squoosh.mjs, which is plain JavaScript because build.mjs runs it without a compiler.

/** Builds the script of the Squoosh engine, which runs in a worker thread, or in the main thread through its export `serve`. */
export function buildSquooshScript(): Promise<{
  readonly text: string;
  /** esbuild's list of the files that went into the script. */
  readonly metafile: { readonly inputs: Readonly<Record<string, unknown>> };
}>;
