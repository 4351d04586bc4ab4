// The option that every command has.

import { oneOf } from './choice.ts';
import { languages } from './language.ts';
import { option } from './option-kinds.ts';

export const langOption = option({
  value: 'zh',
  help: { en: 'the language of what is printed: en or zh', zh: '输出的语言：en 或 zh' },
  otherwise: {
    en: 'that of the system (LC_ALL, LC_MESSAGES, LANG)',
    zh: '系统的语言（LC_ALL、LC_MESSAGES、LANG）',
  },
  read: oneOf(languages),
});
