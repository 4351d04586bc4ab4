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

/** For a path, a photo or a thumbnail that is not there. */
export function nothingHere(): PlayError {
  return new PlayError(404, { en: 'There is nothing here.', zh: '这里没有内容。' });
}
