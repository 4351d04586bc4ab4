// Turns whatever was thrown in the Squoosh engine into a failure with a code.

import type { EngineFailure, Request } from '../thread/protocol.ts';
import { SourceFault } from '../thread/source-fault.ts';

/**
 * Only what this project's code reports as a fault is one of the source (decode.ts). Any other error leaves linear
 * memory in an unknown state, so that the engine is replaced.
 */
export function toFailure(error: unknown, op: Request['op']): EngineFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof SourceFault) return { code: error.code, message, fatal: error.fatal };
  return { code: op === 'boot' ? 'engine-unavailable' : 'engine-crashed', message, fatal: true };
}
