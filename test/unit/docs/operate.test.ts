// The page about operating the function, held against the code: fields, queries, and the options of its commands.

import { describe, expect, test } from 'vitest';
import { findingKinds } from '../../../src/cloud/audit/finding.ts';
import { errorFields, type LogField, platformFields, recordFields } from '../../../src/cloud/logs/fields.ts';
import { defaultAlarmFailures, logAlarm, logQueries } from '../../../src/cloud/logs/queries.ts';
import { audit } from '../../../src/commands/audit.ts';
import { logs } from '../../../src/commands/show-logs.ts';
import { codeOf, column, matches, tablesOf, tableWith } from '../../support/markdown.ts';
import { languages, readPage } from '../../support/pages.ts';

describe.each(languages)('operate.md in $folder', (language) => {
  const page = readPage(language, 'operate.md');
  const tables = tablesOf(page);
  const spoken = language.folder === 'docs' ? 'en' : 'zh';
  const rows = (fields: readonly LogField[]) =>
    fields.map(({ name, type, meaning }) => [name, type, meaning[spoken].replaceAll('`', '')]);

  test('lists the fields with their types and meanings', () => {
    expect(tableWith(tables, 'bytesIn')).toEqual(rows([...recordFields, ...errorFields]));
    expect(tableWith(tables, 'SCF_Message')).toEqual(rows(platformFields));
  });

  test('has the queries, each behind what it finds', () => {
    expect(codeOf(page, 'sql').map((code) => code.trim())).toEqual(logQueries.map(({ query }) => query));
    for (const { finds } of logQueries) expect(page.toLowerCase()).toContain(finds[spoken].toLowerCase());
  });

  test('says when the alarm tells', () => {
    const { condition, everyMinutes, quietMinutes, targets } = logAlarm(defaultAlarmFailures);
    expect([condition, everyMinutes, quietMinutes]).toEqual(['$1.failures > 5 || $2.ended > 0', 5, 60]);
    expect(targets.map(({ lastMinutes }) => lastMinutes)).toEqual([15, 15]);
    expect(page).toMatch(spoken === 'en' ? /more than five records/ : /超过五条/);
  });

  test('lists what an audit finds', () => {
    expect(column(tables, 'orphan')).toEqual([...findingKinds].sort());
  });

  test('lists options that the commands have', () => {
    const given = (usage: string) => matches(usage, /^ +(--[\w-]+)/gm);
    const listed = (member: string) => tableWith(tables, member).map(([name]) => name);
    expect(given(logs.usage())).toEqual(expect.arrayContaining(listed('--since')));
    expect(given(audit.usage())).toEqual(expect.arrayContaining(listed('--marks')));
    const own = given(audit.usage()).filter(
      (name) => !['--go', '--help', '--lang', '--region'].includes(name),
    );
    expect(listed('--marks')).toEqual(
      expect.arrayContaining(own.filter((name) => !name.endsWith('-endpoint'))),
    );
  });
});
