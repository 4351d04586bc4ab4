// From the table of checks to what an examination answers. Examines nothing itself.

import type { Bilingual } from './bilingual.ts';
import { type Check, notExamined } from './checks.ts';

/** What one check found. */
export interface CheckResult {
  /** As in the table of checks. */
  readonly id: string;
  readonly ok: boolean;
  /** Set where nothing was found out. Then `ok` is true, unless that itself is a fault. */
  readonly skipped?: true;
  readonly en: string;
  readonly zh: string;
  /** How to mend it; there where `ok` is false. */
  readonly fix?: Bilingual;
}

/** What main_handler answers to the event `{"thumbnailer": "doctor"}`. */
export interface Diagnosis {
  readonly ok: boolean;
  /** The function's own version, and the digest of its build. */
  readonly version: string;
  readonly checks: readonly CheckResult[];
}

/** What is found, by the names in the table's texts. */
export type Findings = Readonly<Record<string, string | number | Bilingual>>;

export function well(id: string, check: Check, found: Findings = {}): CheckResult {
  return { id, ok: true, ...filled(check.well, found) };
}

export function wrong(id: string, check: Check, found: Findings = {}): CheckResult {
  return { id, ok: false, ...filled(check.wrong, found), fix: filled(check.cure, found) };
}

/** For a check that there is no reason to call wrong, but nothing was found out. */
export function skipped(id: string, why: Bilingual, found: Findings = {}): CheckResult {
  return { id, ok: true, skipped: true, ...filled(notExamined, { why: filled(why, found) }) };
}

/** For a check that should have been made, and was not. */
export function unexamined(id: string, check: Check, why: Bilingual, found: Findings = {}): CheckResult {
  return { ...skipped(id, why, found), ok: false, fix: filled(check.cure, found) };
}

/** Names without a finding stay as they are: some texts show the templates of keys. */
export function filled(text: Bilingual, found: Findings): Bilingual {
  const fill = (language: keyof Bilingual) =>
    text[language].replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = found[name];
      return value === undefined ? whole : String(typeof value === 'object' ? value[language] : value);
    });
  return { en: fill('en'), zh: fill('zh') };
}
