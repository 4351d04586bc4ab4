// The error for faults in the source's bytes, or in what one thumbnail was asked to be. Knows neither libvips nor
// Squoosh.

import type { ErrorCode } from '../../src/function/errors.ts';

/** A fault that this code found itself, before or after a decoder read the bytes. Its message is for operators. */
export class SourceFault extends Error {
  readonly code: ErrorCode;
  /** Whether the decoder cannot be used for the next source. */
  readonly fatal: boolean;

  constructor(code: ErrorCode, message: string, fatal = false) {
    super(message);
    this.code = code;
    this.fatal = fatal;
  }
}

/**
 * The fault of a photo whose bytes are not what its format says.
 *
 * @param finding What is wrong, without a full stop: `its data is whole for only the first 52 % of the picture`.
 */
export function damaged(finding: string, fatal = false): SourceFault {
  return new SourceFault(
    'source-corrupt',
    `the photo is damaged or cut short (${finding}). Upload it again.`,
    fatal,
  );
}

/** Whether the error means that one thumbnail cannot be made, though others can. */
export function isRenditionFault(error: unknown): error is SourceFault {
  return error instanceof SourceFault && error.code === 'rendition-impossible';
}
