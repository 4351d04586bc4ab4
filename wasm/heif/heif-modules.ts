// The modules of libheif, as the bundle has them: its WebAssembly, and the text of its own JavaScript.

export const heifModules = ['heicDecoder', 'heicGlue'] as const;

/** The bytes of both, by name. */
export type HeifBytes = Readonly<Record<(typeof heifModules)[number], Uint8Array>>;
