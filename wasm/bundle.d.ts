// Modules that build.mjs makes up.

declare module 'embedded:vips' {
  export const version: string;
  export const script: string;
  /** Name -> base64. Functions, so that the texts are only scanned, not kept, until they are wanted. */
  export const modules: Readonly<Record<string, () => string>>;
}

declare module 'embedded:squoosh' {
  export const version: string;
  export const script: string;
  export const modules: Readonly<Record<string, () => string>>;
}
