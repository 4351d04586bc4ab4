// Turns whatever was thrown in the engine's thread into a failure with a code. libvips gives no error codes, and what it prints
// decides nothing: only the kind of the error does.

import { shortageOf } from '../thread/memory-bound.ts';
import type { EngineFailure, Request } from '../thread/protocol.ts';
import { damaged, SourceFault } from '../thread/source-fault.ts';
import { bound, threadProblem } from './threads.ts';

/**
 * Only errors that libvips raised can mean that the source is damaged. Anything else is a failure of the engine, or a bug. A shortage of
 * memory or threads is known before libvips speaks of it (memory-limit.ts, threads.ts).
 */
export function toFailure(error: unknown, op: Request['op']): EngineFailure {
  const [type, text] = typeAndText(error);
  const message = oneLine(text);
  if (op === 'boot') return { code: 'engine-unavailable', message, fatal: true };
  // Before all else: whatever fails after a shortage may only fail because of it, and is no fault of the photo or its profile.
  const shortage = shortageOf(bound);
  if (shortage !== undefined) return { code: 'source-too-big', message: shortage, fatal: true };
  const thread = threadProblem();
  if (thread) return { code: 'engine-crashed', message: `Error: ${thread.message}`, fatal: true };
  if (error instanceof SourceFault) return { code: error.code, message, fatal: error.fatal };
  // After any other error the module's memory is in an unknown state.
  if (type !== 'vips::Error') {
    return { code: 'engine-crashed', message: `${type}: ${message}`, fatal: true };
  }
  const fault = damaged(message);
  return { code: fault.code, message: fault.message, fatal: fault.fatal };
}

/** Whether libvips refused the source, and can go on with another one or with the same. */
export function isSourceError(error: unknown): boolean {
  return !(error instanceof SourceFault) && toFailure(error, 'render').code === 'source-corrupt';
}

/** The type and text of an error. A C++ exception arrives as a WebAssembly.Exception whose message is both. */
function typeAndText(error: unknown): [type: string, text: string] {
  const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown };
  if (Array.isArray(message)) return [String(message[0]), String(message[1])];
  return [String(name ?? 'Error'), String(message ?? error)];
}

/**
 * Shortens libvips' message: it repeats itself for each line of the picture, and names each operation that passed the
 * error on.
 */
function oneLine(message: string): string {
  const lines = message.split('\n').map((line) => line.trim());
  const informative = lines.filter(
    (line) => line !== '' && !/^unable to |unable to write to target|: load error$|: bad seek to /.test(line),
  );
  return (
    Array.from(new Set(informative)).slice(0, 3).join('; ') ||
    'libvips could not read the picture and gave no reason'
  );
}
