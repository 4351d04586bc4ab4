// What went wrong inside the Squoosh engine, as the host is told.

import type { EngineFailure, Request } from '../thread/protocol.ts';
import { SourceFault } from '../thread/source-fault.ts';

/**
 * Only what decode.ts knows to be the source's fault is called that. Anything else leaves linear memory in no known state:
 * the engine is not used again.
 */
export function toFailure(error: unknown, op: Request['op']): EngineFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof SourceFault) return { code: error.code, message, fatal: error.fatal };
  return { code: op === 'boot' ? 'engine-unavailable' : 'engine-crashed', message, fatal: true };
}
