// What the page is told when a request cannot be carried out.

import type { Bilingual } from '../function/doctor/bilingual.ts';

export class PlayError extends Error {
  override readonly name = 'PlayError';
  /** The HTTP status. */
  readonly status: number;
  readonly text: Bilingual;

  constructor(status: number, text: Bilingual) {
    super(text.en);
    this.status = status;
    this.text = text;
  }
}
