// What is told where an instance is short of memory only because of earlier photos: a new one makes the photo, so that it is not at fault.

import { ThumbnailError } from '../../src/function/errors.ts';

/**
 * @param memoryMb The function's memory.
 * @param cause What failed for want of memory, if anything was tried.
 */
export function leftBehind(memoryMb: number, cause?: unknown): ThumbnailError {
  return new ThumbnailError(
    'engine-unavailable',
    `this instance holds memory after earlier photos that cannot be freed, and too little of the function's ${memoryMb} MB is left ` +
      'for this one. A new instance makes it; give the function more memory if this happens often.',
    cause === undefined ? {} : { cause },
  );
}
