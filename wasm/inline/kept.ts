// What the engines in the function's own thread keep for the next photo: instances of WebAssembly, whose memory never shrinks.

/** Bytes of linear memory above which an instance is not kept. */
export const keptBytes = 16 * 1024 * 1024;

/** The same in pixels of a thumbnail, for encoders that do not tell how much they hold. */
export const keptPixels = 1024 * 1024;

export interface KeptInstances {
  /** @param forget Lets go of one instance, which is made anew when it is needed. */
  add(forget: () => void): void;
  /** Lets go of all of them, of all engines. */
  forgetAll(): void;
}

export function createKept(): KeptInstances {
  const all: (() => void)[] = [];
  return {
    add: (forget) => void all.push(forget),
    forgetAll() {
      for (const forget of all) forget();
    },
  };
}
