// Clears away what former photos have left in the main thread. What they left in the engine's, that does itself.

import { collectAll, collectYoung } from '../thread/gc.ts';

const MB = 1024 * 1024;

/** Of the function's memory, that may lie about. */
const maxShare = 1 / 8;
/** MB, where nobody has said how much memory there is. */
const defaultMemory = 128;
/** Bytes that an invocation leaves besides the photo, roughly. */
const bytesPerPhoto = MB / 4;

/** To be told of every photo, by its bytes, while the engine has work to do and this thread has none. */
export type Tidy = (bytes: number, memoryMb: number) => void;

/** What lived through two young collections is left to the old one, which takes ten times as long: so that one runs seldom. */
export function createTidy(): Tidy {
  let uncollected = 0;
  return (bytes, memoryMb) => {
    const isOverShare = uncollected > Math.max(memoryMb, defaultMemory) * MB * maxShare;
    if (isOverShare) collectAll();
    else if (uncollected > 0) collectYoung();
    uncollected = (isOverShare ? 0 : uncollected) + bytes + bytesPerPhoto;
  };
}
