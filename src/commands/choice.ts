// Values that are one of some words.

import { nearest } from '../function/did-you-mean.ts';
import type { Reader } from './option-kinds.ts';
import { UsageError } from './usage-error.ts';

/** Reads one of some words. */
export function oneOf<const Word extends string>(words: readonly Word[]): Reader<Word> {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    throw notAmong(text, words);
  };
}

/** The error about a word that is not among those that are expected; it names the nearest. */
export function notAmong(text: string, words: readonly string[]): UsageError {
  const meant = nearest(text, words);
  const others = words.slice(0, -1).join(', ');
  const last = words.at(-1);
  const isLong = words.length > 3;
  return new UsageError({
    en:
      (isLong ? `expected one of ${words.join(', ')}` : `expected ${others} or ${last}`) +
      (meant === undefined ? '' : `; did you mean ${meant}?`),
    zh:
      (isLong ? `应为以下之一：${words.join(', ')}` : `应为 ${others} 或 ${last}`) +
      (meant === undefined ? '' : `；是不是想写 ${meant}？`),
  });
}
