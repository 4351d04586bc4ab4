// In which language a program talks, as src/commands/language.ts has it for the commands. For programs that no compiler has been at.

/**
 * @param {readonly string[]} args The last `--lang` that can be read counts.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {'en' | 'zh'}
 */
export function chooseLanguage(args, env) {
  const last = args.lastIndexOf('--lang');
  const chosen = args
    .map((word, at) =>
      word.startsWith('--lang=') ? word.slice('--lang='.length) : at === last ? args[at + 1] : '',
    )
    .filter((word) => word !== '')
    .pop();
  if (chosen === 'en' || chosen === 'zh') return chosen;
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return /^zh\b|^zh_/i.test(locale) ? 'zh' : 'en';
}
