// A text for the person who runs a command.

import type { Bilingual } from '../function/doctor/bilingual.ts';
import type { Language } from './language.ts';

/** In both languages; or one text for both, such as a number or a name. */
export type Wording = string | Bilingual;

export function inLanguage(wording: Wording, language: Language): string {
  return typeof wording === 'string' ? wording : wording[language];
}

export function bilingual(wording: Wording): Bilingual {
  return typeof wording === 'string' ? { en: wording, zh: wording } : wording;
}
