// Types of the `embedded:` modules, whose source build.mjs generates (`embedEngine` of modules.mjs, `embedOwnModules` of
// own-modules.mjs).

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

declare module 'embedded:heif' {
  export const version: string;
  export const modules: Readonly<Record<string, import('./payload.mjs').Place>>;
}

declare module 'embedded:png' {
  export const version: string;
  export const modules: Readonly<Record<string, import('./payload.mjs').Place>>;
}

declare module 'embedded:webp' {
  export const version: string;
  export const modules: Readonly<Record<string, import('./payload.mjs').Place>>;
}

declare module 'embedded:jpeg' {
  export const version: string;
  export const modules: Readonly<Record<string, import('./payload.mjs').Place>>;
}
