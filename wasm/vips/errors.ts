// What went wrong inside the engine's thread, told by libvips' words: there is nothing better to key on. The only
// place where messages are matched.

import type { EngineFailure, Request } from '../thread/protocol.ts';
import { SourceFault } from '../thread/source-fault.ts';

/** What libvips and its libraries say when the fault is not the source's. */
const outOfMemory =
  /out of memory|insufficient memory|unable to allocate|allocation (failed|error)|cannot enlarge memory/i;
/** What they say of sizes that a damaged or hostile source pretends to have; the next words may speak of memory. */
const claimedSize = /security limit exceeded|bad image dimensions/i;
const brokenModule = /Aborted\(|pthread_create|out of bounds|unreachable/;
/** What they say of sources that are whole, but of a kind that they were not built for. */
const unsupported = /unsupported|not supported|Maximum supported image dimension/i;

const exportAdvice = 'Export it as an ordinary JPEG or PNG of 8 bits and upload that.';

/** Only what libvips raised can be the source's damage; anything else is the engine's trouble, or a bug of ours. */
export function toFailure(error: unknown, op: Request['op']): EngineFailure {
  const [type, text] = typeAndText(error);
  const message = oneLine(text);
  if (error instanceof SourceFault) return { code: error.code, message, fatal: error.fatal };
  if (op === 'boot') return { code: 'engine-unavailable', message, fatal: true };
  // After any of these the module's memory is in no known state.
  const isOutOfMemory = outOfMemory.test(text) && !claimedSize.test(text);
  if (type !== 'vips::Error' || isOutOfMemory || brokenModule.test(text)) {
    return { code: 'engine-crashed', message: `${type}: ${message}`, fatal: true };
  }
  return unsupported.test(text)
    ? { code: 'source-unsupported', message: `${message}. ${exportAdvice}`, fatal: false }
    : { code: 'source-corrupt', message, fatal: false };
}

/** A C++ exception arrives as a WebAssembly.Exception with its type and text for a message. */
function typeAndText(error: unknown): [type: string, text: string] {
  const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown };
  if (Array.isArray(message)) return [String(message[0]), String(message[1])];
  return [String(name ?? 'Error'), String(message ?? error)];
}

/** libvips says the same once per line of the picture, between the names of the operations that failed in turn. */
function oneLine(message: string): string {
  const lines = message.split('\n').map((line) => line.trim());
  const informative = lines.filter(
    (line) => line !== '' && !/^unable to |unable to write to target|: load error$|: bad seek to /.test(line),
  );
  return Array.from(new Set(informative)).slice(0, 3).join('; ') || 'the decoder gave up without a word';
}
