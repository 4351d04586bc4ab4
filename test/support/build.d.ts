// What the tests use of build.mjs, which is plain JavaScript.

declare module '*/build.mjs' {
  /** The script of the engine's thread. */
  export function buildThread(): Promise<{ text: string }>;
}
