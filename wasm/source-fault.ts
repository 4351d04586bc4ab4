// What an engine says when the fault lies in the source's bytes. Knows neither libvips nor Squoosh.

import type { ErrorCode } from '../src/errors.ts';

/** Found by us in the source's bytes, before or after a decoder looked at them. */
export class SourceFault extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
