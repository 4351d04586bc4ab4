// Modules that build.mjs makes up.

declare module 'embedded:vips' {
  export const version: string;
  export const script: string;
  export const modules: Readonly<Record<string, import('./payload.mjs').Place>>;
}

declare module 'embedded:squoosh' {
  export const version: string;
  export const script: string;
  export const modules: Readonly<Record<string, import('./payload.mjs').Place>>;
}
