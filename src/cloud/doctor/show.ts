// Pure: the results of checks as a table for people, with the cures below what is wrong.

import type { Bilingual } from '../../function/doctor/bilingual.ts';
import type { CheckResult } from '../../function/doctor/diagnosis.ts';

export function showResults(results: readonly CheckResult[], language: keyof Bilingual): string {
  const width = Math.max(...results.map(({ id }) => id.length));
  const lines = results.flatMap((one) => {
    const { id, ok, skipped, fix } = one;
    const mark = ok ? (skipped ? '-' : '✓') : '✗';
    const indent = ' '.repeat(width + 4);
    return [`${mark} ${id.padEnd(width)}  ${one[language]}`, ...(fix ? [`${indent}→ ${fix[language]}`] : [])];
  });
  return [...lines, '', verdict(results)[language]].join('\n');
}

function verdict(results: readonly CheckResult[]): Bilingual {
  const wrong = results.filter(({ ok }) => !ok).length;
  const skipped = results.filter((one) => one.ok && one.skipped).length;
  const unknown = {
    en: skipped > 0 ? ` ${skipped} could not be examined.` : '',
    zh: skipped > 0 ? `有 ${skipped} 项没有检查。` : '',
  };
  if (wrong === 0) return { en: `All is well.${unknown.en}`, zh: `一切正常。${unknown.zh}` };
  return {
    en: `${wrong} of ${results.length} checks found something wrong.${unknown.en}`,
    zh: `${results.length} 项检查中有 ${wrong} 项发现问题。${unknown.zh}`,
  };
}
