// What an engine says when the fault lies in the source's bytes. Knows neither libvips nor Squoosh.

import type { ErrorCode } from '../../src/function/errors.ts';

/** Found by us in the source's bytes, before or after a decoder looked at them. */
export class SourceFault extends Error {
  readonly code: ErrorCode;
  /** Did it leave the decoder unfit for the next source? */
  readonly fatal: boolean;

  constructor(code: ErrorCode, message: string, fatal = false) {
    super(message);
    this.code = code;
    this.fatal = fatal;
  }
}

/** Does it say that one thumbnail cannot be made, though others can? */
export function isRenditionFault(error: unknown): error is SourceFault {
  return error instanceof SourceFault && error.code === 'rendition-impossible';
}
