// What CLS makes of the lines that a function writes.

import type { LogLine } from '../../src/cloud/api/cloud-api.ts';

/**
 * @param written One line of the function's output.
 * @param form `fields`: SCF makes a field of each name of the first level, from Node.js 14.18 on. `text`: it does not, and puts time
 * and request before the line.
 */
export function clsLine(written: string, time: number, form: 'fields' | 'text'): LogLine {
  const common = { SCF_Type: 'Custom', SCF_RequestId: 'r-1', SCF_StatusCode: '202' };
  if (form === 'text') {
    const message = `2026-11-27T12:00:00.000Z r-1 INFO ${written}`;
    return { time, fields: { ...common, SCF_Message: message } };
  }
  const entries = Object.entries(JSON.parse(written) as object).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return { time, fields: { ...Object.fromEntries(entries), ...common, SCF_Message: written } };
}

/** The line with which SCF ends an invocation. */
export function clsReport(status: number, time: number, requestId = 'r-1'): LogLine {
  const message = `Report RequestId:${requestId} Duration:812ms Memory:512MB MemUsage:97.30MB`;
  const fields = { SCF_Type: 'Platform', SCF_RequestId: requestId, SCF_StatusCode: String(status) };
  return { time, fields: { ...fields, SCF_Message: message } };
}
