// What went wrong inside the engine's thread, told by libvips' words: there is nothing better to key on. The only
// place where messages are matched.

import type { ErrorCode } from '../../src/errors.ts';
import type { Failure, Request } from '../protocol.ts';
import { SourceFault } from '../source-fault.ts';

/** First match decides; what matches nothing is the source's damage. */
const table: readonly { readonly says: RegExp; readonly code: ErrorCode; readonly fatal: boolean }[] = [
  { says: /out of memory|unable to allocate|Cannot enlarge memory/i, code: 'engine-crashed', fatal: true },
  {
    says: /Aborted\(|pthread_create|memory access out of bounds|unreachable/,
    code: 'engine-crashed',
    fatal: true,
  },
  {
    says: /unsupported|not supported|Maximum supported image dimension/i,
    code: 'source-unsupported',
    fatal: false,
  },
];

export function toFailure(error: unknown, op: Request['op']): Failure {
  const message = messageOf(error);
  if (error instanceof SourceFault) return { code: error.code, message, fatal: false };
  if (op === 'boot') return { code: 'engine-unavailable', message, fatal: true };
  // A trap leaves the module's memory in no known state.
  if (error instanceof WebAssembly.RuntimeError) return { code: 'engine-crashed', message, fatal: true };
  const match = table.find(({ says }) => says.test(message));
  return { code: match?.code ?? 'source-corrupt', message: oneLine(message), fatal: match?.fatal ?? false };
}

/** A C++ exception arrives as a WebAssembly.Exception with type and text for its message. */
function messageOf(error: unknown): string {
  const message = (error as { message?: unknown } | null)?.message ?? error;
  return Array.isArray(message) ? String(message[1]) : String(message);
}

/** libvips says the same once per line of the picture, between the names of the operations that failed in turn. */
function oneLine(message: string): string {
  const lines = message.split('\n').map((line) => line.trim());
  const telling = lines.filter(
    (line) => line !== '' && !/^unable to |unable to write to target|: load error$|: bad seek to /.test(line),
  );
  return Array.from(new Set(telling)).slice(0, 3).join('; ') || 'the decoder gave up without a word';
}
