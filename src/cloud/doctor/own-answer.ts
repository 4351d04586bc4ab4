// What the function answered when it was asked to examine itself: its checks, or what it says of the code that it did not.

import { outsideChecks } from '../../function/doctor/checks.ts';
import { type CheckResult, type Diagnosis, well, wrong } from '../../function/doctor/diagnosis.ts';
import type { InvocationAnswer } from '../api/cloud-api.ts';
import { describeJoined } from '../setting-problem.ts';

/**
 * @param expected The version of what was built here; undefined: nothing was built.
 */
export function answerResults(answer: InvocationAnswer, expected: string | undefined): CheckResult[] {
  const { json, error } = answer;
  if (error !== undefined) {
    // What is older than the doctor takes its event for one of a trigger that is none.
    if (/event-malformed/.test(error.text)) return [codeWrong(older)];
    const message = `${error.statusCode ?? ''} ${error.text.slice(0, 500)}`.trim();
    return [wrong('invocation', outsideChecks.invocation, { message })];
  }
  const diagnosis = readDiagnosis(json ?? '');
  if (diagnosis === undefined) return [codeWrong(answered(json ?? ''))];
  const { version, checks } = diagnosis;
  const isSame = expected === undefined || expected === version;
  return [
    well('invocation', outsideChecks.invocation),
    isSame ? well('code', outsideChecks.code, { version }) : codeWrong(other(version, expected)),
    ...checks.map(inBothLanguages),
  ];
}

/** The function says what is wrong with its settings in English alone. */
function inBothLanguages(result: CheckResult): CheckResult {
  if (result.id !== 'settings' || result.ok) return result;
  const at = result.zh.indexOf('THUMB');
  if (at < 0) return result;
  return { ...result, zh: result.zh.slice(0, at) + describeJoined(result.zh.slice(at)).zh };
}

function codeWrong(found: { readonly en: string; readonly zh: string }): CheckResult {
  return wrong('code', outsideChecks.code, { found });
}

const older = { en: 'it knows no doctor, so it is older', zh: '它不认识检查事件，是更早的版本' };

const answered = (json: string) => ({
  en: `it answers ${json.slice(0, 100)}`,
  zh: `它的回答是 ${json.slice(0, 100)}`,
});

const other = (version: string, expected: string) => ({
  en: `it is ${version}, and dist/index.js is ${expected}`,
  zh: `它是 ${version}，而 dist/index.js 是 ${expected}`,
});

/** @returns undefined if the function answered something else than an examination of itself. */
export function readDiagnosis(json: string): Diagnosis | undefined {
  try {
    const read = JSON.parse(json) as Partial<Diagnosis> | null;
    const isOne = typeof read?.version === 'string' && Array.isArray(read.checks);
    return isOne ? (read as Diagnosis) : undefined;
  } catch {
    return undefined;
  }
}

/** @returns The version of a built function, with the digest of its build. */
export function builtVersion(code: string): string | undefined {
  return /"(\d+\.\d+\.\d+\+[0-9a-f]{12})"/.exec(code)?.[1];
}
