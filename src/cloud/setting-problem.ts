// Pure: what is wrong with the settings, in both languages. The messages come from the function's own reader of settings.

import type { Bilingual } from '../function/doctor/bilingual.ts';
import type { ConfigError } from '../function/errors.ts';
import { problemsInChinese } from './problems-in-chinese.ts';

interface Template {
  readonly pattern: RegExp;
  /** With the places of `pattern`, by their numbers. */
  readonly zh: string;
}

const place = /\{(\d)(\*?)\}/g;

const templates: readonly Template[] = problemsInChinese.map(([en, zh]) => {
  const literals = en.split(/\{\d\*?\}/).map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const numbers = [...en.matchAll(place)].map(([, number]) => number);
  // The first place of an ending takes as much as it can, so that the last ending of several is found first.
  const any = en.startsWith('{1*}') ? '.*' : '.*?';
  const places = numbers.map((number, at) => `(?<p${number}>${at === 0 ? any : '.*?'})`);
  const source = literals.map((literal, at) => literal + (places[at] ?? '')).join('');
  return { pattern: new RegExp(`^${source}$`, 's'), zh };
});

/** @param problem One of the problems of a {ConfigError}. A message that is not known stays English. */
export function describeProblem(problem: string): Bilingual {
  return { en: problem, zh: translate(problem) };
}

/** All problems, one a line, indented. */
export function describeSettings({ problems }: ConfigError): Bilingual {
  return {
    en: problems.map((problem) => `  ${problem}`).join('\n'),
    zh: problems.map((problem) => `  ${translate(problem)}`).join('\n'),
  };
}

/** @param problems Several, parted by semicolons, as the function examines itself. */
export function describeJoined(problems: string): Bilingual {
  const each = problems.split(/; (?=THUMB)/);
  return { en: problems, zh: each.map(translate).join('；') };
}

function translate(text: string): string {
  for (const { pattern, zh } of templates) {
    const found = pattern.exec(text);
    if (!found) continue;
    return zh.replace(place, (_, number: string, isText: string) => {
      const words = found.groups?.[`p${number}`] ?? '';
      return isText === '' ? words : translate(words);
    });
  }
  return text;
}
