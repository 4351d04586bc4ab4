// Collects what earlier photos have left in the main thread's heap. The engine's thread does that for itself
// (thread/server.ts).

import { collectAll, collectYoung } from '../thread/gc.ts';

const MB = 1024 * 1024;

/** The share of the function's memory that may be left uncollected. */
const maxShare = 1 / 8;
/** MB of memory to assume where the function's memory is not known. */
const defaultMemory = 128;
/** Bytes that an invocation leaves behind in addition to the photo, roughly. */
const bytesPerPhoto = MB / 4;

/**
 * To be called for every photo while the engine has work to do and this thread has none.
 *
 * @param bytes Size of the encoded photo.
 * @param memoryMb The function's memory, MB.
 */
export type Tidy = (bytes: number, memoryMb: number) => void;

/**
 * Creates a `Tidy`. A young collection frees most of what is left. Objects that survived two of them need a full
 * collection, which takes ten times as long and therefore runs seldom.
 */
export function createTidy(): Tidy {
  let uncollected = 0;
  return (bytes, memoryMb) => {
    const isOverShare = uncollected > Math.max(memoryMb, defaultMemory) * MB * maxShare;
    if (isOverShare) collectAll();
    else if (uncollected > 0) collectYoung();
    uncollected = (isOverShare ? 0 : uncollected) + bytes + bytesPerPhoto;
  };
}
