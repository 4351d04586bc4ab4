// Modules that build.mjs makes up.

/** Where a module stands in the bundle's file as base64, in bytes; `bytes` of the module itself. */
interface Place {
  readonly fromEnd: number;
  readonly length: number;
  readonly bytes: number;
}

declare module 'embedded:vips' {
  export const version: string;
  export const script: string;
  export const modules: Readonly<Record<string, Place>>;
}

declare module 'embedded:squoosh' {
  export const version: string;
  export const script: string;
  export const modules: Readonly<Record<string, Place>>;
}
