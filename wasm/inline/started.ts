// Starts a part of an engine in the function's own thread. Where memory, addresses or file descriptors run out, it is the instance that
// lacks them: neither the photo nor this code is at fault.

import { ThumbnailError } from '../../src/function/errors.ts';

/**
 * @param what For people: `the decoder of jpeg`.
 * @throws {ThumbnailError} `engine-unavailable`, in place of whatever `start` throws.
 */
export function started<Part>(what: string, start: () => Part): Part {
  try {
    return start();
  } catch (cause) {
    throw unavailable(what, cause);
  }
}

/** The same for a part that comes later. */
export function startedLater<Part>(what: string, start: () => Promise<Part>): Promise<Part> {
  return started(what, start).catch((cause) => {
    throw unavailable(what, cause);
  });
}

function unavailable(what: string, cause: unknown): ThumbnailError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ThumbnailError('engine-unavailable', `${what} could not be started: ${reason}`, { cause });
}
