// The log of the functions as CLS has it: a line for each line that a function writes, and SCF's own lines around them.
// https://cloud.tencent.com/document/product/583/60336

import { type EndedInvocation, failureText, reportLine } from './ended-invocation.ts';

export interface TopicLine {
  /** Grows from line to line. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** SCF cuts longer messages. */
const maxMessageBytes = 8192;
/** While an invocation runs, its lines have this status. */
const running = 202;

export class LogTopic {
  readonly logsetId = '5e6a2f3c-0000-4000-8000-00000000c105';
  readonly topicId = '5e6a2f3c-0000-4000-8000-00000000c106';
  readonly #maxLines: number;
  #lines: TopicLine[] = [];
  #last = 0;

  /** @param maxLines The oldest lines beyond are forgotten. */
  constructor(maxLines = 50_000) {
    this.#maxLines = maxLines;
  }

  /** Oldest first. */
  get lines(): readonly TopicLine[] {
    return this.#lines;
  }

  /** Does nothing if the logs of the function do not go here. */
  add(ended: EndedInvocation): void {
    if (ended.record.logs?.topicId !== this.topicId) return;
    for (const { time, fields } of linesOf(ended)) {
      this.#last += 1;
      this.#lines.push({ number: this.#last, time, fields });
    }
    // Not with each line: that would take long.
    if (this.#lines.length > this.#maxLines * 1.1) this.#lines = this.#lines.slice(-this.#maxLines);
  }
}

type NewLine = Omit<TopicLine, 'number'>;

function linesOf({ record, invocation, startedAt, endedAt, retry }: EndedInvocation): NewLine[] {
  const { requestId, statusCode, coldStart, durationMs, memoryPeakMb, log } = invocation;
  const line = (time: number, type: 'Platform' | 'Custom', status: number, message: string): NewLine => ({
    time,
    fields: {
      ...(type === 'Custom' && firstLevel(message)),
      SCF_FunctionName: record.name,
      SCF_Namespace: 'default',
      SCF_StartTime: String(startedAt),
      SCF_LogTime: String(time),
      SCF_RequestId: requestId,
      SCF_Duration: String(Math.round(durationMs)),
      SCF_Alias: '$DEFAULT',
      SCF_Qualifier: '$LATEST',
      SCF_MemUsage: memoryPeakMb.toFixed(2),
      SCF_Level: 'INFO',
      SCF_Message: cut(message),
      SCF_Type: type,
      SCF_StatusCode: String(status),
      SCF_RetryNum: String(retry),
    },
  });
  const failure = failureText(invocation);
  return [
    line(startedAt, 'Platform', running, `START RequestId:${requestId}`),
    ...(coldStart
      ? [line(startedAt, 'Platform', running, initReport(requestId, coldStart.initMs, record.memoryMb))]
      : []),
    ...log.map((text) => line(endedAt, 'Custom', running, text)),
    ...(failure === undefined
      ? [
          line(
            endedAt,
            'Platform',
            statusCode,
            `Response RequestId:${requestId} RetMsg:${JSON.stringify(invocation.answer)}`,
          ),
        ]
      : [line(endedAt, 'Platform', statusCode, `ERROR RequestId:${requestId} Result:${failure}`)]),
    line(endedAt, 'Platform', statusCode, `END RequestId:${requestId}`),
    line(endedAt, 'Platform', statusCode, reportLine(invocation, record.memoryMb)),
  ];
}

function initReport(requestId: string, initMs: number, memoryMb: number): string {
  const ms = Math.round(initMs);
  return `Init Report RequestId:${requestId} Coldstart:${ms}ms (PullCode:0ms InitRuntime:0ms InitFunction:${ms}ms) Memory:${memoryMb}MB`;
}

/** The first level of a JSON line; CLS takes values that are not texts as they are written. */
function firstLevel(text: string): Record<string, string> {
  if (!text.startsWith('{')) return {};
  try {
    const fields = Object.entries(JSON.parse(text) as object);
    return Object.fromEntries(
      fields.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
    );
  } catch {
    return {};
  }
}

function cut(text: string): string {
  if (Buffer.byteLength(text) <= maxMessageBytes) return text;
  return Buffer.from(text).subarray(0, maxMessageBytes).toString();
}
