// Collects what earlier photos have left in the main thread's heap. The engine's thread does that for itself
// (thread/server.ts).

import { collectAll, collectYoung } from '../thread/gc.ts';
import { residentBytes } from '../thread/resident-memory.ts';

const MB = 1024 * 1024;

/** The share of the function's memory that may be left uncollected. */
const maxShare = 1 / 8;
/** Bytes that must be left of the function's memory for that: with less, all is collected for each photo. */
const leastLeft = 20 * MB;
/** MB of memory to assume where the function's memory is not known. */
const defaultMemory = 128;
/** Bytes that an invocation leaves behind in addition to the photo, roughly. */
const bytesPerPhoto = MB / 4;

/**
 * To be called for every photo while the engine has work to do and this thread has none.
 *
 * @param bytes Size of the encoded photo.
 * @param memoryMb The function's memory, MB; 0 if it is not known.
 */
export type Tidy = (bytes: number, memoryMb: number) => void;

/** What it works with. */
export interface Collecting {
  /** Bytes that the process holds; undefined where the system does not tell. */
  resident(): number | undefined;
  collectAll(): void;
  collectYoung(): void;
}

/**
 * Creates a `Tidy`. A young collection frees most of what is left. Objects that survived two of them need a full
 * collection, which takes ten times as long and therefore runs seldom.
 */
export function createTidy(
  collecting: Collecting = { resident: residentBytes, collectAll, collectYoung },
): Tidy {
  let uncollected = 0;
  const isShort = (memoryMb: number) =>
    memoryMb > 0 && (collecting.resident() ?? 0) > memoryMb * MB - leastLeft;
  return (bytes, memoryMb) => {
    const isOverShare = uncollected > Math.max(memoryMb, defaultMemory) * MB * maxShare;
    const isDue = isOverShare || (uncollected > 0 && isShort(memoryMb));
    if (isDue) collecting.collectAll();
    else if (uncollected > 0) collecting.collectYoung();
    uncollected = (isDue ? 0 : uncollected) + bytes + bytesPerPhoto;
  };
}
