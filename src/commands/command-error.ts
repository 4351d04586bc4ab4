// The errors that a command expects: their text is all that a person needs, so no stack is printed.

import type { Bilingual } from '../function/doctor/bilingual.ts';
import { bilingual, type Wording } from './wording.ts';

/** A command cannot do what it was asked for. `message` is the English text; the exit code is 1. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly text: Bilingual;

  /** @param wording What was wrong, what was expected, and how to fix it. */
  constructor(wording: Wording, options?: ErrorOptions) {
    const text = bilingual(wording);
    super(text.en, options);
    this.text = text;
  }
}
