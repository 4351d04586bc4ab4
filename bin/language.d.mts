export function chooseLanguage(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): 'en' | 'zh';
