// In which language a command talks to the person who runs it.

import type { Bilingual } from '../function/doctor/bilingual.ts';

export type Language = keyof Bilingual;
export const languages: readonly Language[] = ['en', 'zh'];

type Environment = Readonly<Record<string, string | undefined>>;

/** The first of LC_ALL, LC_MESSAGES and LANG that is set decides, as for other programs. */
export function systemLanguage(env: Environment): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^zh\b|^zh_/i.test(locale) ? 'zh' : 'en';
}

/**
 * Finds the language in the words of a command line, before they are checked: errors in them are printed in it, too.
 *
 * @param args The last `--lang` that can be read counts.
 */
export function chooseLanguage(args: readonly string[], env: Environment): Language {
  const chosen = args.flatMap((word, at) => {
    if (word === '--lang') return [args[at + 1]];
    return word.startsWith('--lang=') ? [word.slice('--lang='.length)] : [];
  });
  return languages.find((language) => language === chosen.at(-1)) ?? systemLanguage(env);
}
