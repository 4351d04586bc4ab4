// Describes an invocation as text, similar to SCF's console.

import { type Invocation, statusNames } from './invocation.ts';

/** @returns Several lines without a line break at the end. */
export function summary(invocation: Invocation, memoryMb: number): string {
  const { statusCode, error, afterAnswer, coldStart, durationMs, drainMs, billedMs, memoryPeakMb, log } =
    invocation;
  const rows = [
    ['status', `${statusCode} ${statusNames[statusCode]}`],
    ...(error ? [['error', error.stack ?? `${error.type}: ${error.message}`]] : []),
    ...(error ? [] : [['answer', JSON.stringify(invocation.answer, null, 2)]]),
    ...(afterAnswer
      ? [
          [
            'then',
            `${afterAnswer.statusCode} ${statusNames[afterAnswer.statusCode]}: ${afterAnswer.error.message}`,
          ],
        ]
      : []),
    ['duration', `${ms(durationMs)}, then ${ms(drainMs)} until idle, billed ${billedMs} ms`],
    ['memory', `${memoryPeakMb.toFixed(1)} MB at most, of ${memoryMb} MB`],
    ['cold start', coldStart ? ms(coldStart.initMs) : 'no'],
    ['request', invocation.requestId],
    ['log', log.length > 0 ? log.join('\n') : 'nothing'],
  ];
  return rows.map(([name = '', text = '']) => `${name.padEnd(12)}${indented(text)}`).join('\n');
}

function indented(text: string): string {
  return text.replaceAll('\n', `\n${' '.repeat(12)}`);
}

function ms(value: number): string {
  return `${Math.round(value)} ms`;
}
